import { useSignal } from '@preact/signals';
import { exact } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { grid, mode } from '../state/plan-choice.ts';
import { type Draft, resize } from '../state/plan-draft.ts';
import { addPicture, canRedo, canUndo, draft, redo, source, step, undo } from '../state/plan-editor.ts';
import { finishDrawing, startDrawing, stopDrawing } from '../state/plan-keys.ts';

const GRIDS = [0, 0.1, 0.25, 0.5, 1] as const;

function Picture({ now }: { readonly now: Draft }) {
  const isRefused = useSignal(false);
  const isLocked = source.value?.locked !== null;
  const take = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    isRefused.value = !(await addPicture(file));
    input.value = '';
  };
  return (
    <>
      <label class="button-quiet plan-upload">
        {t(now.plan.picture === null ? 'plan-editor.addPicture' : 'plan-editor.otherPicture')}
        <input
          type="file"
          class="visually-hidden"
          accept="image/png,image/jpeg,image/webp"
          disabled={isLocked}
          onChange={(event) => void take(event.currentTarget)}
        />
      </label>
      {now.plan.picture !== null && (
        <button type="button" class="button-quiet" onClick={() => step({ ...now, plan: { ...now.plan, picture: null } })}>
          {t('plan-editor.noPicture')}
        </button>
      )}
      {isRefused.value && <span role="alert">{t('plan-editor.pictureRefused')}</span>}
    </>
  );
}

/** How large the plan is: as numbers, or from a distance between two points that somebody knows. */
function Scale({ now }: { readonly now: Draft }) {
  const all = useSignal(true);
  const state = mode.value;
  const [a, b] = state.name === 'scale' ? state.points : [];
  const long = a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0;
  if (state.name !== 'scale') {
    return (
      <button
        type="button"
        class="button-quiet"
        onClick={() => {
          mode.value = { name: 'scale', points: [] };
        }}
      >
        {t('plan-editor.scale')}
      </button>
    );
  }
  return (
    <form
      class="plan-scale"
      onSubmit={(event) => {
        event.preventDefault();
        const meant = Number(new FormData(event.currentTarget).get('distance'));
        if (long > 0 && meant > 0) step(resize(now, meant / long, all.value));
        stopDrawing();
      }}
    >
      <span>{t(long > 0 ? 'plan-editor.scaleNow' : 'plan-editor.scaleHow', { long: exact(long) })}</span>
      {long > 0 && (
        <>
          <label>
            <span>{t('plan-editor.distance')}</span> <input type="number" name="distance" min={0.01} step="any" required />
          </label>
          <label class="setting-switch">
            <input
              type="checkbox"
              checked={all.value}
              onChange={(event) => {
                all.value = event.currentTarget.checked;
              }}
            />
            {t('plan-editor.scaleAll')}
          </label>
          <button type="submit" class="button">
            {t('plan-editor.scaleDo')}
          </button>
        </>
      )}
      <button type="button" class="button-quiet" onClick={stopDrawing}>
        {t('plan-editor.cancel')}
      </button>
    </form>
  );
}

function Size({ now }: { readonly now: Draft }) {
  const put = (side: 'width' | 'height', value: number) => {
    if (value > 0) step({ ...now, plan: { ...now.plan, [side]: value } });
  };
  return (
    <span class="coordinates">
      {(['width', 'height'] as const).map((side) => (
        <label key={side}>
          <span>{t(`plan-editor.${side}`)}</span>
          <input
            type="number"
            min={0.1}
            step="any"
            value={now.plan[side]}
            onChange={(event) => put(side, event.currentTarget.valueAsNumber)}
          />
        </label>
      ))}
    </span>
  );
}

/** What can be done with the drawing as a whole. */
export function PlanTools() {
  const now = draft.value;
  const state = mode.value;
  if (now === null) return null;
  return (
    <div class="plan-tools" role="toolbar" aria-label={t('plan-editor.tools')}>
      {state.name === 'draw' ? (
        <>
          <span>{t('plan-editor.drawHow', { n: state.points.length })}</span>
          <button type="button" class="button" disabled={state.points.length < 3} onClick={finishDrawing}>
            {t('plan-editor.done')}
          </button>
          <button type="button" class="button-quiet" onClick={stopDrawing}>
            {t('plan-editor.cancel')}
          </button>
        </>
      ) : (
        <>
          <button type="button" class="button-quiet" onClick={() => startDrawing(null)}>
            {t('plan-editor.newZone')}
          </button>
          <Scale now={now} />
          <Picture now={now} />
          <Size now={now} />
        </>
      )}
      <label>
        <span class="visually-hidden">{t('plan-editor.grid')}</span>
        <select
          value={grid.value}
          onChange={(event) => {
            grid.value = Number(event.currentTarget.value);
          }}
        >
          {GRIDS.map((size) => (
            <option key={size} value={size}>
              {size === 0 ? t('plan-editor.noGrid') : t('plan-editor.gridOf', { size })}
            </option>
          ))}
        </select>
      </label>
      <button type="button" class="button-quiet" disabled={!canUndo.value} onClick={undo}>
        {t('plan-editor.undo')}
      </button>
      <button type="button" class="button-quiet" disabled={!canRedo.value} onClick={redo}>
        {t('plan-editor.redo')}
      </button>
    </div>
  );
}
