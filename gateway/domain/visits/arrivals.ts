import { assign } from '../assignment.ts';
import type { VisitorId, ZoneId } from '../ids.ts';
import { type Instant, instant } from '../units.ts';
import { addCrossing, type Burst } from './bursts.ts';
import { claimInside } from './card-claims.ts';
import type { GapLaw } from './gap-law.ts';
import type { CardPlace, LagLaw } from './lag-law.ts';
import type { Roll } from './roll.ts';
import type { Visit } from './visit.ts';

/** A card that belongs to people who are still being counted. */
interface WaitingCard {
  readonly visitor: VisitorId;
  readonly at: Instant;
  readonly place: CardPlace;
}

interface Coming extends Burst {
  readonly cards: WaitingCard[];
}

/** A visit that a card opened before the counter saw anybody. */
interface Uncounted {
  readonly visit: Visit;
  readonly place: CardPlace;
}

export interface SavedArrivals {
  readonly coming: readonly Coming[];
  readonly uncounted: readonly { readonly visit: Visit['id']; readonly place: CardPlace }[];
  readonly lastIn: number;
}

/** A card seen for the first time. */
interface NewCard {
  readonly visitor: VisitorId;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly zone: ZoneId | null;
  /** What learns its own lag: the antenna or reader that saw it. */
  readonly place: CardPlace;
  readonly isPortal: boolean;
  readonly isAtDoor: boolean;
}

export interface ArrivalOptions {
  readonly roll: Roll;
  readonly gaps: GapLaw;
  readonly lags: LagLaw;
  /** A card at the door belongs to people counted within this time of it, ms. */
  readonly cardToCounter: number;
  /** A card first seen inside belongs to people counted within this time before it, ms. */
  readonly lateClaim: number;
  readonly hasCounter: boolean;
  /** People whom no counter saw come. */
  uncounted(people: number, at: number): void;
  /** Share of people that the counters miss. */
  missRate(): number;
  /** How many of those who came from `from` to `to` were staff, by their badges. */
  staff(from: number, to: number): number;
}

/** A card first seen inside came in about this long ago. */
const CAME_IN_BEFORE_MS = 12_000;

/** How visits begin: parties by the counter's gaps, and the cards that belong to them. */
export interface Arrivals {
  counted(zone: ZoneId, people: number, at: Instant): void;
  /** The visit of a card seen for the first time; null while its people are still being counted. */
  come(card: NewCard): Visit | null;
  /** True while the card waits for its people to be counted. */
  isWaiting(visitor: VisitorId): boolean;
  /** Opens the visits of those who have come. */
  settle(now: Instant): void;
  save(): SavedArrivals;
}

