import type { IconName } from './icon-names';
import sprite from './sprite.svg?url&no-inline';

/** A Lucide icon. Decoration unless `label` is given: the word beside it says the same. */
export function Icon({
  name,
  small,
  label,
  cls,
}: {
  name: IconName;
  small?: boolean;
  label?: string;
  cls?: string;
}) {
  const names = `icon${small ? ' s' : ''}${cls ? ` ${cls}` : ''}`;
  const use = <use href={`${sprite}#${name}`} />;
  return label ? (
    <svg class={names} role="img" aria-label={label}>
      {use}
    </svg>
  ) : (
    <svg class={names} aria-hidden="true" focusable="false">
      {use}
    </svg>
  );
}
