import type { VisitId } from '../ids.ts';
import { clip } from '../statistics.ts';
import type { Passage } from './door-goods.ts';
import type { StayLaw } from './stay-law.ts';
import type { Visit } from './visit.ts';

/** Some people who left together, and what left with them. */
export interface Group {
  readonly people: number;
  readonly from: number;
  readonly at: number;
  readonly goods: readonly Passage[];
}

/** What else is known when a group is matched with visits. */
export interface LeavingContext {
  readonly stays: StayLaw;
  /** How long after coming in people take up the first of what they leave with. */
  readonly leads: StayLaw;
  /** Name of the law of stays at this time of the day. */
  readonly dayPart: string;
  /** True when it was last known to be at the till or the door, which is on the way out. */
  isOnTheWayOut(visit: Visit): boolean;
  /** How many things custody believes it to hold still, after the group left. */
  holds(visit: VisitId): number;
  /** True for a visit with a card, of which custody knows where it was. */
  hasReasons(visit: VisitId): boolean;
  /** Share of cards that leave and are heard at the door, 0..1. */
  readonly heardAtDoor: number;
}

/** Cards and goods are heard this long before and after the counter speaks. */
export const AT_DOOR_MS = 7_000;
/** Long enough ago for anybody to have walked from anywhere to the door. */
const WALK_MS = 15_000;
const ON_THE_WAY_MS = 60_000;
/** A card shown at the door so soon after its owner was counted was shown on the way in. */
const STILL_COMING_MS = 45_000;
const JUST_PAID_MS = 25_000;
const CARD_AT_DOOR = 4;
const STILL_INSIDE = -4;
const ON_THE_WAY = 1.5;
const JUST_PAID = 3;
/** The time of a pick is right, give or take some seconds. */
const PICK_TRUST = 0.97;
const HOLDER = 3;
const OTHER_HOLDER = -1.5;
const KEEPS_GOODS = -0.7;
const GOODS_LIMIT = 5;

/** Name of the law of stays of people who leave with goods, or without. */
export const stayKind = (dayPart: string, withGoods: boolean): string => `${dayPart}${withGoods ? '+' : '-'}`;

/** What one thing that left says of a visit: custody has reasons to believe that this one holds it, or another; nats. */
const holderNats = (visit: Visit, { holder, confidence }: Passage, { hasReasons }: LeavingContext): number => {
  // Of people without a card custody knows hardly more than when they came, and that is judged here.
  if (holder === null || !hasReasons(holder.visit)) return 0;
  // What may not have left at all says as much less.
  const sure = Math.max(0, 2 * confidence - 1);
  return sure * holder.confidence * (holder.visit === visit.id ? HOLDER : OTHER_HOLDER);
};

/** Things in one bag say the same again and again: their reasons count less than they add up to. */
const goodsNats = (visit: Visit, { goods }: Group, context: LeavingContext): number => {
  const sum = goods.reduce((nats, passage) => nats + holderNats(visit, passage, context), 0);
  return goods.length === 0 ? 0 : clip(sum / Math.sqrt(goods.length), -GOODS_LIMIT, GOODS_LIMIT);
};

/** What was taken up first of that which left; null when that of nothing is known. */
export const firstTaken = (goods: readonly Passage[]): { readonly at: number; readonly confidence: number } | null => {
  let first: { readonly at: number; readonly confidence: number } | null = null;
  for (const { picked, confidence } of goods)
    if (picked !== null && (first === null || picked < first.at)) first = { at: picked, confidence };
  return first;
};

/**
 * Log density of having come when the visit did, per second: by how long after it the first of the goods was taken up, which tells
 * more than the whole stay and leaves nothing of it to tell; else, or where that is not to be believed, by the length of the stay.
 */
const cameThen = (visit: Visit, { at, goods }: Group, { stays, leads, dayPart }: LeavingContext): number => {
  const byLength = stays.ends(stayKind(dayPart, goods.length > 0), (at - visit.opened) / 1_000);
  const first = firstTaken(goods);
  if (first === null) return byLength;
  const trust = PICK_TRUST * first.confidence;
  const byLead = leads.ends('', (first.at - visit.opened) / 1_000);
  return Math.log(trust * Math.exp(byLead) + (1 - trust) * Math.exp(byLength));
};

/** What the card of a visit says. A card that never answered an antenna says nothing by its silence. */
const cardNats = (visit: Visit, { at, from }: Group, { heardAtDoor, isOnTheWayOut }: LeavingContext): number => {
  if (visit.visitor === null) return 0;
  if (visit.cardAtDoor !== null && visit.cardAtDoor >= from - AT_DOOR_MS && visit.cardAtDoor <= at + AT_DOOR_MS) return CARD_AT_DOOR;
  const unheard = visit.answersRadio ? Math.log(1 - heardAtDoor) : 0;
  const isInside = visit.zoneBy === 'card' && at - visit.zoneAt < WALK_MS && at - visit.zoneAt > -1_000 && !isOnTheWayOut(visit);
  return unheard + (isInside ? STILL_INSIDE / 2 : 0);
};

const wasInside = ({ zoneBy, zoneAt, opened }: Visit): boolean => zoneBy !== 'door' && zoneAt - opened > STILL_COMING_MS;

/** How well a visit fits a group that left, nats; -Infinity when it cannot be. The number of people is judged apart. */
export const leavingScore = (visit: Visit, group: Group, context: LeavingContext): number => {
  if (visit.firstPick !== null && visit.firstPick > group.at) return Number.NEGATIVE_INFINITY;
  const came = cameThen(visit, group, context);
  const sinceSeen = group.at - visit.zoneAt;
  const isOnItsWay = wasInside(visit) && sinceSeen < ON_THE_WAY_MS && sinceSeen > -AT_DOOR_MS && context.isOnTheWayOut(visit);
  const wayOut = !isOnItsWay ? 0 : sinceSeen < JUST_PAID_MS ? JUST_PAID : ON_THE_WAY;
  // Seen elsewhere after these people had gone: it is not them.
  const wasSeenSince = visit.zoneBy === 'card' && sinceSeen < -AT_DOOR_MS && !context.isOnTheWayOut(visit) ? 2 * STILL_INSIDE : 0;
  const held = goodsNats(visit, group, context);
  const isWithItem = visit.visitor !== null && visit.exitSeen !== null && Math.abs(visit.exitSeen - group.at) < AT_DOOR_MS;
  const goods = isWithItem ? Math.max(held, HOLDER) : held;
  const keeps = KEEPS_GOODS * Math.min(3, context.holds(visit.id));
  return came + goods + keeps + cardNats(visit, group, context) + wayOut + wasSeenSince;
};

/** What a group's goods say of a visit, nats: how much better it fits them than people of whom nothing was heard. */
export const goodsScore = (visit: Visit, group: Group, context: LeavingContext): number =>
  cameThen(visit, group, context) + goodsNats(visit, group, context);
