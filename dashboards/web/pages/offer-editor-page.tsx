import { useEffect } from 'preact/hooks';
import { t } from '../i18n/translate.ts';
import { Chip } from '../parts/chip.tsx';
import { OfferPreviews } from '../parts/offer-previews.tsx';
import { OfferProblems } from '../parts/offer-problems.tsx';
import { goTo, OfferText } from '../parts/offer-text.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Panel } from '../parts/panel.tsx';
import { canSave, isChanged, isOutdated, isSaved, lineOf, load, problem, save, source } from '../state/offer-editor.ts';
import { query } from '../state/place.ts';
import '../styles/offer-editor.css';

const askBeforeLeaving = (event: BeforeUnloadEvent) => {
  if (isChanged.value) event.preventDefault();
};

function Tools() {
  return (
    <>
      {isChanged.value && (
        <button type="button" class="button-quiet" onClick={() => void load()}>
          {t('editor.giveUp')}
        </button>
      )}
      <button type="button" class="button" disabled={!canSave.value} onClick={() => void save()}>
        {t('editor.save')}
      </button>
    </>
  );
}

/** What became of the last save, and whether the gateway runs what the file says. */
function State() {
  const failed = problem.value;
  return (
    <>
      {failed !== null && (
        <div class="page-problem" role="alert">
          <p>
            {isOutdated.value ? t('editor.outdated') : `${t('app.failed')} ${failed.detail}`} {failed.next}
          </p>
          {isOutdated.value && (
            <button type="button" class="button-quiet" onClick={() => void load()}>
              {t('editor.loadAgain')}
            </button>
          )}
        </div>
      )}
      <div role="status" class="offer-state">
        {isSaved.value && <Chip tone="good" icon="check" text={t('editor.saved')} />}
        {source.value?.isRunning === false && <Chip tone="warn" icon="clock" text={t('editor.restart')} />}
      </div>
    </>
  );
}

/** The offers of store.yaml as they are written, checked while they are written, with what displays would show. */
export function OfferEditorPage() {
  useEffect(() => {
    // What was written before another page was looked at is still there.
    if (!isChanged.value) void load();
    addEventListener('beforeunload', askBeforeLeaving);
    return () => removeEventListener('beforeunload', askBeforeLeaving);
  }, []);
  const isThere = source.value !== null;
  const wanted = query.value.offer;
  // Who comes from an offer finds the cursor at it.
  useEffect(() => {
    const line = isThere && wanted !== undefined ? lineOf(wanted) : null;
    if (line !== null) goTo(line, 1);
  }, [isThere, wanted]);
  return (
    <PageFrame id="offer-editor" title={t('nav.offer-editor')} picker="none" tools={<Tools />}>
      <State />
      {source.value === null ? (
        problem.value === null && <p role="status">{t('app.loading')}</p>
      ) : (
        <div class="pair">
          <Panel id="offer-source" title={source.value.file} summary={t('editor.keeps')}>
            <OfferText />
            <OfferProblems />
          </Panel>
          <Panel id="offer-previews" title={t('editor.previews')} summary={t('editor.previewsOf')}>
            <OfferPreviews />
          </Panel>
        </div>
      )}
    </PageFrame>
  );
}
