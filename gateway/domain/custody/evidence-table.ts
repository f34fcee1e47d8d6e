import type { Evidence } from '../events.ts';
import { rounded } from '../statistics.ts';
import type { CardTrails } from './card-trails.ts';
import type { Holder } from './holders.ts';
import { type Payment, stayEnd, type Trip } from './trip.ts';
import type { ZoneLaw } from './zone-law.ts';

/** A card read this long before or after a stay still tells where its holder was. */
const AROUND_STAY_MS = 8_000;
/** Share of the sightings during a stay from which the card was with the goods, and below which it was not. */
const WITH = 0.6;
const WITHOUT = 0.3;
/** However long the way, the card's company is worth at most this much: fading and shadow last from stay to stay. */
const CARD_MOST = 7;

/** Somebody who came in after the pick cannot have picked, but picks and entries are known to this much only, ms. */
const ENTRY_GRACE_MS = 3_000;
const ENTRY_DOUBT_MS = 30_000;
const CAME_AFTER = -3;
const JUST_CAME_MS = 5_000;
const JUST_CAME = -0.8;

/** The end of a visit against the item's way through the door: the bounds of the difference in ms, and nats. */
const PASSAGES: readonly (readonly [number, number])[] = [
  [1_500, 3.5],
  [3_000, 2.5],
  [7_000, 0.5],
];
const OTHER_PASSAGE = -3.5;
/** A visit marked as leaving is the likeliest of those who could have left, and may still prove to be inside. */
const MARKED_TRUST = 0.5;
/** A head of a party crosses this much after the one before. */
const PER_HEAD_MS = 600;
/** The item left, and a visit that has not for this long is hardly the one that carried it. */
const STILL_INSIDE_MS = 20_000;
/** By then it is decided who left; until then a visit that is inside may still prove to have. */
const ENDS_DECIDED_MS = 240_000;
const NOT_MARKED = -0.5;
const STILL_INSIDE = -3;

/** What is hidden in a bag is last heard where it lay; whoever took it leaves within so long, ms, and nats. */
const VANISHED: readonly (readonly [number, number])[] = [
  [60_000, 2],
  [120_000, 0.7],
  [300_000, -1],
];
const VANISHED_LONG_BEFORE = -3;
/** It may have lain there, unheard, for so long before it was taken. */
const UNHEARD_MS = 60_000;

/** A visit's end is known to this much. */
const END_GRACE_MS = 5_000;
const ENDED_BEFORE_PUT = -4;
/** Receipts are late now and then, some by minutes. */
const ENDED_BEFORE_SALE = -3;

const RECEIPT_AND_CARD = 4;
const OTHER_CARD = -1.5;
const NO_CARD_SHOWN = -1;
const ALONE = 1.5;

/** What the table is filled from. */
export interface Witnesses {
  readonly trails: CardTrails;
  readonly law: ZoneLaw;
  readonly now: number;
  /** Nobody's end is seen at a door without a counter and without cards; then being inside still says nothing. */
  readonly endsAreSeen: boolean;
  /** When the item, and what vanished with it, was heard last where it lay; null when it did not fall silent. */
  readonly vanished: number | null;
}

/** One row of the ledger: a visit that may hold the item, and what speaks for and against it. */
export interface Row {
  readonly holder: Holder;
  readonly why: readonly Evidence[];
  readonly nats: number;
}

/** Stays in which a card was with the goods, and in which it was elsewhere: each stay is judged once, however often the card was read. */
const cardEvidence = (trip: Trip, card: string, { trails, law, now }: Witnesses): readonly Evidence[] => {
  let together = 0;
  let apart = 0;
  let here = '';
  let there = '';
  let stays = 0;
  for (let i = 0; i < trip.stays.length; i++) {
    const stay = trip.stays[i];
    if (stay === undefined) continue;
    const company = trails.company(card, stay.zone, stay.from - AROUND_STAY_MS, stayEnd(trip, i, now) + AROUND_STAY_MS);
    const all = company.here + company.elsewhere;
    if (all === 0) continue;
    const share = company.here / all;
    if (share > WITH) {
      together += law.together(stay.zone);
      here = stay.zone;
      stays++;
    } else if (share < WITHOUT) {
      apart += law.apart(stay.zone);
      there = company.other ?? there;
    }
  }
  const why: Evidence[] = [];
  if (together > 0) why.push({ code: 'card-same-zone', nats: rounded(Math.min(together, CARD_MOST)), facts: { zone: here, stays } });
  if (apart < 0) why.push({ code: 'card-elsewhere', nats: rounded(Math.max(apart, -CARD_MOST)), facts: { zone: there } });
  return why;
};

