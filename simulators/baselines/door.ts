import type { FootfallLine, VisitLine } from '../truth/lines.ts';

/** Crossings closer than this are one party. */
const SAME_PARTY_IN = 2_300;
const SAME_PARTY_OUT = 3_000;
/** A card and a head that came through the door within this time of each other are the same person. */
const CARD_AT_DOOR = 7_000;
/** In a wallet a card is first heard up to this long after its owner came in; longer takes too many of others. */
const FIRST_SEEN_WITHIN = 21_000;
/** Without a counter: a card came in shortly before it was first seen, and is gone when it was not seen for this long. */
const CARD_SILENT = 45_000;
const CAME_IN_BEFORE = 12_000;

interface Visit {
  readonly id: string;
  readonly start: number;
  end: number | null;
  people: number;
  inside: number;
  lastCrossing: number;
  card: string | null;
  readonly zones: { zone: string; from: number; to: number | null }[];
  lastCardSeen: number;
}

export interface Door {
  count(zone: string, heads: { readonly in: number; readonly out: number }, at: number): void;
  /** A card in a zone; `zone` is null for a reader that names none. */
  card(card: string, zone: string | null, at: number): void;
  tick(now: number): void;
  readonly visits: readonly Readonly<Visit>[];
  readonly footfall: readonly FootfallLine[];
}

/**
 * Visits first in, first out: heads that come in close together are a party, and who goes out is of the party that came first, unless a card
 * at the door says otherwise. A card takes the party that came in with it. In a shop without a counter cards make visits alone.
 */
export function createDoor(hasCounter: boolean): Door {
  const visits: Visit[] = [];
  const footfall: FootfallLine[] = [];
  const seen = new Map<string, number>();
  let occupancy = 0;
  let leaving: { visit: Visit; at: number } | null = null;

  const open = (at: number, card: string | null): Visit => {
    const visit = {
      id: `b-${visits.length + 1}`,
      start: at,
      end: null,
      people: 1,
      inside: 1,
      lastCrossing: at,
      card,
      zones: [],
      lastCardSeen: at,
    };
    visits.push(visit);
    return visit;
  };
  const comeIn = (at: number): void => {
    const last = visits.at(-1);
    if (last && last.end === null && at - last.lastCrossing <= SAME_PARTY_IN) {
      last.people++;
      last.inside++;
      last.lastCrossing = at;
    } else open(at, recentCard(at));
  };
  /** A card that was seen at the door just before and has no visit yet. */
  const recentCard = (at: number): string | null => {
    for (const [card, when] of seen)
      if (at - when <= CARD_AT_DOOR && !visits.some((visit) => visit.card === card && visit.end === null)) return card;
    return null;
  };
  const goOut = (at: number): void => {
    const same = leaving !== null && leaving.visit.end === null && at - leaving.at <= SAME_PARTY_OUT ? leaving.visit : null;
    const inside = visits.filter((visit) => visit.end === null);
    const byCard = inside.find(
      (visit) =>
        visit.card !== null &&
        at - visit.lastCardSeen <= CARD_AT_DOOR &&
        at - visit.start > 2 * CARD_AT_DOOR &&
        visit.zones.at(-1)?.zone === doorZone,
    );
    const visit = same ?? byCard ?? inside[0];
    if (!visit) return;
    visit.inside--;
    leaving = { visit, at };
    if (visit.inside <= 0) close(visit, at);
  };
  let doorZone = '';
  return {
    visits,
    footfall,
    count(zone, heads, at) {
      doorZone = zone;
      for (let n = 0; n < heads.in; n++) comeIn(at);
      for (let n = 0; n < heads.out; n++) goOut(at);
      occupancy = Math.max(0, occupancy + heads.in - heads.out);
      footfall.push({ type: 'count', at, emittedAt: at, zone, ...heads });
      footfall.push({ type: 'occupancy', at, emittedAt: at, zone: null, people: occupancy });
    },
    card(card, zone, at) {
      seen.set(card, at);
      const own =
        visits.findLast((visit) => visit.card === card && visit.end === null) ??
        claim(visits, card, at) ??
        (hasCounter ? null : open(at - CAME_IN_BEFORE, card));
      if (!own) return;
      own.lastCardSeen = at;
      if (zone !== null && own.zones.at(-1)?.zone !== zone) {
        endStay(own, at);
        own.zones.push({ zone, from: at, to: null });
      }
    },
    tick(now) {
      if (hasCounter) return;
      for (const visit of visits) if (visit.end === null && now - visit.lastCardSeen > CARD_SILENT) close(visit, visit.lastCardSeen);
    },
  };
}

/** The newest party without a card that came in not long before this one was first seen. */
function claim(visits: readonly Visit[], card: string, at: number): Visit | null {
  const free = visits.findLast((visit) => visit.end === null && visit.card === null && at - visit.start <= FIRST_SEEN_WITHIN);
  if (free) free.card = card;
  return free ?? null;
}

function close(visit: Visit, at: number): void {
  visit.end = at;
  endStay(visit, at);
}

function endStay(visit: Visit, at: number): void {
  const stay = visit.zones.at(-1);
  if (stay && stay.to === null) stay.to = at;
}

/** The line of a visit without what it held. */
export const visitLine = ({ id, start, end, card, people, zones }: Readonly<Visit>): Omit<VisitLine, 'items'> => ({
  visit: id,
  start,
  end,
  visitor: card,
  party: people,
  zones,
});
