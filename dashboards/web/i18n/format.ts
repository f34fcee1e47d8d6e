import { computed } from '@preact/signals';
import { store } from '../state/model.ts';
import { language } from './translate.ts';

/** Numbers and times as the page's language writes them, in the store's timezone. */
const formats = computed(() => {
  const locale = language.value;
  const timeZone = store.value?.timezone ?? 'UTC';
  return {
    minute: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }),
    second: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone }),
    day: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone }),
    date: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
    month: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }),
    dayAndMinute: new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    }),
    score: new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    exact: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
    percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
    signed: new Intl.NumberFormat(locale, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }),
    signedPercent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
  };
});

export const minuteOf = (at: number): string => formats.value.minute.format(at);
export const secondOf = (at: number): string => formats.value.second.format(at);
export const dayOf = (at: number): string => formats.value.day.format(at);
/** A store-local date, YYYY-MM-DD: "Nov 22". */
export const dateOf = (date: string): string => formats.value.date.format(Date.parse(date));
/** The month of a store-local date: "November 2026". */
export const monthOf = (date: string): string => formats.value.month.format(Date.parse(date));
/** 1 is Monday. */
export const weekdayName = (weekday: number): string => formats.value.weekday.format(Date.UTC(2024, 0, weekday));
/** A moment that need not be today's. */
export const dateTimeOf = (at: number): string => formats.value.dayAndMinute.format(at);
/** At most two decimals: lengths on a plan, bounds. */
export const exact = (value: number): string => formats.value.exact.format(value);
/** Two decimals. */
export const score = (value: number): string => formats.value.score.format(value);
export const number = (value: number): string => formats.value.number.format(value);
export const percent = (share: number): string => formats.value.percent.format(share);

/** With its sign, one decimal: "+3.9", "−0.2". */
export const signed = (value: number): string => formats.value.signed.format(value);
export const signedPercent = (share: number): string => formats.value.signedPercent.format(share);

/** Minor units as the currency of the shop writes them. */
const moneyFormat = (signDisplay: 'auto' | 'exceptZero') => {
  const currency = store.value?.currency ?? 'XXX';
  const format = new Intl.NumberFormat(language.value, {
    style: 'currency',
    currency,
    signDisplay,
    trailingZeroDisplay: 'stripIfInteger',
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (minor: number): string => format.format(Math.round(minor) / 10 ** digits);
};
const moneyFormats = computed(() => ({ plain: moneyFormat('auto'), signed: moneyFormat('exceptZero') }));
export const money = (minor: number): string => moneyFormats.value.plain(minor);
export const signedMoney = (minor: number): string => moneyFormats.value.signed(minor);

const STEPS = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const;

const stepFor = (ms: number) => STEPS.find((step) => ms >= step.ms) ?? STEPS[3];

/** How long ago: "12 sec. ago". A moment in the future counts as now. */
export function ago(ms: number): string {
  const step = stepFor(Math.max(0, ms));
  return formats.value.relative.format(-Math.floor(Math.max(0, ms) / step.ms), step.unit);
}

/** A length of time in one or two units: "4 min", "1 hr 12 min", "3 days 4 hr", "350 ms". */
export function duration(ms: number): string {
  const write = (value: number, unit: string) =>
    new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const length = Math.abs(ms);
  if (length < 1_000) return write(Math.round(length), 'millisecond');
  if (length < 3_600_000) {
    const step = stepFor(length);
    return write(Math.floor(length / step.ms), step.unit);
  }
  const hours = Math.floor(length / 3_600_000);
  if (hours >= 48) return `${write(Math.floor(hours / 24), 'day')} ${write(hours % 24, 'hour')}`;
  return `${write(hours, 'hour')} ${write(Math.floor((length % 3_600_000) / 60_000), 'minute')}`;
}
