import { exact, number } from '../i18n/format.ts';
import { pick, t, tOr } from '../i18n/translate.ts';
import { choose, corner, thing, zone } from '../state/plan-choice.ts';
import {
  addCorner,
  changeZone,
  type Draft,
  type DraftPlace,
  type DraftZone,
  dropZone,
  isCrossed,
  moveCorner,
  type Point,
  putPlace,
  removeCorner,
  reshape,
} from '../state/plan-draft.ts';
import { draft, step } from '../state/plan-editor.ts';
import { startDrawing } from '../state/plan-keys.ts';
import { Chip } from './chip.tsx';
import { PlaceSign } from './plan-canvas.tsx';

const KINDS = ['entrance', 'exit', 'aisle', 'shelf', 'fitting', 'checkout', 'storage'] as const;
const kindName = (kind: string): string => tOr(`plan-editor.kind.${kind}`, kind);
/** "3.5, 7" in the page's own figures. */
const placeText = ([x, y]: Point): string => `${exact(x)}, ${exact(y)}`;

interface CoordinatesProps {
  readonly at: Point;
  readonly name: string;
  readonly put: (point: Point) => void;
}

/** A point as two numbers. */
function Coordinates({ at, name, put }: CoordinatesProps) {
  return (
    <span class="coordinates">
      {(['x', 'y'] as const).map((axis, i) => (
        <label key={axis}>
          <span aria-hidden="true">{axis}</span>
          <input
            type="number"
            step="any"
            aria-label={`${name}: ${axis}`}
            value={at[i]}
            onChange={({ currentTarget: { valueAsNumber: value } }) => {
              if (Number.isFinite(value)) put(i === 0 ? [value, at[1]] : [at[0], value]);
            }}
          />
        </label>
      ))}
    </span>
  );
}

