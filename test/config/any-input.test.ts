import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileShop } from '../../gateway/config/compile-shop.ts';
import { compileCondition } from '../../gateway/config/condition.ts';
import { parseCsv } from '../../gateway/config/csv.ts';
import { asId } from '../../gateway/domain/ids.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { loadShop } from './shop-folder.ts';

const SHOP = {
  store: { id: 'a', hours: { mon: { open: '10:00', close: '20:00' } }, dayParts: { early: { from: '06:00', to: '09:00' } } },
  plan: { width: 9, height: 9 },
  zones: [
    {
      id: 'tea',
      kind: 'shelf',
      polygon: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      neighbours: ['hall'],
    },
    { id: 'hall', kind: 'aisle' },
  ],
  devices: [
    { id: 'r', antennas: [{ port: 1, zone: 'tea', section: 's1', at: [1, 1] }] },
    { id: 'd', zone: 'tea', display: { faces: ['tea'] } },
  ],
  shelves: [
    { id: 's', zone: 'tea', sections: [{ id: 's1', scale: { device: 'r', channel: '1' }, planogram: [{ sku: 'T', facings: 2 }] }] },
  ],
  staff: { tags: ['30352015'], cards: ['x'] },
  loyalty: { tiers: ['gold'] },
  offers: [
    { id: 'o', on: 'item.picked', when: 'item.sku == "T"', display: 'd', show: { en: { title: '{product}' } }, limits: { perVisit: 1 } },
  ],
  http: { port: 1 },
};

/** Values that fit in many places, so that some of the shops are in order. */
const plausible = fc.constantFrom<unknown>('tea', 'hall', 'r', 'd', '2', 1, 2, 0.5, [], {}, true, '10:00', 'en', 'nearest');

const paths: string[] = [];
const collect = (value: unknown, path: string): void => {
  paths.push(path);
  if (typeof value === 'object' && value !== null) for (const [key, part] of Object.entries(value)) collect(part, `${path}.${key}`);
};
for (const [key, part] of Object.entries(SHOP)) collect(part, key);

describe('whatever stands in the files', () => {
  it('is either a shop that compiles or a list of problems with places, never a crash', () => {
    const outcomes = { shop: 0, problems: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue({ maxDepth: 2 }), plausible), (path, value) => {
        try {
          const loaded = loadShop({ 'store.yaml': JSON.stringify(SHOP, null, 1) }, { flags: { [path]: value } });
          const shop = compileShop(loaded, { pseudonym: (card) => asId(card), identify: () => ({ kind: 'other', gtin: null }) });
          expect(shop.settings.tags.arrivalReads).toBeGreaterThan(0);
          outcomes.shop++;
        } catch (error) {
          if (!isGatewayError(error, 'CONFIG_INVALID')) throw error;
          expect(error.message).not.toBe('');
          outcomes.problems++;
        }
      }),
      { numRuns: 120, seed: 20_261_123 },
    );
    expect(outcomes.shop).toBeGreaterThan(3);
    expect(outcomes.problems).toBeGreaterThan(50);
  });

  it('is a YAML file or says why not', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'zones: -[]{}\n\t"\'&*!|>%@`#,?x'), maxLength: 60 }), (yaml) => {
        try {
          loadShop({ 'store.yaml': yaml });
        } catch (error) {
          if (!isGatewayError(error, 'CONFIG_INVALID')) throw error;
        }
      }),
      { numRuns: 150, seed: 20_261_123 },
    );
  });

  it('is a CSV with as many lines as it has, or fewer', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab,;"\n\r\t '), maxLength: 60 }), (text) => {
        const { rows } = parseCsv(text);
        for (const row of rows) expect(row.line).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { seed: 20_261_123 },
    );
  });

  it('is a condition or a message with a caret', () => {
    const word = fc.constantFrom(
      'item',
      '.',
      'sku',
      '==',
      '"T"',
      '(',
      ')',
      '&&',
      '[',
      ']',
      '1',
      '+',
      'visit',
      'items',
      'size()',
      '?',
      ':',
      '!',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const compiled = compileCondition(words.join(' '));
        if (!compiled.ok) expect(compiled.message).not.toBe('');
      }),
      { numRuns: 500, seed: 20_261_123 },
    );
  });
});
