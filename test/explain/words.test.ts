import { describe, expect, it } from 'vitest';
import type { EvidenceCode } from '../../gateway/domain/evidence.ts';
import { WORDS } from '../../gateway/explain/all-words.ts';
import { createTeller, type Facts } from '../../gateway/explain/teller.ts';
import { LANGUAGES, type Words } from '../../gateway/explain/words.ts';
import { GTIN, NINE, names } from './shop.ts';

/** A value for every key that a pattern may take up: the test of a pattern with another key fails until it stands here. */
const SAMPLES: Readonly<Record<string, string | number>> = {
  antenna: 3,
  antennas: 2,
  candidates: 4,
  cards: 5,
  dbm: -61.5,
  goods: 2,
  grams: -227,
  hours: 12,
  items: 6,
  limit: 50,
  minutes: 8,
  party: 2,
  percent: 9,
  perMinute: 17,
  perSecond: 80,
  reads: 7,
  seconds: 41,
  share: 0.93,
  stays: 3,
  strongestDbm: -52,
  times: 3,
  usual: 120,
  usualEvery: 6,
  visits: 3,
  lines: 2,
  lastRead: NINE,
  zone: 'wall',
  from: 'cabin',
  here: 'wall',
  there: 'door',
  section: 'beans',
  gtin: GTIN,
  device: 'gate',
  display: 'gate',
  offer: 'second',
  visit: 'v-2-17',
  sale: 'r-88',
  seen: 'out',
  last: 'outer',
  by: 'counter',
  because: 'calm',
  reason: 'refused',
  product: 'Linen shirt',
  outcome: 'bought',
  alert: 'something',
  user: 'mei',
  tier: 'gold',
  score: 4,
  of: 5,
};

const keysOf = (pattern: string): string[] => [...new Set([...pattern.matchAll(/\{(\w+)/g)].map(([, key = '']) => key))].sort();
/** Sample facts of exactly the keys that the English pattern takes up. */
const factsFor = (pattern: string): Facts => Object.fromEntries(keysOf(pattern).map((key) => [key, SAMPLES[key]]));
const TABLES = ['evidence', 'events', 'claims'] as const satisfies readonly (keyof Words)[];
const entries = TABLES.flatMap((table) => Object.entries(WORDS.en[table]).map(([code, pattern]) => ({ table, code, pattern })));
const codes = Object.keys(WORDS.en.evidence) as EvidenceCode[];
const LEFTOVERS = /[{}[\]–]|undefined|null|NaN/;

describe.each(LANGUAGES)('the words of %s', (language) => {
  const teller = createTeller(language, names);

  it.each(entries)('$table $code: takes up the facts of the English sentence and no other', ({ table, code, pattern }) => {
    const own = (WORDS[language][table] as Readonly<Record<string, string>>)[code] ?? '';
    expect(keysOf(own)).toEqual(keysOf(pattern));
    for (const key of keysOf(own)) expect(SAMPLES, 'give the new key a sample value').toHaveProperty(key);
    expect(own.split('[').length).toBe(own.split(']').length);
  });

  it.each(codes)('%s becomes a sentence with its numbers and its weight', (code) => {
    const facts = factsFor(WORDS.en.evidence[code]) as Readonly<Record<string, string | number>>;
    const text = teller.reason({ code, nats: -1.25, facts });
    expect(text).not.toMatch(LEFTOVERS);
    expect(text).toMatch(/-1\.3$/);
    for (const [key, value] of Object.entries(facts)) {
      if (typeof value === 'number' && key !== 'lastRead' && key !== 'share') expect(text).toContain(String(value));
    }
    for (const id of ['wall', 'cabin', 'beans', GTIN, 'outer']) {
      if (language !== 'en' && Object.values(facts).includes(id)) expect(text).not.toContain(id);
    }
  });

  it.each(codes)('%s without any facts is a sentence still', (code) => {
    const text = teller.reason({ code, nats: 2, facts: {} });
    expect(text).not.toMatch(/[{}[\]]|undefined|null|NaN/);
    expect(text).toMatch(/\+2\.0$/);
  });

  it.each(entries.filter(({ table }) => table !== 'evidence'))('$table $code becomes a sentence', ({ table, code, pattern }) => {
    const facts = factsFor(pattern);
    const text = table === 'events' ? teller.event(code as never, facts) : teller.claim(code as never, facts);
    expect(text).not.toMatch(LEFTOVERS);
    expect(text.length).toBeGreaterThan(3);
  });

  it('speaks the same values as the others', () => {
    expect(Object.keys(WORDS[language].values).sort()).toEqual(Object.keys(WORDS.en.values).sort());
  });
});

describe('a sentence', () => {
  const teller = createTeller('en', names);

  it('has its numbers, the usual beside the seen, and its weight', () => {
    const facts = { seconds: 41, usualEvery: 6 };
    expect(teller.reason({ code: 'silent-at-home', nats: 2.9, facts })).toBe('Not read at its place for 41 s, usually every 6 s: +2.9');
    expect(teller.reason({ code: 'silent-at-home', nats: 2.9, facts: { seconds: 41 } })).toBe('Not read at its place for 41 s: +2.9');
  });

  it('agrees with one and with many', () => {
    const reads = (n: number) => teller.reason({ code: 'reads-in-window', nats: 0, facts: { reads: n } });
    expect([reads(1), reads(2)]).toEqual(['Read 1 time: 0.0', 'Read 2 times: 0.0']);
  });

  it('tells times as the clock in the shop shows them', () => {
    expect(teller.reason({ code: 'silent-everywhere', nats: 2.2, facts: { seconds: 600, lastRead: NINE } })).toContain('last at 17:00:00');
  });

  it('of a code that only an older gateway knew holds the code and every fact', () => {
    const text = teller.reason({ code: 'moon-phase', nats: 0.5, facts: { zone: 'wall', quarter: 3 } });
    expect(text).toBe('Moon phase (zone Coffee wall, quarter 3): +0.5');
  });

  it('falls back to the script of the family, then to English, then to the id', () => {
    const reason = { code: 'put-back', nats: 2, facts: { zone: 'wall' } };
    expect(createTeller('zh-CN', names).reason(reason)).toContain('咖啡牆');
    expect(teller.reason({ ...reason, facts: { zone: 'cellar' } })).toContain('cellar');
  });

  it('calls an item without a known product by the end of its EPC', () => {
    expect(teller.item(null, '30340789000C0FC0000003E9')).toBe('item …0003E9');
    expect(teller.item('09999999999999', '30340789000C0FC0000003E9')).toBe('item …0003E9');
  });
});
