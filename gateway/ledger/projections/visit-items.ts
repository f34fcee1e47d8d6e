import type { DatabaseSync } from 'node:sqlite';
import type { EventOf } from '../../domain/events.ts';
import type { Projector } from './projector.ts';

/**
 * Which visit holds or held which item. An item taken twice in one visit has two rows. An assignment said again only
 * renews confidence and reasons; an end said again corrects the outcome of the newest row.
 */
export function createVisitItems(db: DatabaseSync): Projector {
  const renew = db.prepare('UPDATE visit_items SET confidence = ?, why = ? WHERE visit = ? AND epc = ? AND until IS NULL');
  const insert = db.prepare(
    'INSERT INTO visit_items (visit, epc, event, since, until, outcome, confidence, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const end = db.prepare(
    'UPDATE visit_items SET until = ?, outcome = ?, confidence = ?, why = ? WHERE visit = ? AND epc = ? AND until IS NULL',
  );
  const correct = db.prepare(
    `UPDATE visit_items SET outcome = ?3, confidence = ?4, why = ?5 WHERE visit = ?1 AND epc = ?2
       AND event = (SELECT max(event) FROM visit_items WHERE visit = ?1 AND epc = ?2)`,
  );
  const hold = db.prepare('UPDATE items SET visit = ? WHERE epc = ?');
  const release = db.prepare('UPDATE items SET visit = NULL WHERE epc = ? AND visit = ?');

  const finish = (event: EventOf<'custody.ended'>): void => {
    const { visit, epc, at, outcome, confidence } = event;
    const why = JSON.stringify(event.why);
    release.run(epc, visit);
    if (end.run(at, outcome, confidence, why, visit, epc).changes > 0) return;
    if (correct.run(visit, epc, outcome, confidence, why).changes > 0) return;
    insert.run(visit, epc, event.id, at, at, outcome, confidence, why);
  };

  return (event) => {
    switch (event.type) {
      case 'custody.assigned': {
        const why = JSON.stringify(event.why);
        if (renew.run(event.confidence, why, event.visit, event.epc).changes === 0) {
          insert.run(event.visit, event.epc, event.id, event.at, null, null, event.confidence, why);
        }
        hold.run(event.visit, event.epc);
        break;
      }
      case 'custody.ended':
        finish(event);
        break;
    }
  };
}
