import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import { clip, rounded, sigmoid } from '../statistics.ts';
import { meanIn, readsIn, rowOf, rowsIn, setReads, sumReads, withCell } from './cells.ts';
import { ANTENNAS_KEPT, fitsRest, LEFT_AT, readEvidence, readRate } from './fingerprint.ts';
import { type Rest, restingUnder } from './rest-test.ts';
import { weightOf } from './scale-steps.ts';
import { learnFingerprint, rest, restIn, sayPut } from './settling.ts';
import type { Tag, Trip } from './tag.ts';
import { addRead, beginTrip } from './trip.ts';
import { placeAt, say, type TagWorld } from './world.ts';
import type { FilteredRead } from './zone-filter.ts';

/** A read in another zone counts once unless it is so much weaker than goods that rest there, dB, and half as much again when it is hardly weaker; and how much confirms a pick. */
const BELIEVED_DB = 15;
const PLAIN_DB = 6;
const CONFIRMED = 3;
/** The receipt is printed about so long after its goods came to the till. */
const BEFORE_RECEIPT_MS = 15_000;
/** A drop of the item's weight this near to where its trip began is its own, ms, and says so much, nats. */
const WEIGHED_MS = 60_000;
const WEIGHED_NATS = 2;
/** Hardly anybody stays longer before the shelf with what was taken from it, ms. */
const LINGERS_MS = 45_000;
/** The most that reads elsewhere say, nats. */
const MOST_ELSEWHERE = 8;
/** What is on its way is soon heard elsewhere; each doubling of this is worth so many nats against it, ms. */
const SOON_MS = 60_000;
const LATE_NATS = 1;
/** A place of which so much was heard is known, ms of listening or reads. */
const KNOWN_MS = 600_000;
const KNOWN_READS = 200;
/** How much less a place says that is e times younger than that, nats. */
const YOUNG = 1.5;
/** Log-odds of having left, at most, so that a return is never far; when nobody was told yet, all is well again; when it is back. */
const MOST_DOUBT = 4;
const IN_DOUBT = -2;
const BACK_AT = -3;
/** A level so many deviations from before is another place. */
const JUMP = 3.3;
/** Reads closer than this confirm no more than one of them. */
const ONE_FADE_MS = 1_500;

/** The tag has left its resting place, as far as the radio tells; nobody is told before it is confirmed. */
export const leave = (world: TagWorld, tag: Tag, nats: number, why: Evidence[]): Trip => {
  // It left some time after all was calm last: half a usual gap later on average, three seconds at most. Single reads of goods
  // in a hand before their shelf fit by chance, so the last one that fitted is no good guess.
  const since = tag.calmAt + Math.round(Math.min(3_000, 500 / readRate(tag)));
  const trip = beginTrip(tag, since, false, nats, why);
  tag.trip = trip;
  tag.upAt = world.uptime.upAnywhere();
  return trip;
};

/**
 * Tells the shop that the item was picked, back-dated to when the trip began. `odds` are the log-odds of it, without which a
 * witness of another kind than reads (scale, gate, receipt) adds its nats to those of the trip.
 */
export const confirmPick = (world: TagWorld, tag: Tag, trip: Trip, extra: readonly Evidence[], odds = trip.nats + sum(extra)): void => {
  if (!trip.tentative) return;
  trip.tentative = false;
  tag.state = 'picked';
  world.away.add(tag);
  const step = trip.weighed ? null : world.steps.find(trip.fromSection, weightOf(world.plan, tag), -1, trip.since, WEIGHED_MS);
  if (step !== null) world.steps.close(step);
  trip.weighed ||= step !== null;
  trip.saidAt = step?.at ?? pickedAt(trip);
  say(world, tag, 'item.picked', {
    at: trip.saidAt,
    zone: trip.fromZone,
    section: trip.fromSection,
    confidence: Math.min(0.99, sigmoid(odds + (step === null ? 0 : WEIGHED_NATS))),
    why:
      step === null
        ? [...trip.why, ...extra]
        : [...trip.why, ...extra, { code: 'weight-step', nats: WEIGHED_NATS, facts: { grams: step.grams } }],
  });
};

/** It was at the door at `at`: whatever was thought of it since, it was taken up before. */
export const beganBy = (trip: Trip, at: number): void => {
  trip.since = Math.min(trip.since, at);
  trip.firstElsewhere = Math.min(trip.firstElsewhere, at);
};

/** Doubt may begin long before the item goes, behind somebody's back: it went at most so long before another zone heard it. */
const pickedAt = ({ since, firstElsewhere }: Trip): number =>
  firstElsewhere > 0 ? Math.min(firstElsewhere, Math.max(since, firstElsewhere - LINGERS_MS)) : since;

const heardElsewhere = (world: TagWorld, trip: Trip): Evidence => ({
  code: 'heard-elsewhere',
  nats: rounded(clip(world.filter.elsewhere(trip, trip.fromZone), -6, MOST_ELSEWHERE)),
  facts: { reads: trip.strong },
});

