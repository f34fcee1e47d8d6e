import { choose, corner, grid, mode, thing, zone } from './plan-choice.ts';
import { addCorner, addZone, type Draft, inside, moveCorner, moveZone, type Point, putPlace, removeCorner, reshape } from './plan-draft.ts';
import { draft, redo, step, undo } from './plan-editor.ts';

const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** How many steps an arrow goes with Shift. */
const FAST = 10;
/** One step without a grid: a centimetre, when units are metres. */
const FINE = 0.01;

const plus = ([x, y]: Point, [dx, dy]: Point): Point => [x + dx, y + dy];

/** Keys go to the drawing: the button that was pressed may be gone with what it began. */
const toDrawing = (): void => document.querySelector<SVGElement>('.plan-edit')?.focus({ preventScroll: true });

/** Begins to draw the outline of a zone: of one that is there, or of a new one. */
export function startDrawing(of: string | null): void {
  const plan = draft.value?.plan;
  if (plan === undefined) return;
  if (of === null) choose({});
  mode.value = { name: 'draw', points: [], cursor: [Math.round(plan.width / 2), Math.round(plan.height / 2)], zone: of };
  toDrawing();
}

/** Back to choosing and moving, whatever was begun. */
export function stopDrawing(): void {
  mode.value = { name: 'select' };
  toDrawing();
}

export function addPoint(point: Point): void {
  const now = mode.value;
  if (now.name === 'draw') mode.value = { ...now, points: [...now.points, point], cursor: point };
}

/** Closes the outline; fewer than three points are none. */
export function finishDrawing(): void {
  const [now, before] = [mode.value, draft.value];
  if (now.name !== 'draw' || before === null) return;
  stopDrawing();
  if (now.points.length < 3) return;
  if (now.zone !== null) {
    step(reshape(before, now.zone, now.points));
    return;
  }
  const { draft: next, id } = addZone(before, now.points);
  step(next);
  choose({ zone: id });
}

function moved(before: Draft, by: Point): Draft | null {
  const [shape, place] = [zone.value, thing.value];
  if (shape && corner.value !== null) {
    const at = shape.polygon[corner.value];
    return at ? moveCorner(before, shape.id, corner.value, plus(at, by)) : null;
  }
  if (shape) return shape.polygon.length === 0 ? null : moveZone(before, shape.id, by);
  return place?.at ? putPlace(before, place.key, plus(place.at, by)) : null;
}

function drawKey(key: string, by: Point | null): boolean {
  const [now, before] = [mode.value, draft.value];
  if (now.name !== 'draw' || before === null) return false;
  if (by) mode.value = { ...now, cursor: inside(before, plus(now.cursor, by)) };
  else if (key === 'Enter' || key === ' ') {
    const isClosed = now.points.length >= 3 && String(now.points[0]) === String(now.cursor);
    if (isClosed) finishDrawing();
    else addPoint(now.cursor);
  } else if (key === 'Backspace') mode.value = { ...now, points: now.points.slice(0, -1) };
  else if (key === 'Escape') stopDrawing();
  else return false;
  return true;
}

function shapeKey(key: string): boolean {
  const [shape, before] = [zone.value, draft.value];
  if (!shape || before === null || shape.polygon.length === 0) return false;
  const at = corner.value;
  if (key === 'Enter') {
    const after = at ?? shape.polygon.length - 1;
    step(addCorner(before, shape.id, after));
    corner.value = after + 1;
  } else if ((key === 'Delete' || key === 'Backspace') && at !== null) {
    step(removeCorner(before, shape.id, at));
    corner.value = Math.max(0, at - 1);
  } else if (key === 'n' || key === 'p') {
    const count = shape.polygon.length;
    corner.value = ((at ?? (key === 'n' ? -1 : 0)) + (key === 'n' ? 1 : count - 1)) % count;
  } else return false;
  return true;
}

/** What a key does to what is chosen or drawn; true when it did something, and the page must not scroll by it. */
export function pressed(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>): boolean {
  const { key, shiftKey } = event;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() === 'z') (shiftKey ? redo : undo)();
    else if (key.toLowerCase() === 'y') redo();
    else return false;
    return true;
  }
  const size = (grid.value || FINE) * (shiftKey ? FAST : 1);
  const way = ARROWS[key];
  const by: Point | null = way ? [way[0] * size, way[1] * size] : null;
  if (mode.value.name === 'draw') return drawKey(key, by);
  if (key === 'Escape') {
    if (corner.value !== null) corner.value = null;
    else choose({});
    return true;
  }
  if (!by) return shapeKey(key);
  const next = draft.value && moved(draft.value, by);
  if (next) step(next);
  return next !== null;
}
