import { useRef } from 'preact/hooks';
import { exact } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { choose, corner, grid, mode, thing, zone } from '../state/plan-choice.ts';
import {
  addCorner,
  type Draft,
  type DraftPlace,
  type DraftZone,
  moveCorner,
  moveZone,
  type Point,
  putPlace,
  snapped,
} from '../state/plan-draft.ts';
import { draft, isLocked, pictureAddress, show, step } from '../state/plan-editor.ts';
import { addPoint, finishDrawing } from '../state/plan-keys.ts';
import { useWidth } from '../state/use-width.ts';
import { boxOf, wrapLabel } from './plan-geometry.ts';

const TEXT_PX = 12;
/** Corners of other zones pull from so far, in lines of text. */
const PULL = 0.6;
/** Half the width of what can be touched, in lines of text: 24 px together, as WCAG 2.5.8 wants. */
const TOUCH = 1;

type Drag = {
  readonly start: Point;
  readonly before: Draft;
  readonly move: (before: Draft, to: Point, start: Point) => Draft;
  hasMoved: boolean;
};

const pointsOf = (points: readonly Point[]): string => points.map((point) => point.join(',')).join(' ');

/** A sign for each kind of thing, in a box of 2 × 2 around 0. */
const SIGNS = {
  antenna: 'M0 -0.9L0.85 0.75H-0.85z',
  display: 'M-0.95 -0.65h1.9v1.3h-1.9z',
  counter: 'M0 -0.9L0.9 0L0 0.9L-0.9 0z',
  actuator: 'M-0.75 -0.75h1.5v1.5h-1.5z',
  device: 'M0 -0.8a0.8 0.8 0 1 0 0 1.6a0.8 0.8 0 1 0 0 -1.6z',
  section: 'M-0.9 -0.3h1.8v0.6h-1.8z',
} as const satisfies Record<DraftPlace['kind'], string>;

/** The sign as it stands on the plan, for legends and lists too. */
export function PlaceSign({ kind }: { readonly kind: DraftPlace['kind'] }) {
  return (
    <svg class={`place-sign place-${kind}`} viewBox="-1.2 -1.2 2.4 2.4" aria-hidden="true" focusable="false">
      <path d={SIGNS[kind]} />
    </svg>
  );
}

function Grid({ plan, unit }: { readonly plan: Draft['plan']; readonly unit: number }) {
  // Whole units; every fifth in a wide plan, so that lines stay apart.
  const every = unit > 0.8 ? 5 : 1;
  const lines = (most: number) => Array.from({ length: Math.floor(most / every) + 1 }, (_, i) => i * every);
  return (
    <g class="plan-grid">
      {lines(plan.width).map((x) => (
        <line key={`x${x}`} x1={x} y1={0} x2={x} y2={plan.height} />
      ))}
      {lines(plan.height).map((y) => (
        <line key={`y${y}`} x1={0} y1={y} x2={plan.width} y2={y} />
      ))}
    </g>
  );
}

function Zone({ shape, unit, isChosen }: { readonly shape: DraftZone; readonly unit: number; readonly isChosen: boolean }) {
  const box = boxOf(shape.polygon);
  const [line = ''] = wrapLabel(pick(shape.name, shape.id), Math.max(2, (box.width - unit) / unit), 1);
  return (
    <g class={isChosen ? 'edit-zone is-chosen' : 'edit-zone'}>
      <polygon points={pointsOf(shape.polygon)} data-zone={shape.id} />
      <text class="plan-name" x={box.x + unit * 0.6} y={box.y + unit * 1.35} font-size={unit}>
        {line}
      </text>
    </g>
  );
}

/** Corners of the chosen zone, and between them where another one can be pulled out. */
function Handles({ shape, unit }: { readonly shape: DraftZone; readonly unit: number }) {
  return (
    <g class="edit-handles">
      {shape.polygon.map(([x, y], i) => {
        const [nx, ny] = shape.polygon[(i + 1) % shape.polygon.length] ?? [x, y];
        return <circle key={`mid-${i}`} class="edit-mid" cx={(x + nx) / 2} cy={(y + ny) / 2} r={unit * 0.3} data-mid={i} />;
      })}
      {shape.polygon.map(([x, y], i) => (
        <g key={`corner-${i}`} class={corner.value === i ? 'edit-corner is-chosen' : 'edit-corner'}>
          <circle class="edit-touch" cx={x} cy={y} r={unit * TOUCH} data-corner={i} />
          <circle cx={x} cy={y} r={unit * 0.45} />
        </g>
      ))}
    </g>
  );
}

function Place({ place, unit, isChosen }: { readonly place: DraftPlace; readonly unit: number; readonly isChosen: boolean }) {
  if (place.at === null) return null;
  const [x, y] = place.at;
  return (
    <g class={`edit-place place-${place.kind}${isChosen ? ' is-chosen' : ''}`} transform={`translate(${x} ${y})`}>
      <circle class="edit-touch" r={unit * TOUCH} data-place={place.key} />
      <path d={SIGNS[place.kind]} transform={`scale(${unit * (isChosen ? 0.75 : 0.55)})`} />
    </g>
  );
}