/** Confirms a tentative trip once it is heard elsewhere and its home has been silent long enough. */
export const confirmIfHeardElsewhere = (world: TagWorld, tag: Tag, trip: Trip, at: number): void => {
  if (!trip.tentative || trip.strong < CONFIRMED) return;
  const due = tag.lastHome + world.plan.shop.settings.tags.pickSilence;
  if (at < due) {
    world.wheel.schedule(tag, due);
    return;
  }
  confirmByReads(world, tag, trip, at);
};

/**
 * What the reads say against the old place: half of their sum, because reads depend on each other more than a sum admits, and less
 * of a place that was learned a short while ago.
 */
const unlikeItsPlace = (tag: Tag, trip: Trip): Evidence => ({
  code: 'unlike-its-place',
  nats: rounded(trip.nats / 2 + YOUNG * Math.log(clip(Math.max(tag.exposure / KNOWN_MS, tag.fingerprintReads / KNOWN_READS), 0.05, 1))),
  facts: {},
});

/** Goods do not walk: what the door counter says against anybody being in the shop. */
const nobodyInside = (world: TagWorld, at: number): readonly Evidence[] => {
  const nats = world.nobodyInside(world.base() + at);
  return nats === 0 ? [] : [{ code: 'nobody-inside', nats: rounded(nats), facts: {} }];
};

const sum = (why: readonly Evidence[]): number => why.reduce((nats, evidence) => nats + evidence.nats, 0);

/** Tells of a pick that the reads alone make believable. True when they do. */
const confirmByReads = (world: TagWorld, tag: Tag, trip: Trip, at: number): boolean => {
  const why = [unlikeItsPlace(tag, trip), heardElsewhere(world, trip), ...nobodyInside(world, at)];
  const nats = sum(why) - LATE_NATS * Math.log2(Math.max(1, (at - trip.since) / SOON_MS));
  const over = nats - world.doubts.bar();
  if (over <= 0) return false;
  trip.over = over;
  trip.why = trip.why.filter(({ code }) => code !== 'unlike-its-place');
  confirmPick(world, tag, trip, why, world.doubts.odds(nats));
  return true;
};

/** Something else than reads shows that a pick which reads had told was one. */
export const prove = (world: TagWorld, trip: Trip): void => {
  if (trip.over > 0) world.doubts.proved(trip.over);
  trip.over = 0;
};

/** Something proves that the item is in another zone: a till that sold it. Says what must have happened before. */
export const carriedTo = (world: TagWorld, tag: Tag, zone: ZoneId, at: number, why: Evidence[]): void => {
  if (tag.state === 'departed' || tag.state === 'exited' || tag.zone === zone) return;
  const trip = tag.trip ?? leave(world, tag, 0, []);
  confirmPick(world, tag, trip, why);
  prove(world, trip);
  const from = tag.zone;
  tag.zone = zone;
  trip.beliefs = null;
  trip.path = null;
  const came = Math.max(trip.saidAt, at - BEFORE_RECEIPT_MS);
  trip.saidAt = came;
  say(world, tag, 'item.moved', { at: came, from, section: null, confidence: 0.99, why });
};

/** The old fingerprint is back before anybody was told: nothing happened. What was heard meanwhile is learned. */
const cancel = (world: TagWorld, tag: Tag, trip: Trip, at: number): void => {
  for (const { antenna, reads, last, mean } of trip.cells) {
    const row = rowOf(tag.cells, antenna);
    if (row >= 0) setReads(tag.cells, row, readsIn(tag.cells, row) + 1);
    else if (rowsIn(tag.cells) < ANTENNAS_KEPT && reads >= 2)
      tag.cells = withCell(tag.cells, { antenna, reads, at: last, pending: 0, mean });
  }
  tag.fingerprintReads = Math.max(tag.fingerprintReads, sumReads(tag.cells));
  const calm = tag.calmAt;
  rest(world, tag, at);
  // One read that fits may be chance: it takes back what one read can say, and the beginning of the doubt is kept.
  tag.llr = IN_DOUBT;
  tag.calmAt = calm;
};

/** The tag rests under this antenna: a put when it had been picked, silence when it only arrived or never really left. */
const settle = (world: TagWorld, tag: Tag, trip: Trip, { cell: under, zone }: Rest, at: number): void => {
  if (trip.tentative && (zone === trip.fromZone || isUsualStray(world, tag, under.antenna, under.mean))) {
    learnFingerprint(tag, trip, under, at);
    rest(world, tag, at);
    return;
  }
  const why: Evidence = {
    code: 'steady-signal',
    nats: rounded(Math.log(under.steady)),
    facts: { reads: under.steady, seconds: rounded((under.last - under.steadySince) / 1_000) },
  };
  if (trip.tentative && !confirmByReads(world, tag, trip, at)) {
    // It was never picked: its radio place has changed, as it does when a shelf is turned or a door opened.
    learnFingerprint(tag, trip, under, at);
    rest(world, tag, at);
    return;
  }
  if (trip.arriving && zone !== tag.zone) {
    const came = Math.max(trip.saidAt, under.steadySince);
    say(world, tag, 'item.moved', { at: came, zone, from: tag.zone, section: null, confidence: 0.9, why: [why] });
  }
  if (!trip.arriving) tellWay(world, tag, trip, at, under.steadySince);
  restIn(world, tag, trip, { cell: under, zone }, at);
  if (!trip.arriving) sayPut(world, tag, trip, why, under.steadySince);
};

