import type { ExitView, LossView } from '../../http/contract-loss.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import { type AskedDays, daysAsked, type LocalDay, localHour } from './local-day.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const MOST = 500;

/** How a gate's word ended, by the reason that is kept with it. A soft word that an alarm took the place of is told by the alarm. */
const FATES: Readonly<Record<string, ExitView['fate']>> = {
  'receipt-came-late': 'paid',
  paid: 'paid',
  'back-in-shop': 'back',
  'not-confirmed': 'withdrawn',
  calm: 'withdrawn',
};

/** Items that passed a gate without a receipt, what became of each, and what that comes to by day, hour and product. */
export function createLoss({ db, catalogue, clock }: QueryContext): (asked: AskedDays) => LossView {
  const told = db.prepare(
    `SELECT a.alert, a.type, a.at, a.epc, a.zone, a.confidence, a.cleared_at, a.cleared_because, a.refuted_at, a.confirmed_at, a.decided_by,
       coalesce(i.gtin, (SELECT json_extract(w.value, '$.facts.gtin') FROM json_each(a.why) w
         WHERE json_extract(w.value, '$.facts.gtin') IS NOT NULL LIMIT 1)) AS gtin
     FROM alerts a LEFT JOIN items i ON i.epc = a.epc
     WHERE a.at >= ? AND a.at < ? AND a.type IN ('unsold-exit', 'exit-suspected') AND a.epc IS NOT NULL
       AND coalesce(a.cleared_because, '') <> 'confirmed'
     ORDER BY a.at DESC, a.alert`,
  );
  const products = createProducts(catalogue);

  const toExit = (row: Row): ExitView => {
    const product = products.ofGtin(textOrNull(row.gtin));
    const isDecided = row.decided_by !== null;
    return {
      alert: text(row.alert),
      at: number(row.at),
      epc: text(row.epc),
      sku: product?.sku ?? null,
      name: product ? { ...product.name } : null,
      door: textOrNull(row.zone),
      confidence: number(row.confidence),
      fate: FATES[text(row.cleared_because)] ?? (text(row.type) === 'unsold-exit' ? 'left' : 'suspected'),
      settledAt: numberOrNull(row.cleared_at),
      decision: !isDecided ? null : row.confirmed_at === null ? 'false-alarm' : 'confirmed',
      decidedBy: textOrNull(row.decided_by),
      isFalseAlarm: row.refuted_at !== null,
      valueMinor: product?.priceMinor ?? null,
    };
  };

  return (asked) => {
    const days = daysAsked(asked, clock(), catalogue.timezone);
    const exits = told.all(days[0]?.from ?? 0, days.at(-1)?.to ?? 0).map(toExit);
    const begun = days.filter(({ from }) => from <= clock()).length;
    const gone = exits.filter(isGone);
    const sums = sumsOf(exits);
    return {
      from: days[0]?.date ?? '',
      to: days.at(-1)?.date ?? '',
      exits: exits.slice(0, MOST),
      isWhole: exits.length <= MOST,
      ...sums,
      suspected: exits.filter(({ fate, isFalseAlarm }) => fate === 'suspected' && !isFalseAlarm).length,
      confirmed: gone.filter(({ decision }) => decision === 'confirmed').length,
      unpriced: gone.filter(({ valueMinor }) => valueMinor === null).length,
      falseAlarmsPerDay: begun === 0 ? null : sums.falseAlarms / begun,
      days: byDay(exits, days),
      hours: byHour(exits, days, catalogue.timezone),
      products: byProduct(gone),
    };
  };
}

const isGone = ({ fate, isFalseAlarm }: ExitView): boolean => fate === 'left' && !isFalseAlarm;

function sumsOf(exits: readonly ExitView[]) {
  const count = (isMeant: (exit: ExitView) => boolean): number => exits.filter(isMeant).length;
  return {
    left: count(isGone),
    settled: count(({ fate }) => fate === 'paid' || fate === 'back'),
    withdrawn: count(({ fate }) => fate === 'withdrawn'),
    falseAlarms: count(({ isFalseAlarm }) => isFalseAlarm),
    valueMinor: worthOf(exits.filter(isGone)),
  };
}

const worthOf = (exits: readonly ExitView[]): number => exits.reduce((sum, { valueMinor }) => sum + (valueMinor ?? 0), 0);

const byDay = (exits: readonly ExitView[], days: readonly LocalDay[]): LossView['days'] =>
  days.map(({ date, from, to }) => ({ date, ...sumsOf(exits.filter(({ at }) => at >= from && at < to)) }));

function byHour(exits: readonly ExitView[], days: readonly LocalDay[], timezone: string): LossView['hours'] {
  const hours = new Map<number, LossView['hours'][number]>();
  for (const exit of exits) {
    const day = days.find(({ from, to }) => exit.at >= from && exit.at < to);
    if (day === undefined || !(isGone(exit) || exit.isFalseAlarm)) continue;
    const hour = localHour(exit.at, day, timezone);
    const known = hours.get(hour) ?? { hour, left: 0, falseAlarms: 0 };
    hours.set(hour, { hour, left: known.left + Number(isGone(exit)), falseAlarms: known.falseAlarms + Number(exit.isFalseAlarm) });
  }
  return [...hours.values()].sort((a, b) => a.hour - b.hour);
}

const byProduct = (gone: readonly ExitView[]): LossView['products'] =>
  [...Map.groupBy(gone, ({ sku }) => sku)]
    .map(([sku, own]) => ({ sku, name: own[0]?.name ?? null, left: own.length, valueMinor: worthOf(own) }))
    .sort((a, b) => b.valueMinor - a.valueMinor || b.left - a.left || String(a.sku).localeCompare(String(b.sku)));
