import { describe, expect, it } from 'vitest';
import { cutOffers, strangersIn, withOffers } from '../../gateway/config/offer-source.ts';

const OFFERS = `offers: # the best first
  # for two
  - id: tea # nice
    on: item.picked

  - { id: scarf, on: shelf.low }
`;
const BEFORE = '# our shop\nstore: { id: corner }\nzones:\n  - { id: door, kind: entrance }\n\n';
const AFTER = '\n# where it is told\noutputs: {}\nhttp: { port: 0 }\n';

describe('the offers of a store.yaml', () => {
  it.each([
    ['in the middle', BEFORE, OFFERS, AFTER],
    ['at the end', BEFORE, OFFERS, ''],
    ['at the end, with a last word', BEFORE, OFFERS, '\n# the end\n'],
    ['at the beginning', '', OFFERS, AFTER],
    ['with lines that end as in DOS', BEFORE.replaceAll('\n', '\r\n'), OFFERS.replaceAll('\n', '\r\n'), AFTER.replaceAll('\n', '\r\n')],
    ['in one line', BEFORE, 'offers: [{ id: tea, on: item.picked }]\n', AFTER],
    ['as nothing', BEFORE, 'offers:\n', AFTER],
    ['without a last line break', BEFORE, OFFERS.trimEnd(), ''],
  ])('%s are cut out and put back byte for byte', (_where, before, offers, after) => {
    const source = cutOffers(before + offers + after);
    expect(source).toEqual({ before, offers, after });
    if (source !== null && offers.endsWith('\n')) expect(withOffers(source, offers)).toBe(before + offers + after);
    if (source !== null) expect(withOffers(source, 'offers: []')).toBe(`${before}offers: []\n${after}`);
  });

  it('begin as an empty list in a file that has none', () => {
    expect(cutOffers(BEFORE)).toEqual({ before: BEFORE, offers: 'offers: []\n', after: '' });
    expect(cutOffers('store: { id: corner }')).toEqual({ before: 'store: { id: corner }\n', offers: 'offers: []\n', after: '' });
    expect(cutOffers('')).toEqual({ before: '', offers: 'offers: []\n', after: '' });
  });

  it('cannot be cut out of one pair of braces', () => {
    expect(cutOffers('{ store: { id: corner }, offers: [] }')).toBeNull();
  });

  it('may hold nothing else', () => {
    expect(strangersIn(OFFERS)).toEqual([]);
    expect(strangersIn('')).toEqual([]);
    expect(strangersIn(`${OFFERS}http: { port: 1 }\n`)).toEqual([{ key: 'http', line: 7 }]);
    expect(strangersIn('- id: tea\n')).toEqual([{ key: '', line: 1 }]);
  });
});
