import type { OfferShownView } from '../../http/contract.ts';
import type { Page } from '../../http/ports.ts';
import type { QueryContext } from './context.ts';
import { END_OF_TIME, pageOf } from './page.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const COLUMNS = `decision, offer, at, visit, zone, display, sku, arm, unit_by, unit, instead, reason, detail, shown_at, failure, picked_at,
  bought_at, trigger_event, price, was,
  (SELECT max(visible_ms) FROM proofs_of_play WHERE proofs_of_play.decision = offer_decisions.decision) AS visible_ms`;

export interface Decisions {
  /** Newest first. */
  decisions(page: Page & { readonly offer?: string | undefined }): OfferShownView[];
  /** In the order of happening. */
  ofVisit(visit: string): OfferShownView[];
}

/** Every candidate offer with its reason and what followed. */
export function createDecisions({ db }: QueryContext): Decisions {
  const list = (condition: string) =>
    db.prepare(
      `SELECT ${COLUMNS} FROM offer_decisions WHERE ${pageOf('offer_decisions', 'at', condition)} ORDER BY at DESC, decision, offer`,
    );
  const all = list('TRUE');
  const ofOffer = list('offer = $offer');
  const ofVisit = db.prepare(`SELECT ${COLUMNS} FROM offer_decisions WHERE visit = ? ORDER BY at, decision, offer`);
  return {
    decisions({ limit, before = END_OF_TIME, offer }) {
      const cut = { $limit: limit, $before: before };
      return (offer === undefined ? all.all(cut) : ofOffer.all({ ...cut, $offer: offer })).map(toView);
    },
    ofVisit: (visit) => ofVisit.all(visit).map(toView),
  };
}

const toView = (row: Row): OfferShownView => ({
  decision: text(row.decision),
  at: number(row.at),
  offer: text(row.offer),
  on: textOrNull(row.trigger_event),
  visit: textOrNull(row.visit),
  zone: textOrNull(row.zone),
  display: textOrNull(row.display),
  sku: textOrNull(row.sku),
  priceMinor: numberOrNull(row.price),
  wasMinor: numberOrNull(row.was),
  arm: textOrNull(row.arm) as OfferShownView['arm'],
  unit: unitOf(row),
  instead: textOrNull(row.instead),
  reason: text(row.reason),
  outcome: outcomeOf(row),
  shownAt: numberOrNull(row.shown_at),
  visibleMs: numberOrNull(row.visible_ms),
  convertedAt: earliest(numberOrNull(row.picked_at), numberOrNull(row.bought_at)),
  detail: text(row.detail),
});

function unitOf(row: Row): OfferShownView['unit'] {
  const [by, id] = [textOrNull(row.unit_by), textOrNull(row.unit)];
  return by === null || id === null ? null : { by: by as 'visit' | 'slot', id };
}

/** Proof of play outweighs an earlier failure: a display that answers late did show it. */
function outcomeOf(row: Row): OfferShownView['outcome'] {
  if (row.reason !== 'selected') return 'withheld';
  if (row.shown_at !== null) return 'shown';
  return (textOrNull(row.failure) ?? 'pending') as OfferShownView['outcome'];
}

const earliest = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