const entryEvidence = (trip: Trip, holder: Holder): Evidence | null => {
  const inside = trip.picked - holder.opened;
  const facts = { seconds: rounded(inside / 1_000) };
  if (inside < -ENTRY_GRACE_MS) return { code: 'only-just-came', nats: CAME_AFTER, facts };
  return inside < JUST_CAME_MS ? { code: 'only-just-came', nats: JUST_CAME, facts } : null;
};

/** How near in time to the item some of the party left before the others, ms; Infinity when none did. */
const partedNear = (exit: number, { parted }: Holder): number =>
  Math.min(Number.POSITIVE_INFINITY, ...parted.map((at) => Math.abs(at - exit)));

const withinPassages = (apart: number): number | null => PASSAGES.find(([within]) => apart <= within)?.[1] ?? null;

const passageEvidence = (exit: number, holder: Holder, { now, endsAreSeen }: Witnesses): Evidence | null => {
  const part = withinPassages(partedNear(exit, holder));
  if (part !== null) return { code: 'left-together', nats: part, facts: { seconds: rounded(partedNear(exit, holder) / 1_000) } };
  if (holder.ended === null) {
    if (!endsAreSeen || now - exit <= STILL_INSIDE_MS) return null;
    return { code: 'left-with-another', nats: now - exit <= ENDS_DECIDED_MS ? NOT_MARKED : STILL_INSIDE, facts: {} };
  }
  if (!holder.seenLeaving) return null;
  const apart = Math.max(0, Math.abs(holder.ended - exit) - PER_HEAD_MS * (holder.party - 1));
  const facts = { seconds: rounded(Math.abs(holder.ended - exit) / 1_000) };
  const trust = holder.isOver ? 1 : MARKED_TRUST;
  const together = withinPassages(apart);
  if (together !== null) return { code: 'left-together', nats: trust * together, facts };
  return { code: 'left-with-another', nats: trust * OTHER_PASSAGE, facts };
};

/** The item fell silent: who went soon after may have carried it out in a bag that no reader hears through. */
const vanishedEvidence = (holder: Holder, { endsAreSeen, vanished }: Witnesses): Evidence | null => {
  if (vanished === null || !endsAreSeen || (holder.ended !== null && !holder.seenLeaving)) return null;
  if (holder.ended === null) return { code: 'left-with-another', nats: NOT_MARKED, facts: {} };
  const later = holder.ended - vanished;
  const facts = { seconds: rounded(later / 1_000) };
  if (later < -END_GRACE_MS) return { code: 'left-with-another', nats: OTHER_PASSAGE, facts };
  for (const [within, nats] of VANISHED)
    if (later <= within) return { code: nats > 0 ? 'left-together' : 'left-with-another', nats, facts };
  return { code: 'left-with-another', nats: VANISHED_LONG_BEFORE, facts };
};

/** What a visit that is over cannot have done any more. */
const endedEvidence = (trip: Trip, holder: Holder): Evidence | null => {
  if (holder.ended === null) return null;
  // Of what went out of the door before it was paid the receipt is late: that says nothing of who left.
  const isLate = trip.paid !== null && trip.end?.how === 'exit' && trip.end.at < trip.paid.at;
  const soldAfter = trip.paid === null || isLate ? 0 : trip.paid.at - holder.ended;
  if (soldAfter > END_GRACE_MS) return { code: 'ended-before', nats: ENDED_BEFORE_SALE, facts: { seconds: Math.round(soldAfter / 1_000) } };
  const handled = trip.end?.how === 'put' ? trip.end.at : trip.end === null ? (trip.stays.at(-1)?.from ?? 0) : 0;
  const after = handled - holder.ended;
  if (after <= END_GRACE_MS) return null;
  return { code: 'ended-before', nats: ENDED_BEFORE_PUT, facts: { seconds: Math.round(after / 1_000) } };
};

