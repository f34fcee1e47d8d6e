import { t } from '../i18n/translate.ts';
import { check, isChecking } from '../state/offer-editor.ts';
import { Chip } from './chip.tsx';
import { goTo, OFFER_PROBLEMS_ID } from './offer-text.tsx';

/** What is wrong with the text, each with the way to its place. Said aloud when it changes. */
export function OfferProblems() {
  const problems = check.value?.problems ?? [];
  return (
    <div id={OFFER_PROBLEMS_ID} class="offer-problems" role="status" aria-busy={isChecking.value}>
      {isChecking.value ? (
        <p class="muted">{t('editor.checking')}</p>
      ) : problems.length === 0 ? (
        <Chip tone="good" icon="check" text={t('editor.inOrder')} />
      ) : (
        <Chip tone="bad" icon="alert" text={t('editor.problems', { n: problems.length })} />
      )}
      <ul>
        {problems.map(({ line, column, path, message }) => (
          <li key={`${line}:${column}:${path}:${message}`}>
            {line !== null && (
              <button type="button" class="button-quiet" onClick={() => goTo(line, column ?? 1)}>
                {t('editor.line', { line, column: column ?? 1 })}
              </button>
            )}
            {path !== '' && <code>{path}</code>}
            <pre>{message}</pre>
          </li>
        ))}
      </ul>
    </div>
  );
}
