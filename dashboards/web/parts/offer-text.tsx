import { useRef } from 'preact/hooks';
import { t } from '../i18n/translate.ts';
import { check, text, write } from '../state/offer-editor.ts';

const OFFER_TEXT_ID = 'offer-text';
export const OFFER_PROBLEMS_ID = 'offer-problems';

/** The offers as they are written, with the numbers of their lines; those with a mistake are marked. */
export function OfferText() {
  const numbers = useRef<HTMLOListElement>(null);
  const wrong = new Set(check.value?.problems.map(({ line }) => line));
  const lines = text.value.split('\n').length;
  return (
    <div class="code">
      <ol class="code-lines" aria-hidden="true" ref={numbers}>
        {Array.from({ length: lines }, (_, i) => (
          <li key={i} class={wrong.has(i + 1) ? 'is-wrong' : ''}>
            {i + 1}
          </li>
        ))}
      </ol>
      <textarea
        id={OFFER_TEXT_ID}
        class="code-text"
        aria-label={t('editor.text')}
        aria-describedby={OFFER_PROBLEMS_ID}
        aria-invalid={wrong.size > 0}
        spellcheck={false}
        autocomplete="off"
        wrap="off"
        rows={24}
        value={text.value}
        onInput={(event) => write(event.currentTarget.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** Puts the cursor where something is wrong, or wanted. */
export function goTo(line: number, column: number): void {
  const field = document.getElementById(OFFER_TEXT_ID);
  if (!(field instanceof HTMLTextAreaElement)) return;
  const before = field.value.split('\n').slice(0, line - 1);
  const at = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  field.focus();
  field.setSelectionRange(at, at);
  field.scrollTop = (field.scrollHeight / field.value.split('\n').length) * Math.max(0, line - 4);
}
