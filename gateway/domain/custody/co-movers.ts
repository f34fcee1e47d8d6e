import { clip, sigmoid } from '../statistics.ts';
import { type Stay, stayEnd, type Trip } from './trip.ts';
import type { ZoneLaw } from './zone-law.ts';

/** Two things in the same hands are heard in the same zone this often, while both are heard at all. */
const SAME_ZONE = 0.75;
/** Zones of two things are told apart in time by this, ms. */
const SLACK_MS = 12_000;
/** What neighbouring stays of two things say is not independent: the radio that misled once misleads twice. */
const INDEPENDENT = 0.5;
const LLR_MOST = 6;

const LEFT_AT_ONCE_MS = 2_500;
const LEFT_APART_MS = 10_000;
const LEFT_AT_ONCE = 2.5;
const LEFT_APART = -5;
/** Neighbours that fall silent within this time went into one bag; their last reads lie so far apart by chance. */
const VANISHED_AT_ONCE_MS = 60_000;
const SAME_RECEIPT = 5;
const OTHER_RECEIPT = -3;

/** Goods that say anything of each other's holder, at most. */
const MATES = 4;
const MATE_FROM = 0.2;

/** Another item on its way, and how probable it is in the same hands. */
export interface Mate {
  readonly trip: Trip;
  readonly together: number;
}

const endOf = (trip: Trip, now: number): number => trip.end?.at ?? now;

/** Whether `other` was in the stay's zone during it; null when nothing is known of it then. */
const accompanied = (stay: Stay, until: number, other: Trip, now: number): boolean | null => {
  let known = false;
  for (let i = other.stays.length - 1; i >= 0; i--) {
    const theirs = other.stays[i];
    if (theirs === undefined) continue;
    const ended = stayEnd(other, i, now);
    if (ended < stay.from - SLACK_MS) break;
    if (theirs.from > until + SLACK_MS) continue;
    if (theirs.zone === stay.zone) return true;
    known = true;
  }
  return known ? false : null;
};

/** Nats for `trip` having gone where `other` went, over the stays of `trip` that begin while both were on their way. */
const company = (trip: Trip, other: Trip, law: ZoneLaw, now: number): number => {
  const from = Math.max(trip.picked, other.picked) - SLACK_MS;
  const to = Math.min(endOf(trip, now), endOf(other, now));
  let nats = 0;
  for (let i = trip.stays.length - 1; i >= 0; i--) {
    const stay = trip.stays[i];
    if (stay === undefined || stay.from > to) continue;
    if (stay.from < from) break;
    const chance = law.chance(stay.zone);
    const there = accompanied(stay, stayEnd(trip, i, now), other, now);
    if (there === null) continue;
    nats += there ? Math.log(SAME_ZONE / chance) : Math.log((1 - SAME_ZONE) / (1 - chance));
  }
  return nats;
};

const vanishedTogether = (a: Trip, b: Trip): boolean =>
  a.end?.how === 'silence' && b.end?.how === 'silence' && a.end.zone === b.end.zone && Math.abs(a.end.at - b.end.at) <= VANISHED_AT_ONCE_MS;

/** Trips looked at for what went into one bag: when a reader fails, everything falls silent at once. */
const LOOKED_AT_FOR_BAG = 64;

/** What vanished together with `trip`, itself left out, among the newest trips. O(1). */
export const inOneBag = (trip: Trip, trips: readonly Trip[]): readonly Trip[] => {
  const found: Trip[] = [];
  for (let i = trips.length - 1; i >= Math.max(0, trips.length - LOOKED_AT_FOR_BAG); i--) {
    const other = trips[i];
    if (other !== undefined && other !== trip && vanishedTogether(trip, other)) found.push(other);
  }
  return found;
};

/** Until when what vanished together with `trip`, itself included, was heard where it lay: its taker was there after that. Epoch ms. */
export const vanishedBy = (trip: Trip, trips: readonly Trip[]): number =>
  inOneBag(trip, trips).reduce((last, { end }) => Math.max(last, end?.at ?? 0), trip.end?.at ?? 0);

const leaving = (a: Trip, b: Trip): number => {
  if (vanishedTogether(a, b)) return LEFT_AT_ONCE;
  const aLeft = a.end?.how === 'exit' ? a.end.at : null;
  const bLeft = b.end?.how === 'exit' ? b.end.at : null;
  if (aLeft !== null && bLeft !== null) {
    const apart = Math.abs(aLeft - bLeft);
    return apart <= LEFT_AT_ONCE_MS ? LEFT_AT_ONCE : apart > LEFT_APART_MS ? LEFT_APART : 0;
  }
  // The one is out, the other was heard on its way inside afterwards.
  const staysBehind = (left: number | null, other: Trip): boolean =>
    left !== null && (other.stays.at(-1)?.from ?? 0) > left + LEFT_APART_MS;
  return staysBehind(aLeft, b) || staysBehind(bLeft, a) ? LEFT_APART : 0;
};

const receipts = (a: Trip, b: Trip): number => {
  if (a.paid === null || b.paid === null) return 0;
  return a.paid.sale === b.paid.sale ? SAME_RECEIPT : OTHER_RECEIPT;
};

const overlap = (a: Trip, b: Trip, now: number): boolean =>
  vanishedTogether(a, b) || (a.picked <= endOf(b, now) + SLACK_MS && b.picked <= endOf(a, now) + SLACK_MS);

/** Probability that two items on their way are in the same hands, among `people` who could carry them. */
const sameHands = (a: Trip, b: Trip, law: ZoneLaw, people: number, now: number): number => {
  const ways = INDEPENDENT * (company(a, b, law, now) + company(b, a, law, now));
  return sigmoid(clip(ways, -LLR_MOST, LLR_MOST) + leaving(a, b) + receipts(a, b) - Math.log(Math.max(2, people)));
};

/** Goods looked at closely for each item, at most; the newest trips first. */
const LOOKED_AT = 16;

const sameSale = (a: Trip, b: Trip): boolean => a.paid !== null && b.paid?.sale === a.paid.sale;

/** A quick look at what could speak for the same hands at all: one receipt, one moment at the gate, or one zone now. O(1). */
const mayBeTogether = (a: Trip, b: Trip): boolean => {
  if (sameSale(a, b) || vanishedTogether(a, b)) return true;
  if (a.end?.how === 'exit' && b.end?.how === 'exit') return Math.abs(a.end.at - b.end.at) <= LEFT_APART_MS;
  const here = a.stays.at(-1);
  const there = b.stays.at(-1);
  return here !== undefined && here.zone === there?.zone && here.from <= there.to + SLACK_MS && there.from <= here.to + SLACK_MS;
};

/** The goods most probably in the same hands as `trip`, the surest first. O(trips), and O(stays) for the newest few that may be. */
export const matesOf = (trip: Trip, trips: readonly Trip[], law: ZoneLaw, people: number, now: number): readonly Mate[] => {
  const mates: Mate[] = [];
  let left = LOOKED_AT;
  for (let i = trips.length - 1; i >= 0 && left > 0; i--) {
    const other = trips[i];
    if (other === undefined || other === trip || other.beliefs.length === 0 || !mayBeTogether(trip, other) || !overlap(trip, other, now))
      continue;
    left--;
    const together = sameHands(trip, other, law, people, now);
    if (together > MATE_FROM) mates.push({ trip: other, together });
  }
  return mates.sort((a, b) => b.together - a.together || a.trip.serial - b.trip.serial).slice(0, MATES);
};
