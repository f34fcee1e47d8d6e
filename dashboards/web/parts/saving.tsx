import type { ComponentChildren } from 'preact';
import { t } from '../i18n/translate.ts';
import { Chip } from './chip.tsx';

interface ToolsProps {
  readonly isChanged: boolean;
  readonly canSave: boolean;
  readonly load: () => void;
  readonly save: () => void;
}

/** The buttons of a page that writes a file of the shop: give up what was changed, save it. */
export function SavingTools({ isChanged, canSave, load, save }: ToolsProps) {
  return (
    <>
      {isChanged && (
        <button type="button" class="button-quiet" onClick={load}>
          {t('editor.giveUp')}
        </button>
      )}
      <button type="button" class="button" disabled={!canSave} onClick={save}>
        {t('editor.save')}
      </button>
    </>
  );
}

interface StateProps {
  readonly failed: { readonly detail: string; readonly next: string } | null;
  /** Somebody else saved since the file was read. */
  readonly isOutdated: boolean;
  readonly isSaved: boolean;
  readonly load: () => void;
  /** Why nothing can be saved. */
  readonly note?: string | null;
  /** What else is to be said of the file. */
  readonly children?: ComponentChildren;
}

/** What became of the last save, and why nothing can be saved. */
export function SavingState({ failed, isOutdated, isSaved, load, note = null, children }: StateProps) {
  return (
    <>
      {failed !== null && (
        <div class="page-problem" role="alert">
          <p>
            {isOutdated ? t('editor.outdated') : `${t('app.failed')} ${failed.detail}`} {failed.next}
          </p>
          {isOutdated && (
            <button type="button" class="button-quiet" onClick={load}>
              {t('editor.loadAgain')}
            </button>
          )}
        </div>
      )}
      {note !== null && <p class="page-note">{note}</p>}
      <div role="status" class="page-said">
        {isSaved && <Chip tone="good" icon="check" text={t('editor.saved')} />}
        {children}
      </div>
    </>
  );
}
