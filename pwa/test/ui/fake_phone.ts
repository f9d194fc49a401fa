// A phone without a store: the signals and calls that the shell uses, for tests of the shell alone.
import { signal } from '@preact/signals';
import type { Account, Phone, Session, User, VaultState } from '@/store/contract';

export const inspector: User = {
  id: '0b54b1f0-0000-4000-8000-000000000001',
  name: '林晓芳',
  login: 'lin',
  number: '07',
  roles: ['inspector'],
  org: { id: 'o', name: '屏南县民政局', division_code: '350923' },
};

export const account: Account = {
  device: '0b54b1f0-0000-4000-8000-0000000000d1',
  user: inspector,
  enrolled_ms: 1,
};

export class FakeError extends Error {
  constructor(
    readonly code: string,
    readonly params: Record<string, number | string> = {},
  ) {
    super(code);
  }
}

export interface Start {
  current?: Account | null;
  known?: readonly Account[];
  session?: Session;
  vault?: VaultState;
  pin?: string;
  wait_until_ms?: number;
}

export function fakePhone(start: Start = {}) {
  const current = signal<Account | null>(start.current ?? null);
  const list = signal<readonly Account[]>(start.known ?? (start.current ? [start.current] : []));
  const session = signal<Session>(start.session ?? { kind: 'none' });
  const state = signal<VaultState>(start.vault ?? 'none');
  const wait_until_ms = signal(start.wait_until_ms ?? 0);
  const busy = signal(false);
  const calls: string[] = [];
  let pin = start.pin ?? '135790';
  const enter = (user: User): User => {
    session.value = { kind: 'live', user };
    if (user.roles.includes('inspector')) {
      current.value = { ...account, user };
      state.value = state.value === 'none' ? 'new' : state.value;
    } else current.value = null;
    return user;
  };
  const phone = {
    accounts: {
      list,
      current,
      session,
      refreshSession: async () => session.value,
      signIn: async (login: string, password: string) => {
        calls.push(`signIn ${login}`);
        if (password !== 'right') throw new FakeError('bad-credentials');
        return enter({ ...inspector, login });
      },
      signInDemo: async (login: string) => {
        calls.push(`signInDemo ${login}`);
        return enter(
          login === 'wang' ? { ...inspector, login, roles: ['volunteer'] } : { ...inspector, login },
        );
      },
      choose: async (device: string) => {
        calls.push(`choose ${device}`);
        current.value = list.value.find((one) => one.device === device) ?? null;
        state.value = 'locked';
      },
      signOut: async () => {
        calls.push('signOut');
        session.value = { kind: 'none' };
        current.value = null;
      },
    },
    vault: {
      state,
      wait_until_ms,
      setPin: async (next: string) => {
        if (next === '123456') throw new FakeError('pin-weak');
        pin = next;
        state.value = 'unlocked';
      },
      unlock: async (tried: string) => {
        if (tried !== pin) throw new FakeError('wrong-pin', { wait_ms: 0 });
        state.value = 'unlocked';
      },
      replaceForgottenPin: async (next: string) => {
        calls.push('replaceForgottenPin');
        pin = next;
        state.value = 'unlocked';
      },
      touch: () => undefined,
    },
    busy,
  };
  // The shell asks for these members only; the rest of the contract belongs to the rooms.
  return { phone: phone as unknown as Phone, calls, current, session, state, wait_until_ms, busy };
}
