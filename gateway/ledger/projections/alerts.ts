import type { DomainEvent } from '../../domain/events.ts';
import { refutes } from '../../domain/security/false-alarm.ts';
import type { ProjectorFactory } from './projector.ts';

/** How an operator says when acknowledging that an item is gone. */
const CONFIRMED = /^\s*(confirmed|確認遺失|确认遗失)/i;

/** Alerts: raised, seen by somebody (the first one counts), cleared, and refuted when they turned out to be none. An alert raised again under its old id stands open and unacknowledged again. */
export const createAlerts: ProjectorFactory = (db) => {
  const raise = db.prepare(
    `INSERT INTO alerts (alert, type, severity, at, confidence, zone, epc, visit, device, why, emitted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (alert) DO UPDATE SET severity = excluded.severity, at = excluded.at, confidence = excluded.confidence,
       zone = excluded.zone, epc = excluded.epc, visit = excluded.visit, device = excluded.device, why = excluded.why,
       emitted_at = excluded.emitted_at,
       cleared_at = NULL, cleared_because = NULL, acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_with = NULL, refuted_at = NULL,
       confirmed_at = NULL, decided_by = NULL`,
  );
  const clear = db.prepare('UPDATE alerts SET cleared_at = ?, cleared_because = ? WHERE alert = ? AND cleared_at IS NULL');
  const acknowledge = db.prepare(
    `UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ?, acknowledged_with = ? WHERE alert = ? AND acknowledged_at IS NULL`,
  );
  const raised = db.prepare('SELECT at FROM alerts WHERE alert = ?');
  const refute = db.prepare('UPDATE alerts SET refuted_at = ? WHERE alert = ? AND refuted_at IS NULL');
  // The last word holds; what a receipt refuted cannot be confirmed.
  const decide = db.prepare(
    `UPDATE alerts SET confirmed_at = ?1, decided_by = ?2, refuted_at = CASE WHEN ?1 IS NULL OR decided_by IS NULL THEN refuted_at END
     WHERE alert = ?3 AND (?1 IS NULL OR refuted_at IS NULL OR decided_by IS NOT NULL)`,
  );
  const weigh = (event: Extract<DomainEvent, { type: 'alert.acknowledged' | 'alert.cleared' }>) => {
    const row = raised.get(event.alert);
    const isRefuted = row !== undefined && refutes(event, Number(row.at));
    if (isRefuted) refute.run(event.at, event.alert);
    if (event.type !== 'alert.acknowledged') return;
    if (isRefuted) decide.run(null, event.user, event.alert);
    else if (CONFIRMED.test(event.comment)) decide.run(event.at, event.user, event.alert);
  };
  return (event) => {
    switch (event.type) {
      case 'alert.raised': {
        const { alert, about, severity, at, confidence, zone, epc, visit, device } = event;
        raise.run(alert, about, severity, at, confidence, zone, epc, visit, device, JSON.stringify(event.why), event.emittedAt);
        break;
      }
      case 'alert.acknowledged':
        acknowledge.run(event.at, event.user, event.comment, event.alert);
        weigh(event);
        break;
      case 'alert.cleared':
        clear.run(event.at, event.because, event.alert);
        weigh(event);
        break;
    }
  };
};
