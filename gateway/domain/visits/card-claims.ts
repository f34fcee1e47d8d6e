import type { ZoneId } from '../ids.ts';
import { clip } from '../statistics.ts';
import type { Visit } from './visit.ts';

/** A card in a pocket is first heard about this long after its owner came in, s; often much later (heavy tail: Lomax law of shape 1). */
const FIRST_HEARD_S = 20;
/** A card that is shown inside, at a till or a desk, is shown at any time of the stay: as if it were heard this long after coming, s. */
const SHOWN_S = 200;
/** The visit was known in the very zone of the card, or in another, just now; nats. Goods tell of their likely holder only. */
const SAME_ZONE = 1.2;
const OTHER_ZONE = -0.8;
const KNOWN_THERE_MS = 20_000;
/** Seen inside after it is believed to have left; nats. */
const BELIEVED_GONE = -3;

/** A card seen inside for the first time. */
export interface CardInside {
  readonly at: number;
  readonly zone: ZoneId | null;
  /** False for readers to which cards are shown. */
  readonly isRadio: boolean;
}

interface Rates {
  /** Share of people whom the counters miss. */
  readonly missRate: number;
  /** Parties come this far apart, s. */
  readonly between: number;
}

const firstHeard = (age: number, isRadio: boolean): number => {
  const scale = isRadio ? FIRST_HEARD_S : SHOWN_S;
  return Math.log(scale) - 2 * Math.log(scale + Math.max(0, age));
};

const zoneNats = (visit: Visit, { at, zone }: CardInside): number => {
  const isKnown = visit.zoneBy !== 'door' && Math.abs(at - visit.zoneAt) < KNOWN_THERE_MS;
  if (zone === null || !isKnown) return 0;
  return visit.zone === zone ? SAME_ZONE : OTHER_ZONE;
};

/**
 * The counted visit without a name to which a card belongs that is first seen inside: nearly everybody is counted at the door, so it is
 * one of those, likelier a recent one, and one of many people likelier than one of few. Null when it is likelier that the counter
 * missed its owner coming.
 */
export const claimInside = (visits: Iterable<Visit>, card: CardInside, { missRate, between }: Rates): Visit | null => {
  let best: Visit | null = null;
  let top = Math.log(clip(missRate, 0.001, 0.5) / Math.max(1, between));
  for (const visit of visits) {
    if (visit.visitor !== null || visit.by !== 'counter' || visit.opened > card.at) continue;
    if (visit.leaving !== null && visit.leaving.by !== 'counter') continue;
    const gone = visit.leaving !== null && visit.leaving.at < card.at ? BELIEVED_GONE : 0;
    const people = Math.log(Math.max(1, visit.party - visit.gone));
    const nats = firstHeard((card.at - visit.opened) / 1_000, card.isRadio) + people + zoneNats(visit, card) + gone;
    if (nats <= top) continue;
    best = visit;
    top = nats;
  }
  return best;
};
