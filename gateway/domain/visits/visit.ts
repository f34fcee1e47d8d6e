import type { VisitId, VisitorId, ZoneId } from '../ids.ts';
import { logNormal } from '../statistics.ts';
import type { Instant } from '../units.ts';

export type ClosedBy = 'counter' | 'card' | 'portal' | 'silence' | 'closing';

/** One stay in the shop of one person or party. */
export interface Visit {
  readonly id: VisitId;
  readonly opened: Instant;
  readonly by: 'counter' | 'card' | 'portal';
  visitor: VisitorId | null;
  tier: string;
  party: number;
  /** True once the counter has seen these people come: a card may be read before it. */
  counted: boolean;
  /** How many of the party have left. */
  gone: number;
  zone: ZoneId | null;
  /** When it was last known to be in `zone`, and by what. */
  zoneAt: number;
  zoneBy: 'door' | 'card' | 'item';
  lastSeen: number;
  /** When it first took something up: it was in the shop before that. */
  firstPick: number | null;
  /** When something it holds went through the gate. */
  exitSeen: number | null;
  /** Left by card or counter; closed for good once the merge gap has passed without the card coming back. */
  leaving: { readonly at: Instant; readonly by: ClosedBy } | null;
}

/** Law of visit durations: median 400 s. */
export const USUAL_VISIT_MS = 400_000;

/** What is known of people who leave. */
export interface Leaving {
  readonly people: number;
  readonly at: number;
  /** When what they carry was taken up, the earliest of it; null when nothing left with them. */
  readonly picked: number | null;
}

/**
 * How well people who leave fit this visit, nats; -Infinity when it cannot be. `wasAtExit`: it was last seen at the till or the
 * door, which is on the way out.
 */
export const leavingScore = (visit: Visit, { people, at, picked }: Leaving, wasAtExit: boolean): number => {
  const seconds = (at - visit.opened) / 1_000;
  if (seconds < 3) return Number.NEGATIVE_INFINITY;
  const duration = logNormal(Math.log(seconds), Math.log(USUAL_VISIT_MS / 1_000), 0.9) - Math.log(seconds / 400);
  const size = -1.2 * Math.abs(visit.party - visit.gone - people);
  const withItem = visit.exitSeen !== null && Math.abs(visit.exitSeen - at) < 8_000 ? 4 : 0;
  const unseen = at - visit.lastSeen;
  const onTheWay = wasAtExit && unseen < 60_000 && visit.zoneBy !== 'door' ? 2.5 : 0;
  const cardInside = visit.visitor !== null && visit.leaving === null && onTheWay === 0 ? (unseen < 15_000 ? -4 : -1.5) : 0;
  const cameLater = picked !== null && visit.opened > picked + 3_000 ? -4 : 0;
  const cardAtDoor = visit.leaving !== null ? 3 : 0;
  return duration + size + withItem + onTheWay + cardInside + cardAtDoor + cameLater;
};
