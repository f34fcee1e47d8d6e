import type { FloorPlan } from '../../floor-plan.ts';
import { readsIn, rowOf } from '../cells.ts';
import { type DoorWitness, isGate } from '../gate.ts';
import type { Tag } from '../tag.ts';
import type { Traits } from './odds.ts';
import { type GateRun, readsOf } from './run.ts';

/** Nearest times of inner and outer antenna closer than this have no order, seconds. */
const TOGETHER_S = 0.4;

const directionOf = ({ directed, inner, outer, lastOuter }: GateRun): string | null => {
  if (!directed || inner.reads + outer.reads === 0) return null;
  if (outer.reads === 0) return 'inner-only';
  if (inner.reads === 0) return 'outer-only';
  const later = outer.seconds / outer.weight - inner.seconds / inner.weight;
  const order = later > TOGETHER_S ? 'outward' : later < -TOGETHER_S ? 'inward' : 'together';
  return `${order}-${lastOuter ? 'outer' : 'inner'}`;
};

/** True while nothing of a pass speaks of its coming in. */
export const isOutward = (traits: Traits): boolean =>
  traits.direction === null || traits.direction.startsWith('outward') || traits.direction.endsWith('outer');

/** How far a pass stands out over the weak reads of its antenna: in dB, because all readers agree on differences. */
const strengthOf = (side: GateRun['inner']): string => {
  if (side.reads === 0) return 'none';
  if (side.margin < 0) return 'unstated';
  if (side.margin < 4) return 'faint';
  if (side.margin < 8) return 'fair';
  return side.margin < 12 ? 'good' : 'strong';
};

/** Who walks past the gate inside the shop is near its inner antenna only; who goes through is near both. */
const balanceOf = ({ inner, outer }: GateRun): string | null => {
  if (inner.reads > 0 && inner.margin < 0) return null;
  const lead = outer.margin - inner.margin;
  if (lead < -12) return 'inner';
  if (lead < -6) return 'more-inner';
  return lead <= 10 ? 'even' : 'outer';
};

const countOf = (reads: number): string => {
  if (reads < 3) return String(reads);
  if (reads < 5) return '3-4';
  if (reads < 9) return '5-8';
  return reads < 17 ? '9-16' : '17+';
};

const lengthOf = (seconds: number): string => {
  if (seconds < 1) return '<1';
  if (seconds < 4) return '1-4';
  if (seconds < 8) return '4-8';
  if (seconds < 16) return '8-16';
  return seconds < 30 ? '16-30' : '30+';
};

/** Fewer reads by a gate antenna are no part of a resting place. */
const KNOWN_READS = 3;

const tripOf = (plan: FloorPlan, tag: Tag, run: GateRun): string => {
  const { trip } = tag;
  if (tag.state === 'exited' || tag.sold) return 'away';
  if (trip === null)
    return run.antennas.some((antenna) => readsIn(tag.cells, rowOf(tag.cells, antenna)) >= KNOWN_READS) ? 'near-gate' : 'at-rest';
  if (trip.tentative) return 'doubted';
  const heardInside = trip.cells.some(({ antenna, reads }) => {
    const place = plan.antennas[antenna];
    return reads >= 2 && place !== undefined && !isGate(place);
  });
  if (!trip.arriving || plan.antennas.every(isGate)) return 'away';
  return heardInside ? 'arriving' : 'came-in';
};

/** What a pass looks like now. `door` is what the counter saw near its end; `paid`: the item was sold in the last minutes. */
export const traitsOf = (plan: FloorPlan, tag: Tag, run: GateRun, door: DoorWitness, paid: boolean): Traits => ({
  direction: directionOf(run),
  outer: run.directed ? strengthOf(run.outer) : null,
  balance: run.directed ? balanceOf(run) : null,
  plain: run.directed ? null : strengthOf(run.plain.reads > 0 ? run.plain : run.inner.reads > 0 ? run.inner : run.outer),
  reads: countOf(readsOf(run)),
  stay: run.before > 0 ? 'again' : 'first',
  seconds: lengthOf((run.last - run.since) / 1_000),
  door: door === 'no-counter' ? null : door,
  trip: tripOf(plan, tag, run),
  paid: paid ? 'paid' : 'unpaid',
});
