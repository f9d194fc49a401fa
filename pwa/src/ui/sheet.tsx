import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '@/i18n/common';
import { Icon } from './icon';

export interface SheetProps {
  open: boolean;
  title: ComponentChildren;
  onClose: () => void;
  children?: ComponentChildren;
  /** Buttons under the text, the act first. */
  foot?: ComponentChildren;
}

/** A question or a short form over the page. The browser's dialog keeps focus in and gives it back; Escape and the shade close it. */
export function Sheet({ open, title, onClose, children, foot }: SheetProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog || dialog.open === open) return;
    if (open) dialog.showModal();
    else dialog.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click on the shade is a convenience; Escape does the same
    <dialog
      ref={ref}
      class="sheet"
      aria-labelledby={id}
      onClose={() => open && onClose()}
      onClick={(event) => event.target === ref.current && onClose()}
    >
      {open && (
        <>
          <div class="sheet-head">
            <h2 id={id}>{title}</h2>
            <button type="button" class="tap" aria-label={t('ui.close')} onClick={onClose}>
              <Icon name="x" />
            </button>
          </div>
          {children !== undefined && <div class="sheet-body">{children}</div>}
          {foot !== undefined && <div class="sheet-foot">{foot}</div>}
        </>
      )}
    </dialog>
  );
}
