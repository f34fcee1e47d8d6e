import type { Language } from '../explain/words.ts';

/** Numbers and times as the report's language writes them, in the shop's time zone and currency. */
export function createFormat(language: Language, timeZone: string, currency: string) {
  const count = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const points = new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
  const money = new Intl.NumberFormat(language, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const date = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const shortDate = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
  const longDate = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone });
  return {
    count: (value: number): string => count.format(value),
    /** Two decimals. */
    rate: (value: number): string => rate.format(value),
    share: (value: number): string => share.format(value),
    /** Of a share: how many percentage points more. */
    points: (value: number): string => points.format(value * 100),
    /** +0.1 is 10 % more. */
    change: (value: number): string => change.format(value),
    /** Minor units. */
    money: (minor: number): string => money.format(Math.round(minor) / 10 ** digits),
    /** YYYY-MM-DD, short with its weekday. */
    date: (day: string): string => date.format(Date.parse(day)),
    /** As short as it stands below a bar. */
    shortDate: (day: string): string => shortDate.format(Date.parse(day)),
    longDate: (day: string): string => longDate.format(Date.parse(day)),
    /** Epoch ms. */
    moment: (at: number): string => moment.format(at),
  };
}

export type ReportFormat = ReturnType<typeof createFormat>;

/** One language of a text in several: the asked one, one in the same script family, English, whatever there is. */
export function pick(texts: Readonly<Record<string, string>>, language: Language, fallback: string): string {
  const related = language.startsWith('zh') ? (texts['zh-TW'] ?? texts['zh-CN']) : undefined;
  return texts[language] ?? related ?? texts.en ?? Object.values(texts)[0] ?? fallback;
}
