import type { AntennaPlace } from '../../floor-plan.ts';
import { sigmoid } from '../../statistics.ts';
import { meanIn, readsIn, rowOf } from '../cells.ts';
import type { Tag } from '../tag.ts';
import type { TagWorld } from '../world.ts';
import { isBlocked, restsAtGate } from './blocking.ts';
import { exitEvidence } from './exit-evidence.ts';
import { addGateRead, addInsideRead, type GateRun, RUN_GAP_MS } from './run.ts';
import { sayExit } from './say-exit.ts';
import { isOutward, traitsOf } from './traits.ts';

/** A read must be stronger than usual by this much, and by so many deviations of the neighbours, to be no usual one. */
const UNUSUAL_DB = 8;
const UNUSUAL_SDS = 2.5;
/** The same for goods that have been picked, and were perhaps not. */
const ON_ITS_WAY_DB = 4;
/** Reads by which an antenna knows what it hears of a tag, and of the goods of a section, at rest. */
const KNOWN_READS = 3;
const NEIGHBOUR_READS = 20;
/** Share of the reads of a section that this antenna must hear for it to be usual. */
const NEIGHBOUR_SHARE = 0.011;
/** Nats from which a pass towards the street is suspicious before the silence that follows can be heard. */
const SUSPECT_AT = 2;

/** True for reads that a tag at rest, or its neighbours, give at this gate antenna anyway: they are no pass. */
const isExplained = ({ groups }: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null): boolean => {
  const row = rowOf(tag.cells, antenna.index);
  const isKnown = readsIn(tag.cells, row) >= KNOWN_READS;
  const onItsWay = tag.trip !== null && !tag.trip.tentative;
  if (rssi === null) return !onItsWay && isKnown;
  if (isKnown) return rssi < meanIn(tag.cells, row) + (onItsWay ? ON_ITS_WAY_DB : UNUSUAL_DB);
  if (tag.trip?.arriving === true) return false;
  const group = groups.cell(antenna.index, tag.group);
  const heard = group.reads >= NEIGHBOUR_READS && groups.share(antenna.index, tag.group) > NEIGHBOUR_SHARE;
  return heard && rssi < group.mean + Math.max(onItsWay ? 0 : UNUSUAL_DB, UNUSUAL_SDS * Math.sqrt(group.variance));
};

/** The sold are paid for; what the counter sees is asked anew each time, because counters speak late. */
export const traitsNow = (world: TagWorld, tag: Tag, run: GateRun) =>
  traitsOf(world.plan, tag, run, world.door(run.zone, world.base() + run.last), world.gate.sold.has(tag.epc));

/** Says at once that somebody seems to leave with an item; the shop takes it back when it is heard inside. */
export const suspect = (world: TagWorld, tag: Tag, run: GateRun): void => {
  if (run.suspected > 0) return;
  const traits = traitsNow(world, tag, run);
  // Who waits inside the gate is read as one who leaves: where a counter watches, somebody must have crossed.
  if (!isOutward(traits) || traits.door === 'none') return;
  const { nats, why } = exitEvidence(world.gate.odds, tag, run, traits, 0);
  if (nats <= SUSPECT_AT) return;
  run.suspected = sigmoid(nats);
  sayExit(world, tag, run, 'exit.suspected', { confidence: run.suspected, why });
};

/** Remembers when a pass ended: one that follows soon belongs to the same stay near the gate. */
export const noteStay = (world: TagWorld, tag: Tag, { since, before, last }: GateRun): void => {
  world.gate.stays.delete(tag.epc);
  world.gate.stays.set(tag.epc, { since, before, last });
};

/** A pass that begins anew proves that the one before it led nowhere. */
const supersede = (world: TagWorld, tag: Tag, run: GateRun): void => {
  if (run.suspected > 0) sayExit(world, tag, run, 'exit.withdrawn', { confidence: 1 - run.suspected, why: [] });
  world.gate.odds.learn(traitsNow(world, tag, run), false);
  noteStay(world, tag, run);
};

/** Takes a believed read into the tag's pass through the gate, or as a sign that it is still inside. O(1). */
export const watchGate = (world: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  const gate = world.gate.gates[antenna.index] ?? null;
  const present = tag.gate;
  if (gate === null) {
    if (present !== null) addInsideRead(present, at, world.uptime.upAnywhere());
    return;
  }
  const margin = world.gate.levels.margin(antenna.index, rssi);
  if (isBlocked(world, tag, rssi, at)) return;
  if (isExplained(world, tag, antenna, rssi)) {
    restsAtGate(world, tag, antenna, { rssi, margin, at });
    if (present !== null) addInsideRead(present, at, world.uptime.upAnywhere());
    return;
  }
  if (present !== null && at - present.last > RUN_GAP_MS) supersede(world, tag, present);
  tag.gate = addGateRead(present, { gate, antenna, rssi, margin, at }, world.uptime.upAnywhere(), world.gate.stays.get(tag.epc));
  world.atGate.add(tag);
  if (antenna.kind !== 'portal-inner') suspect(world, tag, tag.gate);
};