const paymentEvidence = (paid: Payment, holder: Holder): Evidence | null => {
  if (paid.visitor !== null) {
    if (holder.visitor === paid.visitor) return { code: 'receipt-and-card', nats: RECEIPT_AND_CARD, facts: {} };
    return holder.visitor === null ? null : { code: 'other-card-paid', nats: OTHER_CARD, facts: {} };
  }
  return holder.visitor === null ? null : { code: 'other-card-paid', nats: NO_CARD_SHOWN, facts: {} };
};

/** True when the visit may have held the item at all. */
export const mayHold = (trip: Trip, holder: Holder): boolean =>
  holder.opened <= trip.picked + (trip.end?.how === 'silence' ? UNHEARD_MS : ENTRY_DOUBT_MS) &&
  (holder.ended === null || holder.ended >= trip.picked - ENTRY_GRACE_MS);

/**
 * What speaks for and against a visit holding an item, from what is known of the two alone. Nats; the table of weights follows
 * the published ledger of item trips, with the worth of a card's company learned from the shop.
 */
export const judge = (trip: Trip, holder: Holder, witnesses: Witnesses): Row => {
  const why: Evidence[] = holder.visitor === null ? [] : [...cardEvidence(trip, holder.visitor, witnesses)];
  const add = (evidence: Evidence | null): void => {
    if (evidence !== null) why.push(evidence);
  };
  // Of what only fell silent it is not known when it was taken up.
  if (trip.end?.how !== 'silence' || trip.end.at > trip.picked) add(entryEvidence(trip, holder));
  if (trip.end?.how === 'exit') add(passageEvidence(trip.end.at, holder, witnesses));
  add(vanishedEvidence(holder, witnesses));
  add(endedEvidence(trip, holder));
  if (trip.paid !== null) add(paymentEvidence(trip.paid, holder));
  const company = why.find((one) => one.code === 'card-same-zone');
  if (trip.alone && company !== undefined) add({ code: 'alone-in-zone', nats: ALONE, facts: { zone: trip.stays[0]?.zone ?? '' } });
  return { holder, why, nats: why.reduce((sum, one) => sum + one.nats, 0) };
};

const STAFF = -2;
const STAFF_WITH_BADGE = 3;
const COLLECTED = 1.5;
const logit = (p: number): number => Math.log(p / (1 - p));

/** What the odds against all visits together are made of. */
export interface Doubt {
  /** That the trip is real, by what trips of its kind proved to be. */
  readonly real: number;
  /** How many visits could hold it. */
  readonly visits: number;
  /** Names of the staff's badges in the trails. */
  readonly badges: readonly string[];
  /** It was last in a room where the staff takes things from. */
  readonly fromStaffRoom: boolean;
}

const staffNats = (trip: Trip, { badges, fromStaffRoom }: Doubt, { trails, now }: Witnesses): number => {
  let withBadge = 0;
  for (const [i, stay] of trip.stays.entries()) {
    const until = stayEnd(trip, i, now) + AROUND_STAY_MS;
    if (badges.some((badge) => trails.company(badge, stay.zone, stay.from - AROUND_STAY_MS, until).here > 0)) withBadge++;
  }
  const accompanied = trip.stays.length > 0 && withBadge / trip.stays.length > WITH ? STAFF_WITH_BADGE : 0;
  return STAFF + accompanied + (fromStaffRoom ? COLLECTED : 0);
};

/** Nats for nobody that we know of having held it: a trick of the radio, the staff, or a visit that was not noticed. */
export const judgeNobody = (trip: Trip, doubt: Doubt, witnesses: Witnesses): number => {
  const { real, visits } = doubt;
  const nobody = Math.log(Math.max(1, visits)) - logit(real);
  return Math.log(Math.exp(nobody) + Math.exp(staffNats(trip, doubt, witnesses)));
};
