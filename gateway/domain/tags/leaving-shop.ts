import { sigmoid } from '../statistics.ts';
import { instant, probability } from '../units.ts';
import { noCells } from './cells.ts';
import { freeUnheard } from './gate/blocking.ts';
import { type ExitOdds, exitEvidence, rateInside } from './gate/exit-evidence.ts';
import { noteStay, suspect, traitsNow } from './gate/passing.ts';
import type { GateRun } from './gate/run.ts';
import { sayExit } from './gate/say-exit.ts';
import { sendSoldOut } from './gate/sold-out.ts';
import { isOutward } from './gate/traits.ts';
import { findUnheard, judgeDeparted, type UnheardExit } from './gate/unheard.ts';
import { leftBecause } from './resting.ts';
import type { Tag } from './tag.ts';
import { beganBy, confirmPick, leave, prove, tellWay } from './travelling.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/**
 * Nats that make an exit of a pass: much at once, little after a long silence, because most of what only seemed to leave is heard
 * again within seconds. Silent seconds, nats; between two rows in proportion.
 */
const SURE_AT: readonly (readonly [seconds: number, nats: number])[] = [
  [5, 4.5],
  [20, 2.5],
  [60, 1],
];
/**
 * When a counter watches the door and nobody was counted out, so long a silence and so much more is needed: who waits inside the
 * gate looks like leaving, and goes on into the shop.
 */
const UNCOUNTED_SILENT_S = 60;
const UNCOUNTED = 1.5;
/** The silence says no more after this; then anything more probable than not was an exit, ms. */
const HOLD_MS = 90_000;
const LIKELY_AT = 0.5;
/** Below this no silence could make an exit of it. */
const HOPELESS_AT = -3.5;

/** Forgets where a tag that is no longer in the shop used to rest. */
export const forgetPlace = (world: TagWorld, tag: Tag): void => {
  placeAt(world, tag, null, null);
  tag.trip = null;
  tag.gate = null;
  tag.cells = noCells;
  tag.primary = 0;
  tag.comeback = null;
  world.atGate.delete(tag);
};

const rememberPlace = (world: TagWorld, tag: Tag, at: number): void => {
  const { zone, section, cells, primary, fingerprintReads, exposure, trip } = tag;
  const rested = cells.length > 0 && trip?.arriving !== true;
  world.gate.left.set(tag.epc, {
    at,
    zone: trip?.fromZone ?? zone,
    section: trip?.fromSection ?? section,
    cells,
    primary,
    fingerprintReads,
    exposure,
    rested,
  });
};

const exit = (world: TagWorld, tag: Tag, run: GateRun, { nats, why }: ExitOdds): void => {
  const sold = world.gate.sold.get(tag.epc);
  if (sold !== undefined) world.gate.toDoor(run.last - sold.at);
  world.gate.sold.delete(tag.epc);
  if (tag.state === 'exited') {
    // It had not left the first time: it was still inside, unheard, and leaves only now.
    say(world, tag, 'item.returned', { at: run.first, zone: run.zone, confidence: sigmoid(nats), why: why.slice(0, 2) });
  } else {
    const trip = tag.trip ?? leave(world, tag, tag.llr, leftBecause(tag, 0, run.first));
    rememberPlace(world, tag, run.last);
    beganBy(trip, run.first);
    confirmPick(
      world,
      tag,
      trip,
      why.filter(({ code }) => code === 'gate-reads'),
    );
    prove(world, trip);
    tellWay(world, tag, trip, run.last, run.first);
  }
  noteStay(world, tag, run);
  sayExit(world, tag, run, 'item.exited', { confidence: sigmoid(nats), why });
  tag.state = 'exited';
  forgetPlace(world, tag);
};

const drop = (world: TagWorld, tag: Tag, run: GateRun): void => {
  if (run.suspected > 0) sayExit(world, tag, run, 'exit.withdrawn', { confidence: 1 - run.suspected, why: [] });
  noteStay(world, tag, run);
  tag.gate = null;
  world.atGate.delete(tag);
};

