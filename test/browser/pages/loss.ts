import type { ExitView, LossView } from '../../../gateway/http/contract-loss.ts';
import type { AlertDeed, Answers } from '../fixture-server.ts';
import { NOW, nameOf } from '../fixture-shop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY_MS = 24 * HOUR;
const TAIPEI_MS = 8 * HOUR;
const datesOf = (query: URLSearchParams): string[] => {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
};

/** Yesterday at two minutes past three in the afternoon, by the clock of the shop. */
export const AT_15_02 = Date.parse('2026-11-22T07:02:20Z');

function exit(alert: string, at: number, sku: string | null, valueMinor: number | null, more: Partial<ExitView> = {}): ExitView {
  const epc = `3034F1A2B4000000${alert.replaceAll(/\D/g, '').padStart(8, '0')}`;
  const open = { settledAt: null, decision: null, decidedBy: null, isFalseAlarm: false };
  return {
    alert,
    at,
    epc,
    sku,
    name: sku === null ? null : nameOf(sku),
    door: 'entrance',
    confidence: 0.9,
    fate: 'left',
    valueMinor,
    ...open,
    ...more,
  };
}

const exits = (): ExitView[] => [
  exit('a-31', NOW - 905_000, 'D-GES', 48_000, { confidence: 0.83 }),
  exit('a-41', NOW - 3 * HOUR, 'S-PINE', 42_000, {
    ...{ confidence: 0.46, fate: 'withdrawn', settledAt: NOW - 3 * HOUR + 5 * MINUTE },
  }),
  exit('a-42', NOW - 4 * HOUR, 'T-RUBY', 65_000, { fate: 'paid', settledAt: NOW - 4 * HOUR + 4 * MINUTE, isFalseAlarm: true }),
  exit('a-50', AT_15_02, 'A-RAIN', 268_000, { confidence: 0.94 }),
  exit('a-51', AT_15_02 - 26 * HOUR, 'A-TEE', 68_000, { decision: 'confirmed', decidedBy: 'mei' }),
  exit('a-52', AT_15_02 - 50 * HOUR, 'S-CANDLE', 52_000, { decision: 'false-alarm', decidedBy: 'ann', isFalseAlarm: true }),
  exit('a-53', AT_15_02 - 51 * HOUR, null, null, { fate: 'back', settledAt: AT_15_02 - 50.9 * HOUR }),
  exit('a-54', NOW - 40_000, 'G-DRIP', 58_000, { confidence: 0.52, fate: 'suspected' }),
];

const isGone = ({ fate, isFalseAlarm }: ExitView): boolean => fate === 'left' && !isFalseAlarm;
const sumsOf = (all: readonly ExitView[]) => ({
  left: all.filter(isGone).length,
  settled: all.filter(({ fate }) => fate === 'paid' || fate === 'back').length,
  withdrawn: all.filter(({ fate }) => fate === 'withdrawn').length,
  falseAlarms: all.filter(({ isFalseAlarm }) => isFalseAlarm).length,
  valueMinor: all.filter(isGone).reduce((sum, { valueMinor }) => sum + (valueMinor ?? 0), 0),
});
const localDate = (at: number): string => new Date(at + TAIPEI_MS).toISOString().slice(0, 10);

function decided(one: ExitView, deeds: readonly AlertDeed[]): ExitView {
  const last = deeds.findLast(({ deed, ids }) => deed === 'ack' && ids.includes(one.alert));
  if (last === undefined) return one;
  const isFalseAlarm = last.comment?.startsWith('false') ?? false;
  return { ...one, isFalseAlarm, decision: isFalseAlarm ? 'false-alarm' : 'confirmed', decidedBy: 'mei' };
}

/** What the gates said, after what operators decided. */
export function lossAfter(deeds: readonly AlertDeed[], query: URLSearchParams): LossView {
  const dates = datesOf(query);
  const all = exits()
    .map((one) => decided(one, deeds))
    .filter(({ at }) => dates.includes(localDate(at)))
    .toSorted((a, b) => b.at - a.at);
  const gone = all.filter(isGone);
  const hourOf = (at: number): number => new Date(at + TAIPEI_MS).getUTCHours();
  return {
    ...{ from: dates[0] ?? '', to: dates.at(-1) ?? '', exits: all, isWhole: true },
    ...sumsOf(all),
    suspected: all.filter(({ fate }) => fate === 'suspected').length,
    confirmed: gone.filter(({ decision }) => decision === 'confirmed').length,
    unpriced: gone.filter(({ valueMinor }) => valueMinor === null).length,
    falseAlarmsPerDay: sumsOf(all).falseAlarms / dates.length,
    days: dates.map((date) => ({ date, ...sumsOf(all.filter(({ at }) => localDate(at) === date)) })),
    hours: [...Map.groupBy(all, ({ at }) => hourOf(at))]
      .map(([hour, own]) => ({ hour, left: sumsOf(own).left, falseAlarms: sumsOf(own).falseAlarms }))
      .filter(({ left, falseAlarms }) => left + falseAlarms > 0)
      .toSorted((a, b) => a.hour - b.hour),
    products: gone.map(({ sku, name, valueMinor }) => ({ sku, name, left: 1, valueMinor: valueMinor ?? 0 })),
  };
}

const empty = (query: URLSearchParams): LossView => {
  const none = lossAfter([], new URLSearchParams({ from: '2020-01-01', to: '2020-01-01' }));
  const days = datesOf(query).map((date) => ({ date, ...sumsOf([]) }));
  return { ...none, from: days[0]?.date ?? '', to: days.at(-1)?.date ?? '', days };
};

export const loss: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/loss': (query) => lossAfter([], query) },
  empty: { 'insight/loss': empty },
};
