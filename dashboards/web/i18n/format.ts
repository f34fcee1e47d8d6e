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
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
    percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
    relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }),
  };
});

export const minuteOf = (at: number): string => formats.value.minute.format(at);
export const secondOf = (at: number): string => formats.value.second.format(at);
export const dayOf = (at: number): string => formats.value.day.format(at);
export const number = (value: number): string => formats.value.number.format(value);
export const percent = (share: number): string => formats.value.percent.format(share);

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

/** A length of time in one or two units: "4 min", "1 hr 12 min", "350 ms". */
export function duration(ms: number): string {
  const write = (value: number, unit: string) =>
    new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const length = Math.abs(ms);
  if (length < 1_000) return write(Math.round(length), 'millisecond');
  if (length < 3_600_000) {
    const step = stepFor(length);
    return write(Math.floor(length / step.ms), step.unit);
  }
  return `${write(Math.floor(length / 3_600_000), 'hour')} ${write(Math.floor((length % 3_600_000) / 60_000), 'minute')}`;
}
