import { t } from '@/i18n/common';
import { Button } from './button';
import { StatusWord } from './list';

export interface RegisterRow {
  key: string;
  label: string;
  /** The value of the register, as people say it. */
  value: string;
  state: 'open' | 'same' | 'different';
}

const shape = {
  open: { icon: 'circle', tone: 'quiet', word: 'register.open' },
  same: { icon: 'check', tone: 'plain', word: 'register.same' },
  different: { icon: 'pencil', tone: 'strong', word: 'register.different' },
} as const;

/**
 * Roster first, question second: what is known stands filled in, one button confirms the rest,
 * and a tap on a row makes it 有不同 (the screen then opens the question below).
 */
export function Register(props: {
  rows: readonly RegisterRow[];
  onToggle: (key: string, different: boolean) => void;
  onConfirm: () => void;
}) {
  const { rows, onToggle, onConfirm } = props;
  const different = rows.filter((row) => row.state === 'different').length;
  const rest = rows.length - different;
  const confirmed = rest > 0 && rows.every((row) => row.state !== 'open');
  return (
    <>
      <dl class="reg">
        {rows.map((row) => {
          const look = shape[row.state];
          const away = row.state === 'different';
          return (
            <div key={row.key}>
              <dt>{row.label}</dt>
              <dd>{row.value}</dd>
              <dd class="touch">
                <button
                  type="button"
                  aria-pressed={away}
                  aria-label={`${t(look.word)}：${t(away ? 'register.toggle-back' : 'register.toggle', { label: row.label, value: row.value })}`}
                  onClick={() => onToggle(row.key, !away)}
                >
                  <StatusWord icon={look.icon} tone={look.tone} word={t(look.word)} />
                </button>
              </dd>
            </div>
          );
        })}
      </dl>
      {rest > 0 && (
        <Button
          cls="same"
          icon="check"
          kind={confirmed ? 'line' : 'go'}
          pressed={confirmed}
          onClick={onConfirm}
        >
          {different > 0 ? t('register.confirm-rest', { n: rest }) : t('register.confirm-all')}
        </Button>
      )}
    </>
  );
}