function Corners({ shape, now }: { readonly shape: DraftZone; readonly now: Draft }) {
  return (
    <ol class="corners">
      {shape.polygon.map((at, i) => {
        const name = t('plan-editor.corner', { n: i + 1 });
        return (
          <li key={i} class={corner.value === i ? 'is-chosen' : ''}>
            <button type="button" class="button-quiet" aria-pressed={corner.value === i} onClick={() => choose({ zone: shape.id }, i)}>
              {name}
            </button>
            <Coordinates at={at} name={name} put={(to) => step(moveCorner(now, shape.id, i, to))} />
            <button
              type="button"
              class="button-quiet"
              aria-label={t('plan-editor.addAfter', { n: i + 1 })}
              onClick={() => {
                step(addCorner(now, shape.id, i));
                corner.value = i + 1;
              }}
            >
              +
            </button>
            <button
              type="button"
              class="button-quiet"
              aria-label={t('plan-editor.removeCorner', { n: i + 1 })}
              disabled={shape.polygon.length <= 3}
              onClick={() => {
                step(removeCorner(now, shape.id, i));
                corner.value = null;
              }}
            >
              −
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** What a new zone is called and for; those of the file keep theirs. */
function NewZone({ shape, now }: { readonly shape: DraftZone; readonly now: Draft }) {
  return (
    <div class="new-zone">
      <label>
        <span>{t('plan-editor.id')}</span>
        <input
          type="text"
          value={shape.id}
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          onChange={({ currentTarget: { value } }) => {
            if (value === '' || now.zones.some(({ id }) => id === value)) return;
            step(changeZone(now, shape.id, { id: value }));
            choose({ zone: value });
          }}
        />
      </label>
      {(['zh-TW', 'zh-CN', 'en'] as const).map((language) => (
        <label key={language}>
          <span>{t('plan-editor.name', { language })}</span>
          <input
            type="text"
            value={shape.name[language] ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const { [language]: _, ...others } = shape.name;
              step(changeZone(now, shape.id, { name: value === '' ? others : { ...others, [language]: value } }));
            }}
          />
        </label>
      ))}
      <label>
        <span>{t('plan-editor.kind')}</span>
        <select value={shape.kind} onChange={(event) => step(changeZone(now, shape.id, { kind: event.currentTarget.value }))}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kindName(kind)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function ZoneDetails({ shape, now }: { readonly shape: DraftZone; readonly now: Draft }) {
  const isDrawn = shape.polygon.length >= 3;
  return (
    <div class="plan-details">
      {shape.isNew && <NewZone shape={shape} now={now} />}
      {isCrossed(shape.polygon) && <Chip tone="warn" icon="alert" text={t('plan-editor.crossed')} />}
      {isDrawn && <Corners shape={shape} now={now} />}
      <div class="plan-deeds">
        <button type="button" class="button-quiet" onClick={() => startDrawing(shape.id)}>
          {t(isDrawn ? 'plan-editor.drawAnew' : 'plan-editor.drawIt')}
        </button>
        {shape.isNew ? (
          <button
            type="button"
            class="button-quiet"
            onClick={() => {
              step(dropZone(now, shape.id));
              choose({});
            }}
          >
            {t('plan-editor.drop')}
          </button>
        ) : (
          isDrawn && (
            <button type="button" class="button-quiet" onClick={() => step(reshape(now, shape.id, []))}>
              {t('plan-editor.takeOff')}
            </button>
          )
        )}
      </div>
    </div>
  );
}

/** All zones; the chosen one with its corners as numbers. */
export function ZoneList() {
  const now = draft.value;
  if (now === null) return null;
  if (now.zones.length === 0) return <p class="muted">{t('plan-editor.noZones')}</p>;
  return (
    <ul class="plan-list">
      {now.zones.map((shape) => {
        const isChosen = zone.value?.id === shape.id;
        return (
          <li key={shape.id} class={isChosen ? 'is-chosen' : ''}>
            <button
              type="button"
              class="plan-item"
              aria-pressed={isChosen}
              data-item={`zone:${shape.id}`}
              onClick={() => choose({ zone: shape.id })}
            >
              <span>{pick(shape.name, shape.id)}</span>
              <span class="muted">
                {kindName(shape.kind)} ·{' '}
                {shape.polygon.length < 3 ? t('plan-editor.notDrawn') : t('plan-editor.corners', { n: shape.polygon.length })}
              </span>
            </button>
            {isChosen && <ZoneDetails shape={shape} now={now} />}
          </li>
        );
      })}
    </ul>
  );
}

/** What a thing is called: the device, with the port of its antenna or the section it looks at. */
function placeName({ kind, device, port, name, section, key }: DraftPlace): string {
  const own = pick(name, device ?? section ?? key);
  if (kind === 'section') return `${own}: ${section}`;
  return port === null ? own : `${own} ${t('plan-editor.port', { port })}${section === null ? '' : ` · ${section}`}`;
}

function PlaceDetails({ place, now }: { readonly place: DraftPlace; readonly now: Draft }) {
  const middle: Point = [now.plan.width / 2, now.plan.height / 2];
  return (
    <div class="plan-details plan-deeds">
      {place.at === null ? (
        <button type="button" class="button-quiet" onClick={() => step(putPlace(now, place.key, middle))}>
          {t('plan-editor.place')}
        </button>
      ) : (
        <>
          <Coordinates at={place.at} name={placeName(place)} put={(to) => step(putPlace(now, place.key, to))} />
          <button type="button" class="button-quiet" onClick={() => step(putPlace(now, place.key, null))}>
            {t('plan-editor.takeOff')}
          </button>
        </>
      )}
    </div>
  );
}

/** All that has or could have a place, by kind. */
export function PlaceList() {
  const now = draft.value;
  if (now === null) return null;
  const groups = [...Map.groupBy(now.places, ({ kind }) => kind)];
  if (groups.length === 0) return <p class="muted">{t('plan-editor.noPlaces')}</p>;
  return (
    <div class="plan-groups">
      {groups.map(([kind, places]) => (
        <details key={kind} open={places.length <= 8 || places.some(({ key }) => key === thing.value?.key)}>
          <summary>
            <PlaceSign kind={kind} /> {t(`plan-editor.things.${kind}`)} <span class="muted">{number(places.length)}</span>
          </summary>
          <ul class="plan-list">
            {places.map((place) => {
              const isChosen = thing.value?.key === place.key;
              return (
                <li key={place.key} class={isChosen ? 'is-chosen' : ''}>
                  <button
                    type="button"
                    class="plan-item"
                    aria-pressed={isChosen}
                    data-item={place.key}
                    onClick={() => choose({ place: place.key })}
                  >
                    <span>{placeName(place)}</span>
                    <span class="muted">{place.at === null ? t('plan-editor.notPlaced') : placeText(place.at)}</span>
                  </button>
                  {isChosen && <PlaceDetails place={place} now={now} />}
                </li>
              );
            })}
          </ul>
        </details>
      ))}
    </div>
  );
}

/** Where what is chosen stands now, said aloud as it moves. */
export function Where() {
  const [shape, place] = [zone.value, thing.value];
  const at = shape && corner.value !== null ? shape.polygon[corner.value] : undefined;
  const text = shape
    ? `${pick(shape.name, shape.id)}${at && corner.value !== null ? `, ${t('plan-editor.corner', { n: corner.value + 1 })}: ${placeText(at)}` : ''}`
    : place
      ? `${placeName(place)}: ${place.at === null ? t('plan-editor.notPlaced') : placeText(place.at)}`
      : t('plan-editor.nothingChosen');
  return (
    <p role="status" class="plan-where">
      {text}
    </p>
  );
}
