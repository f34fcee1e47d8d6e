import type { VisitId, ZoneId } from '../ids.ts';
import type { SaleMade } from '../readings.ts';
import type { Holders } from './goings.ts';
import type { Visit } from './visit.ts';

/** Somebody who was last known at the till within this time may be paying. */
const AT_TILL_MS = 120_000;
/** What being known at the till is worth beside the goods of the receipt, each by how surely it is held. */
const AT_TILL = 0.8;
const BELIEVED_FROM = 0.5;

/**
 * The anonymous visit that pays with a card which nobody has seen before: the one that custody believes to hold what is paid, or that was
 * last known at this till. Null when nothing speaks for any.
 */
export const payerOf = (
  visits: Iterable<Visit>,
  sale: SaleMade,
  till: ZoneId | null,
  { holder }: Pick<Holders, 'holder'>,
): Visit | null => {
  const held = new Map<VisitId, number>();
  for (const { epc } of sale.lines) {
    const by = epc === null ? null : holder(epc);
    if (by !== null) held.set(by.visit, (held.get(by.visit) ?? 0) + by.confidence);
  }
  let best: Visit | null = null;
  let top = BELIEVED_FROM;
  for (const visit of visits) {
    if (visit.visitor !== null || visit.leaving !== null) continue;
    const isThere = till !== null && visit.zone === till && sale.at - visit.zoneAt < AT_TILL_MS;
    const worth = (held.get(visit.id) ?? 0) + (isThere ? AT_TILL : 0);
    if (worth <= top) continue;
    best = visit;
    top = worth;
  }
  return best;
};
