// A photo that cannot be taken: the reason stands in the record, and the visit goes on.
import { useSignal } from '@preact/signals';
import { t } from '@/i18n/camera';
import type { VisitHandle } from '@/store/contract';
import { Button, Radios, Sheet, TextField } from '@/ui';
import { say, shotOf } from '../model/form';
import { keep } from '../visit/saved';
import type { Slot } from './slot';

const presets = ['refused', 'dark', 'broken', 'absent', 'other'] as const;

export function CannotSheet({
  open,
  slot,
  handle,
  onClose,
  onDone,
}: {
  open: boolean;
  slot: Slot;
  handle: VisitHandle;
  onClose: () => void;
  onDone: () => void;
}) {
  const pick = useSignal<string | null>(null);
  const words = useSignal('');
  const wrong = useSignal(false);
  const choices = slot.ask?.item.choices ?? [];
  const options =
    choices.length > 0
      ? choices.map((choice) => ({ value: choice.value, label: say(choice.text) }))
      : presets.map((value) => ({ value, label: t(`cannot.${value}`) }));
  const put = (value: string): Promise<void> => {
    if (slot.ask && choices.length > 0) return handle.setAnswer(slot.ask.key, value);
    const reason = value === 'other' ? words.value.trim() : t(`cannot.${value as (typeof presets)[number]}`);
    const shot = (slot.ask && shotOf(slot.ask)) ?? slot.shot;
    const { shots_skipped, notes } = handle.draft.value;
    return handle.patch({
      shots_skipped: { ...shots_skipped, [shot]: reason },
      notes: { ...notes, [`photo.${shot}`]: reason },
    });
  };
  const done = (): void => {
    if (
      pick.value === null ||
      (pick.value === 'other' && choices.length === 0 && words.value.trim() === '')
    ) {
      wrong.value = true;
      return;
    }
    keep(
      put(pick.value).then(() => {
        pick.value = null;
        onClose();
        onDone();
      }),
    );
  };
  return (
    <Sheet
      open={open}
      title={t('cannot.title')}
      onClose={onClose}
      foot={
        <Button kind="fill" onClick={done}>
          {t('cannot.done')}
        </Button>
      }
    >
      <div class="stack">
        <Radios
          legend={t('cannot.why', { label: slot.label })}
          value={pick.value}
          options={options}
          onChange={(value) => (pick.value = value)}
          error={wrong.value ? t('cannot.say') : undefined}
        />
        {pick.value === 'other' && choices.length === 0 && (
          <TextField
            label={t('cannot.words')}
            value={words.value}
            onInput={(text) => (words.value = text)}
            maxLength={60}
          />
        )}
      </div>
    </Sheet>
  );
}
