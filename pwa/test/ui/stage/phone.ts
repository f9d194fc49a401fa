// Stands in for sync/phone.ts on the stage; the address says in which state the phone wakes up.
import { account, fakePhone } from '../fake_phone';

export async function openPhone() {
  const want = new URLSearchParams(location.search).get('phone');
  if (want === 'new') return fakePhone({ current: account, vault: 'new' }).phone;
  if (want === 'locked') return fakePhone({ current: account, vault: 'locked' }).phone;
  if (want === 'wait')
    return fakePhone({ current: account, vault: 'locked', wait_until_ms: Date.now() + 30_000 }).phone;
  if (want === 'known') return fakePhone({ known: [account] }).phone;
  if (want === 'volunteer')
    return fakePhone({ session: { kind: 'live', user: { ...account.user, roles: ['volunteer'] } } }).phone;
  if (want === 'nobody')
    return fakePhone({ session: { kind: 'live', user: { ...account.user, roles: [] } } }).phone;
  if (want === 'silent') return fakePhone({ session: { kind: 'unknown' } }).phone;
  return fakePhone().phone;
}