/** Nats that a pass needs after so many seconds of silence. */
const sureAt = (silent: number): number => {
  const after = SURE_AT.findIndex(([seconds]) => silent < seconds);
  const [from, to] = [SURE_AT[after - 1], SURE_AT[after]];
  if (to === undefined) return SURE_AT.at(-1)?.[1] ?? 0;
  if (from === undefined) return to[1];
  return from[1] + ((to[1] - from[1]) * (silent - from[0])) / (to[0] - from[0]);
};

/** Looks at one open pass: an exit, nothing, or to be looked at again. */
const decide = (world: TagWorld, tag: Tag, run: GateRun, now: number): void => {
  const { exitSilence } = world.plan.shop.settings.security;
  const up = world.uptime.upAnywhere();
  // Silence counts when somebody listened; a shop in which nothing is left to hear is given half the time again; then silence says nothing.
  const listened = up - run.upAt >= exitSilence / 2 || now - run.last >= 1.5 * exitSilence;
  if (now - run.last < exitSilence || !listened) {
    suspect(world, tag, run);
    return;
  }
  const traits = traitsNow(world, tag, run);
  const silent = Math.min(now - run.heard, up - run.upAt) / 1_000;
  const odds = exitEvidence(world.gate.odds, tag, run, traits, silent);
  const isLast = now - run.last >= HOLD_MS || odds.nats < HOPELESS_AT;
  // Who came in, or stayed inside, went out again only if somebody was counted out.
  const mayLeave = isOutward(traits) || traits.door === 'out';
  const isUncounted = traits.door === 'none';
  const waited = !isUncounted || silent >= UNCOUNTED_SILENT_S || isLast;
  const hasLeft = mayLeave && waited && odds.nats > (isLast ? LIKELY_AT : sureAt(silent)) + (isUncounted ? UNCOUNTED : 0);
  if (!hasLeft && !isLast) return;
  world.gate.await(tag.epc, run.last, run.upAt, traits);
  if (hasLeft) exit(world, tag, run, odds);
  else drop(world, tag, run);
};

/** It left although no gate heard it: with somebody who was counted out after it was heard last. */
const exitUnheard = (world: TagWorld, { tag, trip, out, atGate, confidence, why }: UnheardExit, now: number): void => {
  const at = Math.max(out.at, tag.lastRead);
  rememberPlace(world, tag, at);
  world.gate.sold.delete(tag.epc);
  beganBy(trip, at);
  confirmPick(
    world,
    tag,
    trip,
    why.filter(({ code }) => code === 'silent-since'),
  );
  const said = { at: instant(Math.round(world.base() + at)), epc: tag.epc, gtin: tag.gtin, zone: out.zone, from: tag.zone, section: null };
  world.emit({ type: 'item.exited', ...said, visit: null, confidence: probability(confidence), why });
  tag.state = 'exited';
  forgetPlace(world, tag);
  world.gate.unheard.left(tag.epc, { section: trip.fromSection, lastRead: tag.lastRead, atGate, at: out.at }, now);
};

/** An item that is given up: true when it went with others, out of the door. */
export const exitDeparted = (world: TagWorld, tag: Tag, now: number): boolean => {
  const left = judgeDeparted(world, tag, now);
  if (left !== null) exitUnheard(world, left, now);
  return left !== null;
};

/** Looks at the open passes at `now`, and learns from those that were decided a minute ago. */
export const decideExits = (world: TagWorld, now: number): void => {
  for (const tag of [...world.atGate]) {
    if (tag.gate === null) world.atGate.delete(tag);
    else decide(world, tag, tag.gate, now);
  }
  freeUnheard(world, now);
  sendSoldOut(world, now, forgetPlace);
  for (const left of findUnheard(world, now)) exitUnheard(world, left, now);
  world.gate.learn(now, world.uptime.upAnywhere(), (epc) => world.tags.get(epc), rateInside);
  world.gate.forgetOld(now);
};