/** What is being drawn or measured: its points, the line so far, and the cursor of the keyboard. */
function Work({ unit }: { readonly unit: number }) {
  const now = mode.value;
  if (now.name === 'select') return null;
  const cursor = now.name === 'draw' ? now.cursor : null;
  return (
    <g class="edit-work">
      <polyline points={pointsOf(cursor && now.points.length > 0 ? [...now.points, cursor] : now.points)} />
      {now.points.map(([x, y], i) => (
        <circle key={`${i}:${x}:${y}`} cx={x} cy={y} r={unit * 0.4} />
      ))}
      {cursor && (
        <path class="edit-cursor" d={`M${cursor[0] - unit} ${cursor[1]}h${unit * 2}M${cursor[0]} ${cursor[1] - unit}v${unit * 2}`} />
      )}
    </g>
  );
}

/** What a press on the drawing takes hold of; null for the ground. */
function holdOf(target: Element, now: Draft): { readonly draft: Draft; readonly move: Drag['move'] } | null {
  const { corner: at, mid, place, zone: id } = (target as SVGElement).dataset;
  const shape = zone.value;
  if (shape && at !== undefined) {
    corner.value = Number(at);
    return { draft: now, move: (before, to) => moveCorner(before, shape.id, Number(at), to) };
  }
  if (shape && mid !== undefined) {
    corner.value = Number(mid) + 1;
    return { draft: addCorner(now, shape.id, Number(mid)), move: (before, to) => moveCorner(before, shape.id, Number(mid) + 1, to) };
  }
  if (place !== undefined) {
    choose({ place });
    return { draft: now, move: (before, to) => putPlace(before, place, to) };
  }
  if (id === undefined) return null;
  // A zone is moved only when it was chosen before: a press that chooses must not push it about.
  const isChosen = shape?.id === id;
  choose({ zone: id }, null);
  return isChosen ? { draft: now, move: (before, to, start) => moveZone(before, id, [to[0] - start[0], to[1] - start[1]]) } : null;
}

/** The plan to draw on, by mouse, pen and finger; keys are the page's. */
export function PlanCanvas() {
  const { place, width } = useWidth(600);
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const now = draft.value;
  if (now === null) return null;
  const { plan } = now;
  const unit = (TEXT_PX * plan.width) / width;

  const pointOf = (event: PointerEvent): Point => {
    const matrix = svg.current?.getScreenCTM();
    if (!matrix) return [0, 0];
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return [x, y];
  };
  const put = (point: Point, own?: string): Point =>
    snapped(draft.value ?? now, point, grid.value, grid.value === 0 ? 0 : unit * PULL, own);

  const down = (event: PointerEvent) => {
    if (event.button !== 0 || isLocked.value) return;
    const point = pointOf(event);
    const state = mode.value;
    if (state.name === 'draw') {
      const [first] = state.points;
      const isClosed = first && state.points.length >= 3 && Math.hypot(first[0] - point[0], first[1] - point[1]) < unit * TOUCH;
      if (isClosed) finishDrawing();
      else addPoint(put(point));
      return;
    }
    if (state.name === 'scale') {
      mode.value = { name: 'scale', points: [...(state.points.length === 2 ? [] : state.points), point] };
      return;
    }
    const hold = event.target instanceof Element ? holdOf(event.target, now) : null;
    if (hold === null) {
      if (!(event.target instanceof Element && (event.target as SVGElement).dataset.zone)) choose({});
      return;
    }
    svg.current?.setPointerCapture(event.pointerId);
    drag.current = { start: put(point), before: now, move: hold.move, hasMoved: hold.draft !== now };
    if (hold.draft !== now) show(hold.draft);
    drag.current = { ...drag.current, move: (before, to, start) => hold.move(before === now ? hold.draft : before, to, start) };
  };
  const move = (event: PointerEvent) => {
    const state = mode.value;
    // Browsers tell of a mouse that lies still when the page moves under it: the cursor of the keyboard stays where it is.
    const hasMoved = event.movementX !== 0 || event.movementY !== 0;
    if (state.name === 'draw' && hasMoved) mode.value = { ...state, cursor: put(pointOf(event)) };
    const held = drag.current;
    if (!held) return;
    const to = put(pointOf(event), zone.value?.id);
    const next = held.move(held.before, to, held.start);
    if (JSON.stringify(next) === JSON.stringify(draft.value)) return;
    held.hasMoved = true;
    show(next);
  };
  const up = () => {
    const held = drag.current;
    drag.current = null;
    if (held?.hasMoved && draft.value) step(draft.value, held.before);
  };

  return (
    <div ref={place} class={`plan-drawing mode-${mode.value.name}`}>
      <svg
        ref={svg}
        class="plan plan-edit"
        viewBox={`0 0 ${plan.width} ${plan.height}`}
        tabindex={0}
        role="application"
        aria-label={t('plan-editor.drawing', { width: exact(plan.width), height: exact(plan.height) })}
        aria-describedby="plan-keys"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onDblClick={finishDrawing}
      >
        <rect class="plan-ground" width={plan.width} height={plan.height} />
        {plan.picture && (
          <image href={pictureAddress(plan.picture)} width={plan.width} height={plan.height} preserveAspectRatio="xMidYMid slice" />
        )}
        <Grid plan={plan} unit={unit} />
        {now.zones
          .filter(({ polygon, id }) => polygon.length >= 3 && id !== zone.value?.id)
          .map((shape) => (
            <Zone key={shape.id} shape={shape} unit={unit} isChosen={false} />
          ))}
        {zone.value && zone.value.polygon.length >= 3 && <Zone shape={zone.value} unit={unit} isChosen />}
        {now.places.map((each) => (
          <Place key={each.key} place={each} unit={unit} isChosen={each.key === thing.value?.key} />
        ))}
        {zone.value && mode.value.name === 'select' && <Handles shape={zone.value} unit={unit} />}
        <Work unit={unit} />
      </svg>
    </div>
  );
}
