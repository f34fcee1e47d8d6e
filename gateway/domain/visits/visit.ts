import type { VisitId, VisitorId, ZoneId } from '../ids.ts';
import type { Instant } from '../units.ts';

export type OpenedBy = 'counter' | 'card' | 'portal';
export type ClosedBy = 'counter' | 'card' | 'portal' | 'silence' | 'closing';

/** By what a visit was known to be somewhere: the door's counter, its card, or something that it carries. */
export type KnownBy = 'door' | 'card' | 'item';

/** A zone in which a visit was known to be, from the first sign of it to the last before another zone. */
interface Stay {
  readonly zone: ZoneId;
  readonly from: number;
  to: number;
  by: KnownBy;
}

/** Stays that a visit remembers. */
const TRAIL_LENGTH = 24;

/** One stay in the shop of one person or party. */
export interface Visit {
  readonly id: VisitId;
  readonly opened: Instant;
  readonly by: OpenedBy;
  visitor: VisitorId | null;
  tier: string;
  party: number;
  /** True once the counter has seen these people come: a card may be read before it. */
  counted: boolean;
  /** How many of the party have left for certain. */
  gone: number;
  /** When some of the party left before the others, epoch ms. */
  readonly parted: number[];
  zone: ZoneId | null;
  /** When it was last known to be in `zone`, and by what. */
  zoneAt: number;
  zoneBy: KnownBy;
  /** Where it has been, oldest first; the last 24 stays. */
  readonly trail: Stay[];
  lastSeen: number;
  /** True once its card has answered an antenna: it will at the door, too. */
  answersRadio: boolean;
  /** How often its card answered antennas inside, bursts of reads counted once, and when it last did, epoch ms. */
  answers: number;
  answeredAt: number;
  /** When its card was last seen at the door, epoch ms; null when it was not since it came. */
  cardAtDoor: number | null;
  /** When it first took something up: it was in the shop before that. */
  firstPick: number | null;
  /** When something it holds went through the gate. */
  exitSeen: number | null;
  /**
   * Believed to have left, by card or counter. It may still prove wrong: a card that is seen inside again reopens the visit, and
   * while several visits could be the one that left, the likeliest is marked.
   */
  leaving: { readonly at: Instant; readonly by: ClosedBy } | null;
}

export const newVisit = (id: VisitId, by: OpenedBy, opened: Instant, party: number): Visit => ({
  id,
  opened,
  by,
  visitor: null,
  tier: '',
  party,
  counted: by === 'counter',
  gone: 0,
  parted: [],
  zone: null,
  zoneAt: 0,
  zoneBy: 'door',
  trail: [],
  lastSeen: opened,
  answersRadio: false,
  answers: 0,
  answeredAt: opened,
  cardAtDoor: null,
  firstPick: null,
  exitSeen: null,
  leaving: null,
});

export const copyOf = (visit: Visit): Visit => ({
  ...visit,
  parted: [...visit.parted],
  trail: visit.trail.map((stay) => ({ ...stay })),
});

/** Reads of a card nearer than this are one answer. */
const ONE_ANSWER_MS = 5_000;

/** Its card answered an antenna inside. Changes `visit`. */
export const noteAnswer = (visit: Visit, at: number): void => {
  if (at - visit.answeredAt < ONE_ANSWER_MS) return;
  visit.answers++;
  visit.answeredAt = at;
};

/** How far apart its card answers inside, on average, ms: the time since it came when it never did. */
export const answerGap = ({ answers, answeredAt, opened, lastSeen }: Visit): number =>
  answers === 0 ? Math.max(1, lastSeen - opened) : (answeredAt - opened) / answers;

/** Adds a sign of the visit in a zone to what it remembers. Changes `visit`. */
export const noteStay = (visit: Visit, zone: ZoneId, at: number, by: KnownBy): void => {
  const { trail } = visit;
  const last = trail.at(-1);
  if (last?.zone === zone) {
    last.to = Math.max(last.to, at);
    // What a card says counts more than what an item says of its likely holder.
    if (by === 'card') last.by = by;
    return;
  }
  trail.push({ zone, from: at, to: at, by });
  if (trail.length > TRAIL_LENGTH) trail.shift();
};
