import type { AlertType, ClaimKind } from '../../domain/events.ts';
import { wilson } from '../../domain/experiments/wilson.ts';
import { FALSE_ALARM_RULE, isAlarm } from '../../domain/security/false-alarm.ts';
import type { AccuracyView } from '../../http/contract-accuracy.ts';
import type { QueryContext } from './context.ts';
import { json, number, numberOrNull, type Row, text } from './row.ts';

type KindView = AccuracyView['kinds'][number];
type WeekView = KindView['weeks'][number];

const KINDS: readonly ClaimKind[] = ['holder', 'exit'];
const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
const SPANS = [7, 28] as const;

/** How often the gateway was right, week by week, and how often it cried wolf. */
export function createAccuracy({ db, clock }: QueryContext): (weeks: number) => AccuracyView {
  const nights = db.prepare('SELECT day, labels, correct, brier, deciles FROM accuracy_nights WHERE kind = ? ORDER BY day DESC LIMIT ?');
  const raised = db.prepare('SELECT type, count(*) AS n, count(refuted_at) AS refuted FROM alerts WHERE at > ? GROUP BY type');
  const oldest = db.prepare('SELECT emitted_at FROM events ORDER BY id LIMIT 1');

  const kindOf = (kind: ClaimKind, weeks: number): KindView => {
    const rows = nights.all(kind, weeks * WEEK_DAYS);
    const [newest] = rows;
    return { kind, weeks: apart(rows).slice(0, weeks).map(toWeek), deciles: newest ? json<KindView['deciles']>(newest.deciles) : [] };
  };

  const spanOf = (days: number, now: number): AccuracyView['falseAlarmsPerDay']['spans'][number] => {
    const since = numberOrNull(oldest.get()?.emitted_at);
    const rows = raised.all(now - days * DAY_MS).filter(({ type }) => isAlarm(text(type) as AlertType));
    const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
    const [alarms, falseAlarms] = [sum(({ n }) => number(n)), sum(({ refuted }) => number(refuted))];
    const watched = since === null ? 0 : Math.min(days, Math.max(1, (now - since) / DAY_MS));
    return { days, watched, alarms, falseAlarms, perDay: watched === 0 ? null : falseAlarms / watched };
  };

  return (weeks) => {
    const now = clock();
    return {
      kinds: KINDS.map((kind) => kindOf(kind, weeks)),
      falseAlarmsPerDay: { rule: FALSE_ALARM_RULE, spans: SPANS.map((days) => spanOf(days, now)) },
    };
  };
}

/** Each night tells of the seven days before it: of rows newest first, those whose weeks do not overlap. */
function apart(rows: readonly Row[]): readonly Row[] {
  const dayOf = (row: Row): number => Date.parse(text(row.day)) / DAY_MS;
  const kept: Row[] = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (last === undefined || dayOf(last) - dayOf(row) >= WEEK_DAYS) kept.push(row);
  }
  return kept;
}

function toWeek(row: Row): WeekView {
  const [labels, right] = [number(row.labels), number(row.correct)];
  const share = labels === 0 ? { share: null, low: null, high: null } : { share: right / labels, ...wilson(right / labels, labels) };
  return { until: text(row.day), labels, right, ...share, brier: numberOrNull(row.brier) };
}
