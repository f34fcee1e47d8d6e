import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import type { SectionId, ZoneId } from '../ids.ts';
import { clip, rounded, sigmoid } from '../statistics.ts';
import { ANTENNAS_KEPT, cellOf, fitsRest, readRate, SETTLED } from './fingerprint.ts';
import { Cell, type Tag, type Trip, type TripCell } from './tag.ts';
import { addRead, beginTrip, restingUnder } from './trip.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** A read in another zone that counts once, and one that counts half as much again, dBm; and how much confirms a pick. */
const BELIEVED_DBM = -75;
const PLAIN_DBM = -66;
const CONFIRMED = 3;
/** The receipt is printed about so long after its goods came to the till. */
const BEFORE_RECEIPT_MS = 15_000;
/** Two picks in three of those that the radio alone gave with five nats were right in simulated rush hours. */
const RADIO_TRUST = 0.2;
/** A pause in the hand is so much more common than a put, nats. */
const PAUSES = 2.5;
/** Nats that all evidence together must give. */
const PICKED_AT = 1.5;
/** Steady reads that fit the old place until a picked item is back there. */
const BACK_READS = 4;
const PROMPT_MS = 45_000;
/** Log-odds of having left when the old place hears a tag again before anybody was told. */
const IN_DOUBT = -2;
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

const homeSectionIn = (world: TagWorld, tag: Tag, zone: ZoneId | null, antenna: AntennaPlace | null): SectionId | null => {
  if (tag.home !== null && world.plan.sections.get(tag.home)?.zone === zone) return tag.home;
  return antenna?.section ?? null;
};

/**
 * Tells the shop that the item was picked, back-dated to when the trip began. `trust` turns nats into odds: 1 for a witness of
 * another kind (scale, gate, receipt), less for reads alone, which depend on each other more than their sum admits.
 */
export const confirmPick = (world: TagWorld, tag: Tag, trip: Trip, extra: readonly Evidence[], trust = 1): void => {
  if (!trip.tentative) return;
  trip.tentative = false;
  tag.state = 'picked';
  const nats = extra.reduce((sum, e) => sum + e.nats, trip.nats);
  say(world, tag, 'item.picked', {
    at: trip.firstElsewhere > 0 ? Math.min(trip.since, trip.firstElsewhere) : trip.since,
    zone: trip.fromZone,
    section: trip.fromSection,
    confidence: Math.min(0.99, sigmoid(trust * nats)),
    why: [...trip.why, ...extra],
  });
};

