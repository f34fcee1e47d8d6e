/** Store-local dates, YYYY-MM-DD, both inclusive. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

export const PRESETS = ['today', 'yesterday', '7d', '28d', 'month', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];
export const COMPARISONS = ['none', 'before', 'week', 'year'] as const;
export type Comparison = (typeof COMPARISONS)[number];

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 400;

export const plusDays = (date: string, days: number): string => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
/** Days of a range, first and last counted. */
export const daysIn = ({ from, to }: Range): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** Each date of a range, oldest first. */
export const datesIn = (range: Range): readonly string[] => Array.from({ length: daysIn(range) }, (_, i) => plusDays(range.from, i));

export const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text)) && plusDays(text, 0) === text;

/** The store-local date of a moment. */
export const dateIn = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** What clocks in the zone show at a moment, read as if it were UTC. */
function wallTime(at: number, timeZone: string): number {
  const format =
    wallClocks.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' });
  wallClocks.set(timeZone, format);
  return Date.parse(`${format.format(at).replace(' ', 'T')}Z`);
}

/** The moment at which a store-local date begins, epoch ms. Where clocks skip midnight, the first moment after it. */
export function startOf(date: string, timeZone: string): number {
  const midnight = Date.parse(date);
  const offsetAt = (at: number): number => wallTime(at, timeZone) - at;
  const first = midnight - offsetAt(midnight);
  return midnight - offsetAt(first);
}

/** A range as moments, epoch ms, the end excluded. */
export const momentsOf = ({ from, to }: Range, timeZone: string): { readonly from: number; readonly to: number } => ({
  from: startOf(from, timeZone),
  to: startOf(plusDays(to, 1), timeZone),
});

export function rangeOf(name: Preset, now: string, asked: { readonly from?: string; readonly to?: string } = {}): Range {
  switch (name) {
    case 'today':
      return { from: now, to: now };
    case 'yesterday':
      return { from: plusDays(now, -1), to: plusDays(now, -1) };
    case '28d':
      return { from: plusDays(now, -27), to: now };
    case 'month':
      return { from: `${now.slice(0, 8)}01`, to: now };
    case 'custom': {
      const to = asked.to ?? now;
      const days = Math.min(LONGEST_DAYS, daysIn({ from: asked.from ?? to, to }));
      return { from: plusDays(to, 1 - days), to };
    }
    default:
      return { from: plusDays(now, -6), to: now };
  }
}

/** What a range is compared with: as many days before it, or the same weekdays of last week or of 52 weeks ago. */
export function comparedTo(range: Range, how: Comparison): Range | null {
  const back = { none: 0, before: daysIn(range), week: Math.ceil(daysIn(range) / 7) * 7, year: 364 }[how];
  return back === 0 ? null : { from: plusDays(range.from, -back), to: plusDays(range.to, -back) };
}
