import type { Evidence } from '../../events.ts';
import type { SectionId } from '../../ids.ts';
import { rounded, sigmoid } from '../../statistics.ts';
import { listCells } from '../cells.ts';
import { isYoung, readRate, silenceEvidence } from '../fingerprint.ts';
import { isGate } from '../gate.ts';
import { leftBecause } from '../resting.ts';
import type { Tag, Trip } from '../tag.ts';
import { leave } from '../travelling.ts';
import type { TagWorld } from '../world.ts';
import type { DoorOut } from './door-outs.ts';
import { rateInside } from './exit-evidence.ts';
import type { LeftUnheard } from './unheard-pool.ts';

/** The unheard are looked at so often, and not before they were silent for so long, ms. */
const LOOK_EVERY_MS = 5_000;
const SILENT_MS = 60_000;
/** Somebody may stand before a shelf for as long: what nobody was told of is believed only after this, ms. */
const DOUBTED_MS = 110_000;
/** Counters and readers speak of somebody who leaves within this time of each other, ms. */
const TOGETHER_MS = 4_500;
/** From the last read to the door: hardly less than the one, and the longer the less probable, ms. */
const WALK_MS = 8_000;
const LINGER_MS = 60_000;
/** Goods in a hand or a bag may be heard this seldom, reads per second, however well their shelf hears them. */
const HAND_RATE = 0.06;
const AT_GATE_MS = 4_000;
/** Share of those who are still heard at the gate but leave only later. */
const LINGERS = 0.05;
/** Most of what falls silent in a hand or a bag is heard again inside, nats. */
const LEFT_USUALLY = -1;
/** It was last heard at the gate, nats. */
const AT_GATE_NATS = 1.5;
/** Goods of one section that fall silent together were taken by one person: nats for each, so many at most, and how near in time, ms. */
const COMPANION_NATS = 0.7;
const COMPANIONS = 3;
const COMPANION_MS = 45_000;
/** A told pick is no doubt any more, nats. */
const TOLD_NATS = 4;
/** Shapes of the gamma mixes of read rates at rest and in hands. */
const REST_SHAPE = 2.5;
const HAND_SHAPE = 1.5;
const MOST_SILENCE = 6;
/** Nats from which the silence of an item is its exit. */
const SURE_AT = 2;

/** An item that left unheard, and when. */
export interface UnheardExit {
  readonly tag: Tag;
  readonly trip: Trip;
  readonly out: DoorOut;
  readonly atGate: boolean;
  readonly confidence: number;
  readonly why: readonly Evidence[];
}

const silenceNats = (shape: number, missed: number): number => Math.min(MOST_SILENCE, shape * Math.log(1 + missed / shape));

interface Silent {
  readonly tag: Tag;
  readonly trip: Trip;
  /** Seconds of proven listening without a read of it. */
  readonly seconds: number;
}

/** A section of which so little is heard is hidden, not empty; and how long is listened for it, ms. */
const HIDDEN = 0.6;
const LISTENED_MS = 30_000;
const EXPECTED_READS = 2;
const STANDS_MS = 300_000;

/** True while the goods that rest in a section are heard much less than usual: somebody stands before them, or its antenna is out. */
const isHidden = (world: TagWorld, section: SectionId | null, now: number): boolean => {
  let heard = 0;
  let expected = 0;
  for (const tag of (section === null ? undefined : world.members.get(section)) ?? []) {
    // Nobody stands there for so long: what is silent since is no witness, it may be what was taken.
    if (tag.trip !== null && (!tag.trip.tentative || now - tag.lastRead > STANDS_MS)) continue;
    const sure = 1 - Math.exp((-readRate(tag) * LISTENED_MS) / 1_000);
    expected += sure;
    if (now - tag.lastRead < LISTENED_MS) heard++;
  }
  return expected >= EXPECTED_READS && heard < HIDDEN * expected;
};

/** Which of its antennas heard the tag last is one at a gate. */
const wasAtGate = (world: TagWorld, { lastRead, cells }: Tag, trip: Trip): boolean => {
  const heardLast = [
    ...trip.cells.map(({ antenna, last }) => ({ antenna, last })),
    ...listCells(cells).map(({ antenna, at }) => ({ antenna, last: at })),
  ];
  return heardLast.some(({ antenna, last }) => {
    const place = world.plan.antennas[antenna];
    return lastRead - last < AT_GATE_MS && place !== undefined && isGate(place);
  });
};

/** How well an `out` fits items that were heard last at `last`. */
const fits = (out: DoorOut, last: number, atGate: boolean): number => {
  const after = out.at - last;
  const leaves = Math.exp(-Math.max(0, after) / LINGER_MS) * (0.1 + 1 - Math.exp(-((Math.max(0, after) / WALK_MS) ** 2)));
  return out.people * (atGate ? Math.exp(-Math.abs(after) / AT_GATE_MS) + LINGERS * leaves : leaves);
};

/** What was silent together with it, from the same section. */
const companionsOf = (world: TagWorld, silent: readonly Silent[], { tag, trip }: Silent): readonly LeftUnheard[] => {
  const { fromSection } = trip;
  if (fromSection === null) return [];
  const others = silent
    .filter((other) => other.tag !== tag)
    .map((other) => ({
      section: other.trip.fromSection,
      lastRead: other.tag.lastRead,
      atGate: wasAtGate(world, other.tag, other.trip),
      at: 0,
    }));
  return [...world.gate.unheard.lately(), ...others].filter(
    ({ section, lastRead }) => section === fromSection && Math.abs(lastRead - tag.lastRead) < COMPANION_MS,
  );
};

