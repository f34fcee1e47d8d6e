import type { DatabaseSync } from 'node:sqlite';
import type { EventOf } from '../../domain/events.ts';
import type { Projector } from './projector.ts';

/**
 * Which visit holds or held which item. A custody is known by visit, item and beginning: said again it is renewed, and goes on if
 * it had ended; an end said again corrects the outcome. What ends at its own beginning as unknown turned out to be another's:
 * its row goes, while the event log keeps what was said.
 */
export function createVisitItems(db: DatabaseSync): Projector {
  const renew = db.prepare(
    'UPDATE visit_items SET until = NULL, outcome = NULL, confidence = ?, why = ? WHERE visit = ? AND epc = ? AND since = ?',
  );
  const insert = db.prepare(
    `INSERT INTO visit_items (visit, epc, event, since, until, outcome, confidence, why, zone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
       (SELECT zone FROM events WHERE epc = ?2 AND type = 'item.picked' AND at <= ?4 ORDER BY id DESC LIMIT 1))`,
  );
  const end = db.prepare(
    'UPDATE visit_items SET until = ?, outcome = ?, confidence = ?, why = ? WHERE visit = ? AND epc = ? AND since = ?',
  );
  const withdraw = db.prepare('DELETE FROM visit_items WHERE visit = ? AND epc = ? AND since = ?');
  const hold = db.prepare('UPDATE items SET visit = ? WHERE epc = ?');
  const release = db.prepare('UPDATE items SET visit = NULL WHERE epc = ? AND visit = ?');

  const finish = (event: EventOf<'custody.ended'>): void => {
    const { visit, epc, at, since, outcome, confidence } = event;
    release.run(epc, visit);
    if (outcome === 'unknown' && at === since) {
      withdraw.run(visit, epc, since);
      return;
    }
    const why = JSON.stringify(event.why);
    if (end.run(at, outcome, confidence, why, visit, epc, since).changes > 0) return;
    insert.run(visit, epc, event.id, since, at, outcome, confidence, why);
  };

  return (event) => {
    switch (event.type) {
      case 'custody.assigned': {
        const why = JSON.stringify(event.why);
        if (renew.run(event.confidence, why, event.visit, event.epc, event.at).changes === 0) {
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
