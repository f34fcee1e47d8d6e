import type { DomainEvent } from '../../domain/events.ts';
import { refutes } from '../../domain/security/false-alarm.ts';
import type { ProjectorFactory } from './projector.ts';

/** Alerts: raised, seen by somebody (the first one counts), cleared, and refuted when they turned out to be none. An alert raised again under its old id stands open and unacknowledged again. */
export const createAlerts: ProjectorFactory = (db) => {
  const raise = db.prepare(
    `INSERT INTO alerts (alert, type, severity, at, confidence, zone, epc, visit, device, why, emitted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (alert) DO UPDATE SET severity = excluded.severity, at = excluded.at, confidence = excluded.confidence,
       zone = excluded.zone, epc = excluded.epc, visit = excluded.visit, device = excluded.device, why = excluded.why,
       emitted_at = excluded.emitted_at,
       cleared_at = NULL, cleared_because = NULL, acknowledged_at = NULL, acknowledged_by = NULL, acknowledged_with = NULL, refuted_at = NULL`,
  );
  const clear = db.prepare('UPDATE alerts SET cleared_at = ?, cleared_because = ? WHERE alert = ? AND cleared_at IS NULL');
  const acknowledge = db.prepare(
    `UPDATE alerts SET acknowledged_at = ?, acknowledged_by = ?, acknowledged_with = ? WHERE alert = ? AND acknowledged_at IS NULL`,
  );
  const raised = db.prepare('SELECT at FROM alerts WHERE alert = ?');
  const refute = db.prepare('UPDATE alerts SET refuted_at = ? WHERE alert = ? AND refuted_at IS NULL');
  const weigh = (event: Extract<DomainEvent, { type: 'alert.acknowledged' | 'alert.cleared' }>) => {
    const row = raised.get(event.alert);
    if (row && refutes(event, Number(row.at))) refute.run(event.at, event.alert);
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