const judge = (world: TagWorld, all: readonly Silent[], one: Silent): UnheardExit | null => {
  const { tag, trip, seconds } = one;
  const companions = companionsOf(world, all, one);
  const own = { lastRead: tag.lastRead, atGate: wasAtGate(world, tag, trip) };
  const { lastRead: last, atGate } = companions.reduce((latest, other) => (other.lastRead > latest.lastRead ? other : latest), own);
  const went = companions.find(({ at }) => at >= tag.lastRead)?.at ?? 0;
  const outs = world.gate.outs.between(last - TOGETHER_MS, Math.min(last + 4 * LINGER_MS, last + 1_000 * seconds));
  const [out] = [...outs].sort((a, b) => Number(b.at === went) - Number(a.at === went) || fits(b, last, atGate) - fits(a, last, atGate));
  if (out === undefined) return null;
  const rate = isYoung(tag) ? rateInside(tag) : readRate(tag);
  // Either it lies where it lay, or somebody inside holds it: leaving is what remains.
  const lies = (trip.tentative ? trip.nats : TOLD_NATS) + silenceNats(REST_SHAPE, rate * seconds);
  const why: readonly Evidence[] = [
    { code: 'gate-usual', nats: LEFT_USUALLY + world.gate.unheard.usual(), facts: {} },
    { code: 'gate-reads', nats: own.atGate ? AT_GATE_NATS : 0, facts: { reads: 0, strongestDbm: 0, antennas: 0 } },
    { code: 'left-together', nats: COMPANION_NATS * Math.min(COMPANIONS, companions.length), facts: { items: companions.length } },
    {
      code: 'silent-since',
      nats: silenceNats(HAND_SHAPE, Math.min(HAND_RATE, rateInside(tag)) * seconds),
      facts: { seconds: rounded(seconds) },
    },
  ];
  const held = why.reduce((sum, { nats }) => sum + nats, 0);
  const nats = -Math.log(Math.exp(-lies) + Math.exp(-held));
  if (nats < SURE_AT) return null;
  return { tag, trip, out, atGate: own.atGate, confidence: sigmoid(nats), why: why.filter((e) => e.nats !== 0) };
};

/** Each of its neighbours that fell silent with it says that it is no chance; and how many there must be. */
const SILENT_TOGETHER_NATS = 1.5;
const LEAST_TOGETHER = 2;

/**
 * An item that is given up, after minutes without a read, has left with somebody when neighbours of its section fell silent with it and a
 * counter saw people go then: seldom-heard goods in one shielded bag. Null when nothing says so.
 */
export const judgeDeparted = (world: TagWorld, tag: Tag, now: number): UnheardExit | null => {
  const { section } = tag;
  if (section === null || tag.trip !== null || world.gate.sold.has(tag.epc)) return null;
  const silent = now - tag.lastRead;
  const fellSilent = (other: Tag): boolean =>
    other !== tag && Math.abs(other.lastRead - tag.lastRead) < COMPANION_MS && now - other.lastRead > silent - 2 * COMPANION_MS;
  const lately = world.gate.unheard
    .lately()
    .filter((left) => left.section === section && Math.abs(left.lastRead - tag.lastRead) < COMPANION_MS);
  const others = [...(world.members.get(section) ?? [])].filter(fellSilent);
  const together = lately.length + others.length;
  if (together < LEAST_TOGETHER) return null;
  const last = Math.max(tag.lastRead, ...lately.map(({ lastRead }) => lastRead), ...others.map(({ lastRead }) => lastRead));
  const went = lately.find(({ at }) => at >= tag.lastRead)?.at;
  const outs = world.gate.outs.between(last - TOGETHER_MS, last + 4 * LINGER_MS);
  const [out] = [...outs].sort((a, b) => Number(b.at === went) - Number(a.at === went) || fits(b, last, false) - fits(a, last, false));
  if (out === undefined) return null;
  const why: readonly Evidence[] = [
    { code: 'gate-usual', nats: LEFT_USUALLY + world.gate.unheard.usual(), facts: {} },
    { code: 'left-together', nats: SILENT_TOGETHER_NATS * Math.min(COMPANIONS, together), facts: { items: together } },
    { code: 'silent-since', nats: silenceEvidence(tag, silent / 1_000), facts: { seconds: rounded(silent / 1_000) } },
  ];
  const nats = tag.llr + why.reduce((sum, each) => sum + each.nats, 0);
  if (nats < SURE_AT) return null;
  const trip = leave(world, tag, tag.llr, leftBecause(tag, silent / 1_000, now));
  return { tag, trip, out, atGate: false, confidence: sigmoid(nats), why };
};

/** Items on their way, told or in doubt, that nobody hears although all readers listen. */
const silentNow = (world: TagWorld, now: number): readonly Silent[] => {
  const up = world.uptime.upAnywhere();
  const found: Silent[] = [];
  for (const tag of world.gate.unheard.all(world.tags, world.away)) {
    const { trip } = tag;
    if (trip === null || tag.gate !== null || world.gate.sold.has(tag.epc)) continue;
    const since = Math.max(tag.lastRead, world.gate.unheard.outageAt());
    const silent = Math.min(now - since, up - tag.upAt);
    if (silent >= (trip.tentative ? DOUBTED_MS : SILENT_MS) && !isHidden(world, trip.fromSection, now))
      found.push({ tag, trip, seconds: silent / 1_000 });
  }
  return found;
};

/** Every few seconds: which items have left although no gate has heard them leave. */
export const findUnheard = (world: TagWorld, now: number): readonly UnheardExit[] => {
  if (Math.floor(now / 1_000) % (LOOK_EVERY_MS / 1_000) !== 0) return [];
  world.gate.unheard.look(world.tags, world.uptime.isAnyOut(now), now);
  const silent = silentNow(world, now);
  return silent.flatMap((one) => judge(world, silent, one) ?? []);
};
