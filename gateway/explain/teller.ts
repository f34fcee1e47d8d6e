import type { AlertType, Evidence } from '../domain/events.ts';
import { WORDS } from './all-words.ts';
import { fill, type Value } from './fill.ts';
import type { NameKind, ShopNames } from './shop-names.ts';
import type { ClaimCode, Language, ToldEvent } from './words.ts';

/** Values by the key of a pattern; null and undefined are missing. A number is written the language's way. */
export type Facts = Readonly<Record<string, string | number | null | undefined>>;

/** Says things of one shop in one language: ids become names, numbers and times are written as people write them. */
export interface Teller {
  readonly language: Language;
  /** One reason with its weight: "not read at its place for 41 s, usually every 6 s: +2.9". */
  reason(evidence: ReadableEvidence): string;
  event(type: ToldEvent, facts: Facts): string;
  claim(code: ClaimCode | `alert.${string}`, facts: Facts): string;
  /** How an alert is called in lists. */
  alert(type: string): string;
  /** The item by its product's name, else by the end of its EPC. Never by the whole EPC. */
  item(gtin: string | null, epc: string | null): string | null;
  percent(share: number): string;
  /** Signed, one digit: "+2.9", "−1.1". */
  nats(nats: number): string;
  readonly words: (typeof WORDS)[Language];
}

/** Evidence as the ledger keeps it: written by this gateway or by an older one whose codes may no longer be known. */
export type ReadableEvidence = Omit<Evidence, 'code'> & { readonly code: string };

/** Facts that hold ids, and what they are ids of. */
const NAMED: Readonly<Record<string, NameKind>> = {
  zone: 'zone',
  from: 'zone',
  to: 'zone',
  here: 'zone',
  there: 'zone',
  section: 'section',
  gtin: 'product',
  device: 'device',
  display: 'device',
  offer: 'offer',
};
/** Facts that are points in time, epoch ms. */
const TIMES = new Set(['lastRead']);
/** Facts that are shares of one. */
const SHARES = new Set(['share']);
/** As much of an EPC as a sentence shows. */
const END_OF_EPC = 6;

const inWords = (code: string): string => code.replaceAll('-', ' ');
const startLarge = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export function createTeller(language: Language, names: ShopNames): Teller {
  const words = WORDS[language];
  const plural = new Intl.PluralRules(language);
  const isOne = (n: number): boolean => plural.select(n) === 'one';
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1, signDisplay: 'exceptZero' });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const second = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: names.timezone,
  });

  const nameOf = (kind: NameKind, id: string): string => pick(names.of(kind, id), language) ?? id;

  function numeral(key: string, value: number): Value {
    if (TIMES.has(key)) return { text: second.format(value) };
    return { text: SHARES.has(key) ? share.format(value) : number.format(value), number: value };
  }

  function inText(key: string, value: string | number): Value {
    if (typeof value === 'number') return numeral(key, value);
    if (key === 'visit') return { text: fill(words.visitName, () => ({ text: value }), isOne) };
    const kind = NAMED[key];
    return { text: kind ? nameOf(kind, value) : (words.values[`${key}.${value}`] ?? value) };
  }

  const say = (pattern: string, facts: Facts): string =>
    fill(
      pattern,
      (key) => {
        const value = facts[key];
        return value === null || value === undefined || value === '' ? null : inText(key, value);
      },
      isOne,
    );

  // A ledger may hold codes of another version of the gateway: looked up as what they are, text.
  const evidence: Readonly<Record<string, string>> = words.evidence;
  const claims: Readonly<Record<string, string>> = words.claims;
  const alerts: Readonly<Record<string, string>> = words.alerts;

  /** A code of another version: its own words and all its facts, so that nothing that was weighed is hidden. */
  function unknownReason({ code, facts }: ReadableEvidence): string {
    const told = Object.entries(facts).map(([key, value]) => `${key} ${inText(key, value).text}`);
    return told.length > 0 ? `${inWords(code)} (${told.join(words.comma)})` : inWords(code);
  }

  return {
    language,
    words,
    reason(reason) {
      const pattern = evidence[reason.code];
      const text = pattern === undefined ? unknownReason(reason) : say(pattern, reason.facts);
      const nats = signed.format(reason.nats);
      return startLarge(fill(words.weighed, (key) => ({ text: key === 'nats' ? nats : text }), isOne));
    },
    event: (type, facts) => startLarge(say(words.events[type], facts)),
    claim: (code, facts) => startLarge(say(claims[code] ?? inWords(code.replace(/^alert\./, '')), facts)),
    alert: (type: AlertType | string) => alerts[type] ?? inWords(type),
    item: (gtin, epc) => {
      if (epc === null) return null;
      const name = gtin === null ? undefined : pick(names.of('product', gtin), language);
      return name ?? say(words.unnamedItem, { end: epc.slice(-END_OF_EPC) });
    },
    percent: (p) => share.format(p),
    nats: (nats) => signed.format(nats),
  };
}

/** One language of a text in several: the asked one, else the same script family, English, whatever there is. */
function pick(texts: Readonly<Record<string, string>> | undefined, language: Language): string | undefined {
  if (texts === undefined) return undefined;
  const related = language.startsWith('zh') ? (texts['zh-TW'] ?? texts['zh-CN']) : undefined;
  return texts[language] ?? related ?? texts.en ?? Object.values(texts)[0];
}
