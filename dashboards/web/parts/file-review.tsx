import type { FileCheckView, SettingProblem } from '../../../gateway/http/contract-settings.ts';
import { t } from '../i18n/translate.ts';
import { Chip } from './chip.tsx';
import { FileDiff } from './file-diff.tsx';
import { Words } from './words.tsx';

/** What is wrong with a file, where, and what to do. */
export function FileProblems({ problems }: { readonly problems: readonly SettingProblem[] }) {
  const [first] = problems;
  return (
    <>
      <ul class="file-problems">
        {problems.map(({ path, line, column, message, code }) => (
          <li key={`${path}:${line}:${column}:${message}`}>
            {path !== '' && <code>{path}</code>}
            <span class="file-problem-message" lang="en">
              {message}
            </span>
            <span class="muted">
              {line === null ? '' : `${t('editor.line', { line, column: column ?? 1 })} · `}
              <code>{code}</code>
            </span>
          </li>
        ))}
      </ul>
      {first && (
        <p class="muted" lang="en">
          <Words text={first.next} />
        </p>
      )}
    </>
  );
}

interface ReviewProps {
  readonly check: FileCheckView | null;
  readonly isChecking: boolean;
}

/** The dry run: whether the changed file is in order, what is wrong, and where it differs. Said aloud when it changes. */
export function FileReview({ check, isChecking }: ReviewProps) {
  return (
    <div class="file-review">
      <div role="status" aria-busy={isChecking}>
        {isChecking || check === null ? (
          <p class="muted">{t('editor.checking')}</p>
        ) : check.problems.length === 0 ? (
          <Chip tone="good" icon="check" text={t('file.inOrder')} />
        ) : (
          <Chip tone="bad" icon="alert" text={t('editor.problems', { n: check.problems.length })} />
        )}
      </div>
      {check && <FileProblems problems={check.problems} />}
      {check && <FileDiff diff={check.diff} />}
    </div>
  );
}
