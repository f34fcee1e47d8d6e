import type { ProjectorFactory } from './projector.ts';

/** Every candidate offer with its reason, and what followed: proof of play or its failure, picked, bought. */
export const createOffers: ProjectorFactory = (db) => {
  const decide = db.prepare(
    `INSERT INTO offer_decisions (decision, offer, at, visit, visitor, zone, epc, sku, display, arm, reason, expires, detail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (decision, offer) DO NOTHING`,
  );
  const show = db.prepare('UPDATE offer_decisions SET shown_at = coalesce(shown_at, ?) WHERE decision = ? AND offer = ?');
  const fail = db.prepare('UPDATE offer_decisions SET failure = ? WHERE decision = ? AND offer = ?');
  const pick = db.prepare('UPDATE offer_decisions SET picked_at = coalesce(picked_at, ?) WHERE decision = ? AND offer = ?');
  // Several items can be bought on one decision: their values add up.
  const buy = db.prepare(
    `UPDATE offer_decisions SET bought_at = coalesce(bought_at, ?), value = coalesce(value, 0) + ? WHERE decision = ? AND offer = ?`,
  );
  return (event) => {
    switch (event.type) {
      case 'offer.decided': {
        const { decision, offer, at, visit, visitor, zone, epc, sku, display, arm, reason, expires, detail } = event;
        decide.run(decision, offer, at, visit, visitor, zone, epc, sku, display, arm, reason, expires, detail);
        break;
      }
      case 'offer.shown':
        show.run(event.at, event.decision, event.offer);
        break;
      case 'offer.failed':
        fail.run(event.reason, event.decision, event.offer);
        break;
      case 'offer.converted':
        if (event.by === 'picked') pick.run(event.at, event.decision, event.offer);
        else buy.run(event.at, event.value ?? 0, event.decision, event.offer);
        break;
    }
  };
};