/**
 * Asks the one question the other way round: do the reads speak for the old place again? Before anybody was told of a pick it is
 * forgotten; afterwards the item is back, since the first of the reads that said so. True when the trip is over.
 */
const isBack = (world: TagWorld, tag: Tag, trip: Trip, antenna: AntennaPlace, rssi: number | null, at: number): boolean => {
  const nats = readEvidence(tag, antenna, rssi, at, world.groups, world.hearing.usualLevel(antenna.index));
  const before = tag.llr;
  trip.nats = clip(trip.nats + nats, -6, 14);
  tag.llr = clip(before + nats, -6, MOST_DOUBT);
  if (tag.llr >= LEFT_AT) trip.turnedAt = 0;
  else if (trip.turnedAt === 0) trip.turnedAt = at;
  const group = world.groups.cell(antenna.index, tag.group);
  const row = rowOf(tag.cells, antenna.index);
  if (fitsRest(tag.cells, row, rssi, world.groups.commonMode(group, at), world.groups.noise(group))) tag.lastHome = at;
  if (tag.llr > (trip.tentative ? IN_DOUBT : BACK_AT)) return false;
  if (trip.tentative) {
    cancel(world, tag, trip, at);
    return true;
  }
  tellWay(world, tag, trip, at, trip.turnedAt);
  placeAt(world, tag, trip.fromZone, trip.fromSection);
  if (trip.over > 0) world.doubts.returned(trip.over);
  const why: Evidence = { code: 'old-place-again', nats: rounded(MOST_DOUBT - tag.llr), facts: {} };
  sayPut(world, tag, trip, why, trip.turnedAt);
  rest(world, tag, at);
  return true;
};

/** How often a zone that was told was the right one at the right time, in simulated rush hours. */
const RIGHT_WHEN_SURE = 0.65;

/** Tells through which zones it has come; with `until`, when the trip ends there, the rest of its way too. */
export const tellWay = (world: TagWorld, tag: Tag, trip: Trip, at: number, until?: number): void => {
  for (const { zone, since, nats } of world.filter.told(trip, at, until)) {
    const from = tag.zone;
    if (zone === from) continue;
    tag.zone = zone;
    trip.saidAt = Math.max(trip.saidAt, since);
    const why: Evidence = { code: 'stronger-zone', nats: rounded(nats), facts: { zone } };
    say(world, tag, 'item.moved', { at: trip.saidAt, from, section: null, confidence: RIGHT_WHEN_SURE * sigmoid(nats), why: [why] });
  }
};

const follow = (world: TagWorld, tag: Tag, trip: Trip, read: FilteredRead): void => {
  world.filter.heard(trip, tag.zone, read);
  if (!trip.tentative) tellWay(world, tag, trip, read.at);
};

/** What an antenna elsewhere hears of the tag at rest anyway, or of its neighbours, says nothing of a trip. */
const isUsualStray = (world: TagWorld, tag: Tag, antenna: number, rssi: number | null): boolean => {
  const row = rowOf(tag.cells, antenna);
  if (readsIn(tag.cells, row) >= 1) return rssi === null || rssi < meanIn(tag.cells, row) + 6;
  const group = world.groups.cell(antenna, tag.group);
  return world.groups.share(antenna, tag.group) > 0.011 && (rssi === null || rssi < group.mean + 2 * Math.sqrt(group.variance));
};

/** Takes a believed read of a tag on its way. */
export const readOnTheWay = (world: TagWorld, tag: Tag, trip: Trip, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  tag.upAt = world.uptime.upAnywhere();
  if (!trip.arriving && isBack(world, tag, trip, antenna, rssi, at)) return;
  const before = trip.cells.find((c) => c.antenna === antenna.index)?.last ?? 0;
  const cell = addRead(trip, antenna.index, rssi, at, clip(JUMP * world.groups.antennaNoise(antenna.index), 5, 14));
  const elsewhere = antenna.zone !== null && antenna.zone.id !== trip.fromZone;
  const own = world.hearing.ownLevel(antenna.index);
  if (elsewhere && at - trip.strongAt >= ONE_FADE_MS && cell.level > own - BELIEVED_DB && !isUsualStray(world, tag, antenna.index, rssi)) {
    trip.strong += (rssi ?? own) >= own - PLAIN_DB ? 1.5 : 1;
    trip.strongAt = at;
    if (trip.firstElsewhere === 0) trip.firstElsewhere = at;
  }
  follow(world, tag, trip, { antenna, rssi, at, since: at - before });
  confirmIfHeardElsewhere(world, tag, trip, at);
  const under = restingUnder(world, tag, trip, at);
  if (under !== null) settle(world, tag, trip, under, at);
};
