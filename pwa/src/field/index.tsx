// The field room: everything an inspector does with the phone. The shell opens it once the PIN has been given.
import { useEffect, useMemo } from 'preact/hooks';
import { Lazy } from '@/app/lazy';
import type { RoomProps } from '@/app/rooms';
import { useArrival } from '@/app/router';
import { t } from '@/i18n/field';
import { moment } from '@/i18n/format';
import { showToast } from '@/ui';
import { go, partsOf, path, url } from './nav';
import { Outbox, Record } from './outbox/outbox';
import { createWatcher } from './place/watcher';
import { now, type Room, RoomContext, startClock } from './room';
import { Households, Sealed } from './today/households';
import { Newcomer } from './today/newcomer';
import { Today } from './today/today';
import { Done } from './visit/done';
import { Visit } from './visit/visit';
import './field.css';

const loadReady = () => import('./care').then((file) => file.Ready);
const loadMe = () => import('./care').then((file) => file.Me);
const loadPin = () => import('./care').then((file) => file.ChangePin);
const loadSignIn = () => import('./care').then((file) => file.SignInAgain);
const loadHelp = () => import('./care').then((file) => file.Help);
const loadSteps = () => import('./care').then((file) => file.StepsPage);

export function FieldApp(props: RoomProps) {
  const { phone, user, config, signOut } = props;
  const watcher = useMemo(() => createWatcher(), []);
  const room = useMemo<Room>(
    () => ({ phone, user, config, signOut, watcher }),
    [phone, user, config, signOut, watcher],
  );
  const parts = partsOf(path.value);
  useArrival(path.value);
  useEffect(startClock, []);
  useRestore(room);
  return (
    <RoomContext.Provider value={room}>
      <Screens parts={parts} />
    </RoomContext.Provider>
  );
}

function Screens({ parts }: { parts: readonly string[] }) {
  const [room = '', what = ''] = parts;
  switch (room) {
    case 'visit':
      return <Visit parts={parts} />;
    case 'households':
      return <Households />;
    case 'new-household':
      return <Newcomer />;
    case 'sealed':
      return <Sealed id={what} />;
    case 'done':
      return <Done visit={what} />;
    case 'outbox':
      return what ? <Record subject={what} /> : <Outbox />;
    case 'ready':
      return <Lazy load={loadReady} props={{}} />;
    case 'me':
      return what === 'pin' ? <Lazy load={loadPin} props={{}} /> : <Lazy load={loadMe} props={{}} />;
    case 'sign-in':
      return <Lazy load={loadSignIn} props={{}} />;
    case 'help':
      return what ? <Lazy load={loadSteps} props={{ topic: what }} /> : <Lazy load={loadHelp} props={{}} />;
    default:
      return <Today />;
  }
}

/** The slot that a photo was being taken for, as the camera's address names it. */
function slotKey({ shot, item }: { readonly shot: string; readonly item?: string }): string {
  if (shot === 'thumbprint') return `sign.${shot}`;
  if (item === undefined) return `unmet.${shot}`;
  return shot === 'extra' ? `extra.${item}` : item;
}

let restored = false;
const FRESH_MS = 12 * 3_600_000;

/** After a kill the app starts at its first page: the visit that was open comes back at the question where it was. */
function useRestore({ phone }: Room): void {
  useEffect(() => {
    if (restored) return;
    restored = true;
    const card = [...phone.visits.drafts.peek()].sort((a, b) => b.saved_ms - a.saved_ms)[0];
    if (!card || path.peek() !== '/' || now.peek() - card.saved_ms > FRESH_MS) return;
    phone.visits
      .open(card.visit_id)
      .then((handle) => {
        const { place, pending_shot, saved_ms } = handle.draft.peek();
        const at = place?.['at'];
        const ref = place?.['ref'];
        if (path.peek() !== '/' || at === undefined || ref === undefined) return;
        go(url.visit(ref));
        const inside = pending_shot ? `camera/${encodeURIComponent(slotKey(pending_shot))}` : at;
        if (inside) go(`${url.visit(ref)}/${inside}`);
        showToast(t('restored', { time: moment(saved_ms, Date.now()) }));
      })
      .catch(() => undefined);
  }, [phone]);
}
