import type { AlertDetail, AlertView } from '../../http/contract.ts';
import type { Page } from '../../http/ports.ts';
import type { QueryContext } from './context.ts';
import { END_OF_TIME, pageOf } from './page.ts';
import { json, number, numberOrNull, type Row, text, textOrNull } from './row.ts';

/** The newest word of a kind among those said since the alert was raised: one that is raised again is nobody's, and not shelved. */
const lastNote = (deed: 'assign' | 'shelve', column: 'body' | 'until'): string =>
  `(SELECT ${column} FROM alert_notes n WHERE n.alert = alerts.alert AND n.deed = '${deed}' AND n.at >= alerts.at ORDER BY n.note DESC LIMIT 1)`;

export const ALERT_COLUMNS = `alert, type, severity, at, confidence, zone, epc, visit, device, why, cleared_at, acknowledged_at,
  acknowledged_by, refuted_at, ${lastNote('assign', 'body')} AS assigned_to, ${lastNote('shelve', 'until')} AS shelved_until`;

export interface Alerts {
  alerts(page: Page & { readonly open?: boolean | undefined }): AlertView[];
  alert(id: string): AlertDetail | null;
}

/** Alerts, newest first, `open` are those not cleared, whether somebody has seen them or not; and one by its id. */
export function createAlerts({ db }: QueryContext): Alerts {
  const list = (condition: string) =>
    db.prepare(`SELECT ${ALERT_COLUMNS} FROM alerts WHERE ${pageOf('alerts', 'at', condition)} ORDER BY at DESC, alert`);
  const all = list('TRUE');
  const open = list('cleared_at IS NULL');
  const cleared = list('cleared_at IS NOT NULL');
  const one = db.prepare(`SELECT ${ALERT_COLUMNS}, emitted_at, cleared_because FROM alerts WHERE alert = ?`);
  return {
    alerts({ limit, before = END_OF_TIME, open: isOpen }) {
      const statement = isOpen === undefined ? all : isOpen ? open : cleared;
      return statement.all({ $limit: limit, $before: before }).map(toAlert);
    },
    alert(id) {
      const row = one.get(id);
      if (!row) return null;
      return { ...toAlert(row), emittedAt: numberOrNull(row.emitted_at), clearedBecause: textOrNull(row.cleared_because) };
    },
  };
}

/** A row of `ALERT_COLUMNS`. */
export const toAlert = (row: Row): AlertView => ({
  id: text(row.alert),
  type: text(row.type),
  severity: text(row.severity) as AlertView['severity'],
  at: number(row.at),
  confidence: number(row.confidence),
  zone: textOrNull(row.zone),
  epc: textOrNull(row.epc),
  visit: textOrNull(row.visit),
  device: textOrNull(row.device),
  clearedAt: numberOrNull(row.cleared_at),
  acknowledgedAt: numberOrNull(row.acknowledged_at),
  acknowledgedBy: textOrNull(row.acknowledged_by),
  refutedAt: numberOrNull(row.refuted_at),
  assignedTo: textOrNull(row.assigned_to),
  shelvedUntil: numberOrNull(row.shelved_until),
  why: json<AlertView['why']>(row.why),
});