export const createArrivals = (options: ArrivalOptions, saved?: SavedArrivals): Arrivals => {
  const { roll, gaps, lags, cardToCounter, hasCounter } = options;
  const coming: Coming[] = (saved?.coming ?? []).map((burst) => ({ ...burst, times: [...burst.times], cards: [...burst.cards] }));
  let uncounted: readonly Uncounted[] = (saved?.uncounted ?? []).flatMap(({ visit, place }) => {
    const open = roll.open.get(visit);
    return open === undefined ? [] : [{ visit: open, place }];
  });
  let lastIn = saved?.lastIn ?? 0;

  /** The card visits that belong to a burst, at most as many as it has people: paired with all bursts that come just now. */
  const expected = (burst: Coming, room: number): readonly Uncounted[] => {
    const near = uncounted.filter(({ visit }) => Math.abs(burst.first - visit.opened) <= cardToCounter).slice(0, 10);
    if (near.length === 0 || room <= 0) return [];
    const bursts = [burst, ...coming];
    const seats = bursts.flatMap((b) => Array.from({ length: Math.min(b === burst ? room : b.people, 4) }, () => b));
    const costs = near.map(({ visit, place }) =>
      seats.map((b) => (Math.abs(b.first - visit.opened) <= cardToCounter ? -lags.fits(place, b.first - visit.opened) : Infinity)),
    );
    const pairs = assign(costs);
    const found = near.filter((_, i) => seats[pairs[i] ?? -1] === burst);
    const [only] = found;
    if (found.length === 1 && near.length === 1 && bursts.length === 1 && only !== undefined) {
      lags.learn(only.place, burst.first - only.visit.opened);
    }
    return found;
  };

  const openBurst = (burst: Coming, now: Instant) => {
    coming.splice(coming.indexOf(burst), 1);
    const people = burst.people - options.staff(burst.first, burst.last);
    const known = expected(burst, people - burst.cards.length);
    uncounted = uncounted.filter((one) => !known.includes(one));
    const named = known.length + burst.cards.length;
    if (named === 0 && people > 0) roll.begin('counter', burst.first, people, burst.zone, now);
    // Who comes with the first card holder is of the same party; every further card is a visit of its own.
    const partyOf = (index: number) => (index === 0 ? Math.max(1, people - named + 1) : 1);
    for (const [index, { visit }] of known.entries()) {
      visit.counted = true;
      visit.party = partyOf(index);
    }
    for (const [index, card] of burst.cards.entries()) {
      const visit = roll.begin('counter', burst.first, partyOf(known.length + index), burst.zone, now);
      roll.identify(visit, card.visitor, card.at);
    }
  };

  /** The counted people to whom a card belongs: a burst still coming, or an open visit that no card names yet. */
  const owner = ({ at, place, isAtDoor }: NewCard): Coming | Visit | null => {
    const late = isAtDoor ? cardToCounter : options.lateClaim;
    let best: Coming | Visit | null = null;
    let top = Number.NEGATIVE_INFINITY;
    const consider = (one: Coming | Visit, first: number) => {
      const lag = first - at;
      if (-lag > late || lag > cardToCounter || (isAtDoor && !lags.isUsual(place, lag))) return;
      const nats = isAtDoor ? lags.fits(place, lag) : -Math.abs(lag);
      if (nats <= top) return;
      best = one;
      top = nats;
    };
    for (const burst of coming) if (burst.cards.length < burst.people) consider(burst, burst.first);
    for (const visit of roll.open.values()) {
      if (visit.visitor === null && visit.by === 'counter' && visit.leaving === null) consider(visit, visit.opened);
    }
    return best;
  };

  /** A party counted in just now of which another person may be a visit of its own. */
  const partyOf = ({ at, isAtDoor }: NewCard): Visit | null => {
    const late = isAtDoor ? cardToCounter : options.lateClaim;
    for (const visit of roll.open.values()) {
      const after = at - visit.opened;
      if (visit.counted && visit.party - visit.gone >= 2 && after <= late && -after <= cardToCounter) return visit;
    }
    return null;
  };

  /** Of a card that came in unseen: the visit that most likely brought it. */
  const inside = ({ at, zone, place, isAtDoor }: NewCard): Visit | null => {
    if (isAtDoor || !hasCounter) return null;
    const rates = { missRate: options.missRate(), between: gaps.between() / 1_000 };
    return claimInside(roll.open.values(), { at, zone, isRadio: place.isRadio }, rates);
  };

  const begin = ({ at, zone, place, isPortal, isAtDoor, receivedAt }: NewCard): Visit => {
    const opened = isAtDoor || !hasCounter ? at : instant(at - CAME_IN_BEFORE_MS);
    const visit = roll.begin(isPortal ? 'portal' : 'card', opened, 1, zone, receivedAt);
    if (isAtDoor) uncounted = [...uncounted, { visit, place }];
    return visit;
  };

  return {
    counted: (zone, people, at) => {
      if (lastIn > 0 && at > lastIn) gaps.learn(at - lastIn);
      lastIn = Math.max(lastIn, at);
      addCrossing(coming, { zone, people, at, gap: gaps.threshold() }, (burst) => ({ ...burst, cards: [] }));
    },
    come: (card) => {
      const best = owner(card) ?? inside(card);
      if (best === null) {
        const party = partyOf(card);
        if (party === null) return begin(card);
        // A second card of people who were counted as one party is a visit of its own, and the party is smaller.
        party.party--;
        const own = roll.begin('card', party.opened, 1, card.zone, card.receivedAt);
        own.counted = true;
        return own;
      }
      if (!('cards' in best)) {
        if (card.isAtDoor) lags.learn(card.place, best.opened - card.at);
        return best;
      }
      best.cards.push({ visitor: card.visitor, at: card.at, place: card.place });
      return null;
    },
    isWaiting: (visitor) => coming.some(({ cards }) => cards.some((card) => card.visitor === visitor)),
    settle: (now) => {
      for (const burst of coming.filter((b) => now - b.last > gaps.threshold())) openBurst(burst, now);
      const missed = uncounted.filter(({ visit }) => now - visit.opened > 2 * cardToCounter);
      if (missed.length === 0) return;
      uncounted = uncounted.filter((one) => !missed.includes(one));
      if (hasCounter) for (const { visit } of missed) if (roll.open.has(visit.id)) options.uncounted(1, visit.opened);
    },
    save: () => ({ coming, uncounted: uncounted.map(({ visit, place }) => ({ visit: visit.id, place })), lastIn }),
  };
};
