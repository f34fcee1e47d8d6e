import { describe, expect, it, test } from 'vitest';
import { compileFilter, FILTER_FIELDS } from '../../gateway/config/event-filter.ts';
import { errorsOf, loadShop } from './shop-folder.ts';

const hook = (more: string): string => `outputs:
  webhooks:
    - { id: crm, url: "https://crm.example/hooks", secretFile: crm.secret, events: ["sale.recorded"]${more} }
`;

describe('webhooks in store.yaml', () => {
  it('have what they need by default', () => {
    const { config } = loadShop({ 'store.yaml': hook('') });
    expect(config.outputs.webhooks).toEqual([
      {
        id: 'crm',
        url: 'https://crm.example/hooks',
        secretFile: 'crm.secret',
        events: ['sale.recorded'],
        when: 'true',
        batch: 1,
        timeoutS: 10,
        giveUpAfterH: 72,
      },
    ]);
  });

  it.each([
    [
      'an event that does not exist',
      hook('').replace('sale.recorded', 'sale.recoded'),
      'no event of that type - did you mean "sale.recorded"?',
    ],
    ['an event that is never told', hook('').replace('sale.recorded', 'reads.summarised'), 'no event of that type'],
    ['a family that does not exist', hook('').replace('sale.recorded', 'itm.*'), 'no event of that type - did you mean "item.*"?'],
    ['no event', hook('').replace('"sale.recorded"', ''), 'must have at least 1 entries'],
    ['a misspelt field in its filter', hook(`, when: 'event.zonne == "door"'`), 'No such key: zonne'],
    ['a filter that is no yes or no', hook(', when: event.people'), 'must be true or false, but is double'],
    ['a filter with the wrong type', hook(`, when: 'event.zone == 3'`), 'no such overload: string == int'],
    ['a password in its address', hook('').replace('https://', 'https://me:hunter2@'), 'must not hold a name or password; use tokenFile'],
    ['an address of something else', hook('').replace('https:', 'ftp:'), 'must begin with https:// or http://'],
    [
      'visitors told in clear',
      hook(', purpose: profiling').replace('https:', 'http:'),
      'must be https where pseudonyms of visitors are told',
    ],
    ['a purpose that nobody can agree to', hook(', purpose: fun'), 'must be one of profiling, analytics, sharing'],
    ['a name twice', hook('') + hook('').split('\n')[2], 'another webhook has that name'],
  ])('are refused with %s', (_, yaml, message) => {
    const errors = errorsOf({ 'store.yaml': yaml });
    // A filter is followed by its line and a caret.
    expect(errors.filter((line) => line.startsWith('store.yaml'))).toHaveLength(1);
    expect(errors[0]).toContain(message);
    expect(errors[0]).toMatch(/^store\.yaml:3:\d+ outputs\.webhooks\.\d|^store\.yaml:4:/);
    expect(errors[0]).not.toContain('hunter2');
  });

  it('may tell visitors to a program on this machine', () => {
    const yaml = hook(', purpose: profiling').replace('https://crm.example', 'http://127.0.0.1:9000');
    expect(loadShop({ 'store.yaml': yaml }).config.outputs.webhooks[0]?.purpose).toBe('profiling');
  });
});

describe('the GLN of the shop', () => {
  it.each([
    ['store: { gln: "4012345000009" }', []],
    ['store: { gln: "4012345000008" }', ['store.yaml:1:15 store.gln: its last digit is not the check digit (got "4012345000008")']],
    ['store: { gln: "401234500000" }', ['store.yaml:1:15 store.gln: must be 13 digits (got "401234500000")']],
    [
      'store: { gln: "4012345000009" }\nzones: [{ id: a-zone-with-quite-a-name, kind: shelf }]',
      [
        'store.yaml:2:15 zones.0.id: is longer than 20 characters: with store.gln, zones are named by the extension of the GLN, which holds no more (got "a-zone-with-quite-a-name")',
      ],
    ],
  ])('%s', (yaml, errors) => expect(errorsOf({ 'store.yaml': yaml })).toEqual(errors));
});

describe('a filter of events', () => {
  const wants = (expression: string, event: Record<string, unknown>): boolean => {
    const compiled = compileFilter(expression);
    if (!compiled.ok) throw new Error(compiled.message);
    return compiled.wants(event);
  };

  test.each([
    ['true', {}, true],
    ['event.zone == "door" && event.confidence > 0.9', { zone: 'door', confidence: 0.95 }, true],
    ['event.zone == "door" && event.confidence > 0.9', { zone: 'door', confidence: 0.9 }, false],
    ['event.zone == "door"', { people: 3 }, false],
    ['event.zone == ""', { people: 3 }, true],
    ['event.zone == ""', { zone: null }, true],
    ['event.total >= 100000', { total: 100_000 }, true],
    ['event.type in ["alert.raised", "alert.cleared"]', { type: 'alert.raised' }, true],
    ['event.sku.startsWith("TEA-")', { sku: 'TEA-1' }, true],
    ['event.temperature == 0.0', { temperature: { low: 4 } }, true],
    ['10 / event.party == 5', { party: 2 }, true],
    ['10 / event.party == 5', {}, false],
    ['event.doorOpen', { doorOpen: true }, true],
  ])('%s of %o is %s', (expression, event, expected) => expect(wants(expression, event)).toBe(expected));

  test('points at what is wrong', () => {
    expect(compileFilter('event.zone == "door" &&\n  event.zonne == "x"')).toMatchObject({
      ok: false,
      excerpt: '  event.zonne == "x"\n        ^',
    });
  });

  test('can ask for every field in its list', () => {
    expect(FILTER_FIELDS.length).toBeGreaterThan(30);
    for (const field of FILTER_FIELDS) expect(compileFilter(`event.${field} == event.${field}`), field).toMatchObject({ ok: true });
  });
});
