import type { AlertInboxView, InboxAlert } from '../../http/contract-alerts.ts';
import { causesOf, type Raised } from './alert-causes.ts';
import { ALERT_COLUMNS, toAlert } from './alerts.ts';
import type { QueryContext } from './context.ts';
import { type AskedDays, daysAsked, type LocalDay } from './local-day.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const MOST = 500;
const TEN_MINUTES_MS = 600_000;

type Note = InboxAlert['notes'][number];

/** The alerts of a range and those that still stand, rolled up by cause, as `user` sees them; and how many there were for a person to bear. */
export function createAlertInbox({ db, catalogue, clock }: QueryContext): (asked: AskedDays, user: string) => AlertInboxView {
  const asked = 'SELECT alert FROM alerts WHERE at >= ?1 AND at < ?2 UNION SELECT alert FROM alerts WHERE cleared_at IS NULL';
  const outline = db.prepare(
    `SELECT alert, type, severity, at, cleared_at, zone, epc, visit, device FROM alerts WHERE alert IN (${asked}) ORDER BY at`,
  );
  const newest = db.prepare(
    `SELECT ${ALERT_COLUMNS}, cleared_because, acknowledged_with,
       EXISTS (SELECT 1 FROM alert_reads r WHERE r.user = ?3 AND r.alert = alerts.alert AND r.at >= alerts.at) AS is_read
     FROM alerts WHERE alert IN (${asked}) ORDER BY at DESC, alert LIMIT ${MOST}`,
  );
  const notes = db.prepare(
    'SELECT alert, at, user, deed, body, until FROM alert_notes WHERE alert IN (SELECT value FROM json_each(?)) ORDER BY note',
  );
  const users = db.prepare('SELECT user FROM users ORDER BY user');

  return (range, user) => {
    const days = daysAsked(range, clock(), catalogue.timezone);
    const [from, to] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
    const raised = outline.all(from, to).map(toRaised);
    const causes = causesOf(raised);
    const rows = newest.all(from, to, user);
    const ids = rows.map((row) => text(row.alert));
    const said = Map.groupBy(notes.all(JSON.stringify(ids)), (row) => text(row.alert));
    const alerts = rows.map((row): InboxAlert => {
      const alert = toAlert(row);
      const own = (said.get(alert.id) ?? []).map(toNote);
      return {
        ...alert,
        clearedBecause: textOrNull(row.cleared_because),
        acknowledgedWith: textOrNull(row.acknowledged_with) || null,
        isRead: number(row.is_read) === 1,
        cause: causes.get(alert.id) ?? null,
        notes: own,
      };
    });
    const own = raised.filter(({ at }) => at >= from && at < to);
    return {
      from: days[0]?.date ?? '',
      to: days.at(-1)?.date ?? '',
      user,
      users: users.all().map((row) => text(row.user)),
      alerts,
      isWhole: raised.length <= MOST,
      unread: alerts.filter((alert) => !alert.isRead && isWanting(alert, clock())).length,
      rate: rateOf(own, causes, { from, until: Math.min(clock(), to) }),
      days: days.map((day) => dayOf(day, own, causes)),
    };
  };
}

const isWanting = ({ clearedAt, acknowledgedAt, shelvedUntil }: InboxAlert, now: number): boolean =>
  clearedAt === null && acknowledgedAt === null && (shelvedUntil ?? 0) <= now;

function dayOf({ date, from, to }: LocalDay, raised: readonly Raised[], causes: ReadonlyMap<string, string>) {
  const counts = { critical: 0, major: 0, minor: 0, warning: 0, followed: 0 };
  for (const { id, at, severity } of raised) {
    if (at >= from && at < to) counts[causes.has(id) ? 'followed' : severity]++;
  }
  return { date, ...counts };
}

/** How many alerts a person had to look at: what is rolled up under another is not one of them. */
function rateOf(raised: readonly Raised[], causes: ReadonlyMap<string, string>, span: { readonly from: number; readonly until: number }) {
  const slices = new Map<number, number>();
  for (const { id, at } of raised) {
    const slice = Math.floor(at / TEN_MINUTES_MS) * TEN_MINUTES_MS;
    if (!causes.has(id)) slices.set(slice, (slices.get(slice) ?? 0) + 1);
  }
  const all = [...slices].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const total = all.reduce((sum, [, alerts]) => sum + alerts, 0);
  const passed = (span.until - span.from) / TEN_MINUTES_MS;
  return {
    perTenMinutes: passed > 0 ? total / passed : null,
    worst: all[0] ? { at: all[0][0], alerts: all[0][1] } : null,
  };
}

const toRaised = (row: Row): Raised => ({
  id: text(row.alert),
  type: text(row.type),
  severity: text(row.severity) as Raised['severity'],
  at: number(row.at),
  clearedAt: numberOrNull(row.cleared_at),
  zone: textOrNull(row.zone),
  epc: textOrNull(row.epc),
  visit: textOrNull(row.visit),
  device: textOrNull(row.device),
});

const toNote = (row: Row): Note => ({
  at: number(row.at),
  user: text(row.user),
  deed: text(row.deed) as Note['deed'],
  text: textOrNull(row.body),
  until: numberOrNull(row.until),
});
