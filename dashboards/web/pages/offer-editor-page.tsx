import { useEffect } from 'preact/hooks';
import { t } from '../i18n/translate.ts';
import { Chip } from '../parts/chip.tsx';
import { OfferPreviews } from '../parts/offer-previews.tsx';
import { OfferProblems } from '../parts/offer-problems.tsx';
import { goTo, OfferText } from '../parts/offer-text.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Panel } from '../parts/panel.tsx';
import { SavingState, SavingTools } from '../parts/saving.tsx';
import { canSave, isChanged, isOutdated, isSaved, lineOf, load, problem, save, source } from '../state/offer-editor.ts';
import { query } from '../state/place.ts';
import '../styles/offer-editor.css';

const askBeforeLeaving = (event: BeforeUnloadEvent) => {
  if (isChanged.value) event.preventDefault();
};

const Tools = () => <SavingTools isChanged={isChanged.value} canSave={canSave.value} load={() => void load()} save={() => void save()} />;

function State() {
  return (
    <SavingState failed={problem.value} isOutdated={isOutdated.value} isSaved={isSaved.value} load={() => void load()}>
      {source.value?.isRunning === false && <Chip tone="warn" icon="clock" text={t('editor.restart')} />}
    </SavingState>
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
