import { useEffect } from 'preact/hooks';
import { t } from '../i18n/translate.ts';
import { Chip } from '../parts/chip.tsx';
import { FileProblems, FileReview } from '../parts/file-review.tsx';
import { PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { PlanCanvas } from '../parts/plan-canvas.tsx';
import { PlaceList, Where, ZoneList } from '../parts/plan-lists.tsx';
import { PlanTools } from '../parts/plan-tools.tsx';
import { SavingState, SavingTools } from '../parts/saving.tsx';
import { canSave, check, isChanged, isChecking, isOutdated, isSaved, load, problem, save, source } from '../state/plan-editor.ts';
import { pressed } from '../state/plan-keys.ts';
import '../styles/file-review.css';
import '../styles/plan-editor.css';

const askBeforeLeaving = (event: BeforeUnloadEvent) => {
  if (isChanged.value) event.preventDefault();
};

const Tools = () => <SavingTools isChanged={isChanged.value} canSave={canSave.value} load={() => void load()} save={() => void save()} />;

function State() {
  const locked = source.value?.locked ?? null;
  return (
    <SavingState
      failed={problem.value}
      isOutdated={isOutdated.value}
      isSaved={isSaved.value}
      load={() => void load()}
      note={locked === null ? null : t(`settings.locked.${locked}`)}
    >
      {source.value?.isRunning === false && <Chip tone="warn" icon="clock" text={t('plan-editor.restart')} />}
    </SavingState>
  );
}

/** Keys move what is chosen, wherever on the page they are pressed but in fields, and on buttons that mean something else by them. */
function onKeyDown(event: KeyboardEvent) {
  if (!(event.target instanceof HTMLElement || event.target instanceof SVGElement)) return;
  if (/^(INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(event.target.tagName)) return;
  const isButton = event.target.tagName === 'BUTTON';
  const isItem = isButton && event.target.getAttribute('aria-pressed') === 'true';
  if (isButton && (event.key === ' ' || (event.key === 'Enter' && !isItem))) return;
  if (pressed(event)) event.preventDefault();
}

function Editor() {
  const view = source.value;
  if (view === null) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the drawing and of the lists beside it come together here
    <div class="plan-editor" onKeyDown={onKeyDown}>
      <div class="plan-left">
        <Panel id="plan-drawing" title={t('plan.title')}>
          <PlanTools />
          <PlanCanvas />
          <Where />
          <p id="plan-keys" class="muted">
            {t('plan-editor.keys')}
          </p>
        </Panel>
      </div>
      <div class="plan-right">
        <Panel id="plan-zones" title={t('plan-editor.zones')}>
          <ZoneList />
        </Panel>
        <Panel id="plan-places" title={t('plan-editor.places')}>
          <PlaceList />
        </Panel>
      </div>
      <div class="plan-left">
        {view.problems.length > 0 && (
          <Panel id="plan-broken" title={t('settings.broken')}>
            <FileProblems problems={view.problems} />
          </Panel>
        )}
        <Panel id="plan-review" title={t('settings.review')}>
          {isChanged.value ? (
            <FileReview check={check.value} isChecking={isChecking.value} />
          ) : (
            <p class="muted">{t('plan-editor.noChanges')}</p>
          )}
        </Panel>
      </div>
    </div>
  );
}

/** The floor plan to draw on: picture, zones, and where everything stands; tried as it is drawn, saved into store.yaml with all comments. */
export function PlanEditorPage() {
  useEffect(() => {
    // What was drawn before another page was looked at is still there.
    if (!isChanged.value) void load();
    addEventListener('beforeunload', askBeforeLeaving);
    return () => removeEventListener('beforeunload', askBeforeLeaving);
  }, []);
  const view = source.value;
  return (
    <PageFrame id="plan-editor" title={t('nav.plan-editor')} picker="none" tools={<Tools />}>
      <State />
      {view === null ? (
        problem.value === null && <p role="status">{t('app.loading')}</p>
      ) : (
        <>
          {view.zones.length === 0 && <Empty text={t('plan-editor.empty')} />}
          <Editor />
        </>
      )}
    </PageFrame>
  );
}
