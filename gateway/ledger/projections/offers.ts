import type { EventOf } from '../../domain/events.ts';
import type { ProjectorFactory } from './projector.ts';

const DECISION = [
  ...['decision', 'offer', 'at', 'visit', 'visitor', 'zone', 'epc', 'sku', 'display', 'arm', 'reason', 'expires', 'detail'],
  ...['trigger_event', 'unit_by', 'unit', 'displays', 'instead', 'control_share', 'holdout_share', 'price', 'was'],
];

const valuesOf = (event: EventOf<'offer.decided'>) => {
  const {
    decision,
    offer,
    at,
    visit,
    visitor,
    zone,
    epc,
    sku,
    display,
    arm,
    reason,
    expires,
    detail,
    on,
    unit,
    displays,
    instead,
    shares,
    price,
    was,
  } = event;
  const known = [decision, offer, at, visit, visitor, zone, epc, sku, display, arm, reason, expires, detail];
  const unitOf = [unit?.by ?? null, unit?.id ?? null];
  return [...known, on, ...unitOf, JSON.stringify(displays), instead, shares?.control ?? null, shares?.holdout ?? null, price, was];
};

/** Every candidate offer with its reason, and what followed: proof of play or its failure, picked, bought. */
export const createOffers: ProjectorFactory = (db) => {
  const decide = db.prepare(
    `INSERT INTO offer_decisions (${DECISION.join(', ')}) VALUES (${DECISION.map(() => '?').join(', ')})
     ON CONFLICT (decision, offer) DO NOTHING`,
  );
  const enter = db.prepare(
    `UPDATE offer_decisions SET entry = 1 WHERE decision = ?1 AND offer = ?2 AND (?3 IS NULL OR NOT EXISTS
       (SELECT 1 FROM offer_decisions e WHERE e.visit = ?3 AND e.offer = ?2 AND e.arm IS NOT NULL AND e.decision <> ?1))`,
  );
  const show = db.prepare('UPDATE offer_decisions SET shown_at = coalesce(shown_at, ?) WHERE decision = ? AND offer = ?');
  const prove = db.prepare(
    'INSERT INTO proofs_of_play (decision, display, offer, at) VALUES (?, ?, ?, ?) ON CONFLICT (decision, display) DO NOTHING',
  );
  const play = db.prepare('UPDATE proofs_of_play SET visible_ms = ? WHERE decision = ? AND display = ?');
  const fail = db.prepare('UPDATE offer_decisions SET failure = ? WHERE decision = ? AND offer = ?');
  const pickAs = (column: string) =>
    db.prepare(`UPDATE offer_decisions SET ${column} = coalesce(${column}, ?) WHERE decision = ? AND offer = ?`);
  // Several receipts can follow one decision: their values add up.
  const buyAs = (time: string, value: string) =>
    db.prepare(
      `UPDATE offer_decisions SET ${time} = coalesce(${time}, ?), ${value} = coalesce(${value}, 0) + ? WHERE decision = ? AND offer = ?`,
    );
  const pick = { seen: pickAs('picked_at'), unseen: pickAs('unseen_picked_at') };
  const buy = { seen: buyAs('bought_at', 'value'), unseen: buyAs('unseen_bought_at', 'unseen_value') };
  return (event) => {
    switch (event.type) {
      case 'offer.decided':
        decide.run(...valuesOf(event));
        if (event.arm !== null) enter.run(event.decision, event.offer, event.visit);
        break;
      case 'offer.shown':
        show.run(event.at, event.decision, event.offer);
        prove.run(event.decision, event.display, event.offer, event.at);
        break;
      case 'offer.played':
        play.run(event.visible, event.decision, event.display);
        break;
      case 'offer.failed':
        fail.run(event.reason, event.decision, event.offer);
        break;
      case 'offer.converted': {
        const seen = event.exposed ? 'seen' : 'unseen';
        if (event.by === 'picked') pick[seen].run(event.at, event.decision, event.offer);
        else buy[seen].run(event.at, event.value ?? 0, event.decision, event.offer);
        break;
      }
    }
  };
};