const heardElsewhere = (trip: Trip): Evidence => ({
  code: 'heard-elsewhere',
  nats: clip(trip.strong * 0.9, 0, 6),
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
  const why = [heardElsewhere(trip), ...nobodyInside(world, at)];
  if (isBelieved(trip, why)) confirmPick(world, tag, trip, why, RADIO_TRUST);
};

/** Goods do not walk: what the door counter says against anybody being in the shop. */
const nobodyInside = (world: TagWorld, at: number): readonly Evidence[] => {
  const nats = world.nobodyInside(world.base() + at);
  return nats === 0 ? [] : [{ code: 'nobody-inside', nats: rounded(nats), facts: {} }];
};

const isBelieved = (trip: Trip, why: readonly Evidence[]): boolean => why.reduce((sum, e) => sum + e.nats, trip.nats) > PICKED_AT;

/** Something proves that the item is in another zone: a till that sold it. Says what must have happened before. */
export const carriedTo = (world: TagWorld, tag: Tag, zone: ZoneId, at: number, why: Evidence[]): void => {
  if (tag.state === 'departed' || tag.state === 'exited' || tag.zone === zone) return;
  const trip = tag.trip ?? leave(world, tag, 0, []);
  confirmPick(world, tag, trip, why);
  const from = tag.zone;
  tag.zone = zone;
  trip.beliefs = null;
  const came = Math.max(trip.since, Math.min(at, at - BEFORE_RECEIPT_MS));
  say(world, tag, 'item.moved', { at: came, from, section: null, confidence: 0.99, why });
};

/** The old fingerprint is back before anybody was told: nothing happened. What was heard meanwhile is learned. */
const cancel = (world: TagWorld, tag: Tag, trip: Trip, at: number): void => {
  for (const cell of trip.cells) {
    const known = cellOf(tag, cell.antenna);
    if (known !== null) known.reads++;
    else if (tag.cells.length < ANTENNAS_KEPT && cell.reads >= 2)
      tag.cells = [...tag.cells, new Cell(cell.antenna, cell.reads, cell.mean, cell.last)];
  }
  tag.fingerprintReads = Math.max(
    tag.fingerprintReads,
    tag.cells.reduce((sum, cell) => sum + cell.reads, 0),
  );
  const calm = tag.calmAt;
  rest(world, tag, at);
  // One read that fits may be chance: it takes back what one read can say, and the beginning of the doubt is kept.
  tag.llr = IN_DOUBT;
  tag.calmAt = calm;
};

const rest = (world: TagWorld, tag: Tag, at: number): void => {
  tag.trip = null;
  tag.state = 'present';
  tag.llr = SETTLED;
  tag.lastHome = at;
  tag.calmAt = at;
  const device = world.plan.antennas[tag.cells[tag.primary]?.antenna ?? -1]?.device;
  tag.upAt = device === undefined ? 0 : world.uptime.up(device);
  // Look at it within the minute: a fresh fingerprint knows little of the usual gaps.
  world.wheel.schedule(tag, at + 60_000);
};

const learnFingerprint = (tag: Tag, trip: Trip, under: TripCell, at: number): void => {
  const heard = trip.cells.filter((cell) => at - cell.last < 60_000).slice(0, ANTENNAS_KEPT);
  tag.cells = heard.map((cell) => new Cell(cell.antenna, cell.steady, cell.mean, cell.last));
  tag.primary = Math.max(0, heard.indexOf(under));
  tag.fingerprintReads = heard.reduce((sum, cell) => sum + cell.steady, 0);
  tag.exposure = Math.max(1_000, at - Math.min(...heard.map((cell) => cell.steadySince)));
};

const sayPut = (world: TagWorld, tag: Tag, trip: Trip, why: Evidence, at: number): void => {
  say(world, tag, 'item.put', { at, from: trip.fromZone, confidence: Math.min(0.99, sigmoid(why.nats - PAUSES)), why: [why] });
};

/** The tag rests where this antenna listens, and what was heard on the trip is the beginning of its fingerprint. Says nothing. */
export const restUnder = (world: TagWorld, tag: Tag, trip: Trip, under: TripCell, at: number): void => {
  const antenna = world.plan.antennas[under.antenna] ?? null;
  const zone = antenna?.zone?.id ?? null;
  placeAt(world, tag, zone, homeSectionIn(world, tag, zone, antenna));
  learnFingerprint(tag, trip, under, at);
  rest(world, tag, at);
};

/** The tag rests under this antenna: a put when it had been picked, silence when it only arrived or never really left. */
const settle = (world: TagWorld, tag: Tag, trip: Trip, under: TripCell, at: number): void => {
  const antenna = world.plan.antennas[under.antenna] ?? null;
  const zone = antenna?.zone?.id ?? null;
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
  const against = trip.tentative ? nobodyInside(world, at) : [];
  if (trip.tentative && !isBelieved(trip, [why, ...against])) {
    // It was never picked: its radio place has changed, as it does when a shelf is turned or a door opened.
    learnFingerprint(tag, trip, under, at);
    rest(world, tag, at);
    return;
  }
  confirmPick(world, tag, trip, [why, ...against], RADIO_TRUST);
  if (trip.arriving && zone !== tag.zone) {
    say(world, tag, 'item.moved', { at: under.steadySince, zone, from: tag.zone, section: null, confidence: 0.9, why: [why] });
  }
  restUnder(world, tag, trip, under, at);
  if (!trip.arriving) sayPut(world, tag, trip, why, Math.max(under.steadySince, trip.since));
};

const noteBack = (world: TagWorld, tag: Tag, trip: Trip, antenna: AntennaPlace, rssi: number | null, at: number): boolean => {
  const cell = cellOf(tag, antenna.index);
  const fits =
    antenna.zone?.id === trip.fromZone && fitsRest(cell, rssi, world.groups.commonMode(world.groups.cell(antenna.index, tag.group), at));
  if (!fits) {
    if (!trip.tentative) trip.back = 0;
    return false;
  }
  trip.back++;
  tag.lastHome = at;
  if (trip.tentative && trip.back >= (at - trip.since < PROMPT_MS ? 1 : 2)) {
    cancel(world, tag, trip, at);
    return true;
  }
  if (trip.tentative || trip.back < BACK_READS) return false;
  placeAt(world, tag, trip.fromZone, trip.fromSection);
  sayPut(world, tag, trip, { code: 'old-place-again', nats: rounded(Math.log(BACK_READS) + 1), facts: { reads: trip.back } }, at);
  rest(world, tag, at);
  return true;
};

const follow = (world: TagWorld, tag: Tag, trip: Trip, heard: { antenna: AntennaPlace; rssi: number | null; at: number }): void => {
  const change = world.filter.heard(trip, tag.zone, heard.antenna, heard.rssi, heard.at);
  if (change === null) return;
  const from = tag.zone;
  tag.zone = change.zone;
  say(world, tag, 'item.moved', { at: change.since, from, section: null, confidence: change.confidence, why: [change.why] });
};

/** What an antenna elsewhere hears of the tag at rest anyway, or of its neighbours, says nothing of a trip. */
const isUsualStray = (world: TagWorld, tag: Tag, antenna: number, rssi: number | null): boolean => {
  const cell = cellOf(tag, antenna);
  if (cell !== null && cell.reads >= 1) return rssi === null || rssi < cell.mean + 6;
  const group = world.groups.cell(antenna, tag.group);
  const share = group.reads / Math.max(1, world.groups.total(tag.group));
  return share > 0.01 && (rssi === null || rssi < group.mean + 2 * Math.sqrt(group.variance));
};

/** Takes a believed read of a tag on its way. */
export const readOnTheWay = (world: TagWorld, tag: Tag, trip: Trip, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  tag.upAt = world.uptime.upAnywhere();
  if (!trip.arriving && noteBack(world, tag, trip, antenna, rssi, at)) return;
  const cell = addRead(trip, antenna.index, rssi, at);
  const elsewhere = antenna.zone !== null && antenna.zone.id !== trip.fromZone;
  const fresh = at - trip.strongAt >= ONE_FADE_MS;
  if (elsewhere && fresh && cell.level > BELIEVED_DBM && !isUsualStray(world, tag, antenna.index, rssi)) {
    trip.strong += (rssi ?? PLAIN_DBM) >= PLAIN_DBM ? 1.5 : 1;
    trip.strongAt = at;
    if (trip.firstElsewhere === 0) trip.firstElsewhere = at;
  }
  confirmIfHeardElsewhere(world, tag, trip, at);
  if (!trip.tentative) follow(world, tag, trip, { antenna, rssi, at });
  const under = restingUnder(tag, trip, world.plan, at);
  if (under !== null) settle(world, tag, trip, under, at);
};
