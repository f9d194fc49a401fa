// What the shell gives to a room, and who belongs in which.
import type { Config } from '@/api';
import type { Phone, Role, User } from '@/store/contract';

export interface RoomProps {
  readonly phone: Phone;
  readonly user: User;
  readonly config: Config | null;
  /** Ends the session and returns to the sign-in page; rejects as `phone.accounts.signOut` does. */
  readonly signOut: (options?: { courier: boolean }) => Promise<void>;
}

export type RoomName = 'field' | 'office' | 'volunteer' | 'none';

const IN_THE_FIELD: readonly Role[] = ['inspector', 'team_leader'];
const IN_THE_OFFICE: readonly Role[] = ['reviewer', 'office_admin', 'auditor'];

export function roomOf(roles: readonly Role[]): RoomName {
  if (roles.some((role) => IN_THE_FIELD.includes(role))) return 'field';
  if (roles.some((role) => IN_THE_OFFICE.includes(role))) return 'office';
  return roles.includes('volunteer') ? 'volunteer' : 'none';
}
