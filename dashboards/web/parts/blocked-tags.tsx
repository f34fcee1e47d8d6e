import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { BlockedTagView } from '../../../gateway/http/contract.ts';
import { dateTimeOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { unblock } from '../state/actions.ts';
import { blocked } from '../state/lists.ts';
import { deviceName, itemName, productOfGtin, zoneName } from '../state/names.ts';
import { Disclosure } from './data-table.tsx';

const whatIs = ({ epc, gtin }: BlockedTagView): string => (gtin !== null && productOfGtin(gtin)) || itemName(epc);

const whereIs = ({ zone, device, antenna }: BlockedTagView): string =>
  [zoneName(zone), deviceName(device), antenna === 0 ? '' : t('blocked.antenna', { port: antenna })].filter(Boolean).join(' · ');

interface ConfirmProps {
  readonly what: string;
  readonly isBusy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks once more: the tag may go off at the next pass. Escape is "no". */
function Confirm({ what, isBusy, onYes, onNo }: ConfirmProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  const text = t('blocked.sure', { what });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own
    <div
      class="confirm"
      role="group"
      aria-label={text}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onNo();
      }}
    >
      <p>{text}</p>
      <button type="button" class="button" ref={yes} disabled={isBusy} onClick={onYes}>
        {t('blocked.yes')}
      </button>
      <button type="button" class="button-quiet" onClick={onNo}>
        {t('blocked.no')}
      </button>
    </div>
  );
}

function Tag({ tag, onFreed }: { readonly tag: BlockedTagView; readonly onFreed: (what: string) => void }) {
  const isAsking = useSignal(false);
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const what = whatIs(tag);
  const free = async () => {
    isBusy.value = true;
    problem.value = await unblock(tag.epc);
    isBusy.value = false;
    isAsking.value = false;
    if (problem.value === null) onFreed(what);
  };
  const close = () => {
    isAsking.value = false;
    // The button is back after the next paint.
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <li class="blocked-tag">
      <strong>{what}</strong>
      <span class="muted">{[whereIs(tag), t('blocked.since', { time: dateTimeOf(tag.since) })].filter(Boolean).join(' · ')}</span>
      {isAsking.value ? (
        <Confirm what={what} isBusy={isBusy.value} onYes={free} onNo={close} />
      ) : (
        <button
          type="button"
          class="button-quiet"
          ref={button}
          aria-label={t('blocked.freeOf', { what })}
          onClick={() => {
            isAsking.value = true;
          }}
        >
          {t('blocked.free')}
        </button>
      )}
      {problem.value !== null && <p role="alert">{t('blocked.failed', { detail: problem.value })}</p>}
    </li>
  );
}

/** Tags that the gates pass over, and the operator's word that one is to be watched again. Nothing while there is none. */
export function BlockedTags() {
  const freed = useSignal('');
  const status = useRef<HTMLParagraphElement>(null);
  const tags = blocked.value;
  const onFreed = (what: string) => {
    freed.value = t('blocked.freed', { what });
    // The button that was pressed is gone: who uses a keyboard goes on from here.
    status.current?.focus();
  };
  return (
    <div class="blocked">
      <p class={freed.value === '' ? 'visually-hidden' : 'muted'} role="status" tabIndex={-1} ref={status}>
        {freed.value}
      </p>
      {tags.length > 0 && (
        <Disclosure id="blocked" summary={t('blocked.title', { n: tags.length })}>
          <p class="muted">{t('blocked.why')}</p>
          <ul>
            {tags.map((tag) => (
              <Tag key={tag.epc} tag={tag} onFreed={onFreed} />
            ))}
          </ul>
        </Disclosure>
      )}
    </div>
  );
}
