import { describe, expect, it } from 'vitest';
import { errorsOf } from './shop-folder.ts';

/** One mistake each; the whole error text is pinned, since it is what an operator sees first. */
const MISTAKES: readonly { readonly name: string; readonly yaml: string; readonly errors: readonly string[] }[] = [
  {
    name: 'a misspelt key',
    yaml: `stroe:
  id: x
`,
    errors: ['store.yaml:1:1 stroe: unknown key - did you mean "store"?'],
  },
  {
    name: 'a misspelt key deep inside',
    yaml: `store:
  dayPart: {}
`,
    errors: ['store.yaml:2:3 store.dayPart: unknown key - did you mean "dayParts"?'],
  },
  {
    name: 'points that lead to no tier, or to a lower one for more',
    yaml: `loyalty:
  tiers: [basic, silver, gold]
  tierPoints: { silver: 500, gold: 500, glod: 900 }
`,
    errors: [
      'store.yaml:3:36 loyalty.tierPoints.gold: must be more than the 500 of "silver", which stands below it in loyalty.tiers (got 500)',
      'store.yaml:3:47 loyalty.tierPoints.glod: no tier of that name - did you mean "gold"? (got "glod")',
    ],
  },
  {
    name: 'a stage of a customer that there is not',
    yaml: `offers:
  - { id: back, on: visit.identified, personal: true, when: 'visitor.stage == "commited"', show: { en: { title: Hello } } }
`,
    errors: [
      'store.yaml:2:79 offers.0.when: visitor.stage is never "commited" - did you mean "committed"?',
      '    visitor.stage == "commited"',
      '                     ^',
    ],
  },
  {
    name: 'a wrong type',
    yaml: `http:
  port: eighty
`,
    errors: ['store.yaml:2:9 http.port: expected a number (got "eighty")'],
  },
  {
    name: 'a number out of range',
    yaml: `http:
  port: 70000
`,
    errors: ['store.yaml:2:9 http.port: must be at most 65535 (got 70000)'],
  },
  {
    name: 'a fraction where whole numbers are due',
    yaml: `http:
  port: 80.5
`,
    errors: ['store.yaml:2:9 http.port: expected a whole number (got 80.5)'],
  },
  {
    name: 'a choice misspelt',
    yaml: `zones:
  - id: tea
    kind: shelve
`,
    errors: [
      'store.yaml:3:11 zones.0.kind: must be one of entrance, exit, shelf, fitting, checkout, storage, aisle - did you mean "shelf"? (got "shelve")',
    ],
  },
  {
    name: 'a missing field',
    yaml: `zones:
  - id: tea
`,
    errors: ['store.yaml:2:5 zones.0.kind: is required: must be one of entrance, exit, shelf, fitting, checkout, storage, aisle'],
  },
  {
    name: 'a bad id',
    yaml: `zones:
  - { id: Tea Room, kind: aisle }
`,
    errors: ['store.yaml:2:11 zones.0.id: must be lower-case letters, digits and dashes, at most 63 (got "Tea Room")'],
  },
  {
    name: 'a text where texts are due',
    yaml: `store:
  name: 5
`,
    errors: ['store.yaml:2:9 store.name: expected text or a group of keys (got 5)'],
  },
  {
    name: 'a text of a language that is no text',
    yaml: `store:
  name: { en: 5 }
`,
    errors: ['store.yaml:2:15 store.name.en: expected text (got 5)'],
  },
  {
    name: 'a point with one coordinate',
    yaml: `zones:
  - { id: tea, kind: aisle, polygon: [[1], [2, 2], [3, 3]] }
`,
    errors: ['store.yaml:2:39 zones.0.polygon.0: must have at least 2 entries (got [1])'],
  },
  {
    name: 'a version that does not exist',
    yaml: `version: 2
`,
    errors: ['store.yaml:1:10 version: must be 1 (got 2)'],
  },
  {
    name: 'an address that is none',
    yaml: `outputs:
  influx: { url: nope }
`,
    errors: ['store.yaml:2:18 outputs.influx.url: must be an address such as http://host:8086 (got "nope")'],
  },
  {
    name: 'a time of day that does not exist',
    yaml: `store:
  hours:
    mon: { open: '10:00', close: '24:30' }
`,
    errors: ['store.yaml:3:34 store.hours.mon.close: must be a time of day, HH:MM (got "24:30")'],
  },
  {
    name: 'a weekday that does not exist',
    yaml: `store:
  hours:
    mo: null
`,
    errors: ['store.yaml:3:5 store.hours.mo: unknown key - did you mean "mon"?'],
  },
  {
    name: 'a day part with a bad name',
    yaml: `store:
  dayParts:
    Late Night: { from: '22:00', to: '23:00' }
`,
    errors: ['store.yaml:3:5 store.dayParts.Late Night: must be lower-case letters, digits and dashes, at most 63'],
  },
  {
    name: 'closing before opening',
    yaml: `store:
  hours:
    mon: { open: '10:00', close: '09:00' }
`,
    errors: ['store.yaml:3:34 store.hours.mon.close: must be after the opening time; 24:00 is midnight (got "09:00")'],
  },
  {
    name: 'day parts that overlap over midnight',
    yaml: `store:
  dayParts:
    night: { from: '22:00', to: '06:00' }
    early: { from: '05:00', to: '08:00' }
`,
    errors: ['store.yaml:4:12 store.dayParts.early: overlaps with "night" (got "05:00-08:00")'],
  },
  {
    name: 'a time zone that does not exist',
    yaml: `store:
  timezone: Asia/Taipeh
`,
    errors: ['store.yaml:2:13 store.timezone: no such time zone - did you mean "Asia/Taipei"? (got "Asia/Taipeh")'],
  },
  {
    name: 'a currency that does not exist',
    yaml: `store:
  currency: NTD
`,
    errors: ['store.yaml:2:13 store.currency: no such currency: ISO 4217 has TWD, CNY, HKD, USD and so on (got "NTD")'],
  },
  {
    name: 'broken YAML',
    yaml: `store:
  id: [a
plan: 3
`,
    errors: ['store.yaml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]'],
  },
  {
    name: 'a repeated key',
    yaml: `store: {}
plan: {}
store: {}
`,
    errors: ['store.yaml:3:1: Map keys must be unique'],
  },
  {
    name: 'a file that is no map',
    yaml: `- a
- b
`,
    errors: ['store.yaml:1:1: expected keys such as "store:" and "zones:"'],
  },
];

describe('a mistake in store.yaml is told with its place, what was found and what was meant', () => {
  it.each(MISTAKES)('$name', ({ yaml, errors }) => {
    expect(errorsOf({ 'store.yaml': yaml })).toEqual(errors);
  });

  it('covers the table', () => expect(MISTAKES.length).toBeGreaterThan(20));
});

describe('several mistakes', () => {
  it('are told all at once, in the order of the file, also when the schema and the references both complain', () => {
    const yaml = [
      'store: { timezone: Mars/Olympus }',
      'zones:',
      '  - { id: tea, kind: shelfs }',
      '  - { id: aisle, kind: aisle, neighbours: [tae] }',
      'devices:',
      '  - { id: r, zone: tea, antenas: [] }',
      '  - { id: till, zone: asile }',
      'http: { port: x }',
    ].join('\n');
    expect(errorsOf({ 'store.yaml': yaml })).toEqual([
      'store.yaml:1:20 store.timezone: no such time zone (got "Mars/Olympus")',
      'store.yaml:3:22 zones.0.kind: must be one of entrance, exit, shelf, fitting, checkout, storage, aisle - did you mean "shelf"? (got "shelfs")',
      'store.yaml:4:44 zones.1.neighbours.0: no zone of that name - did you mean "tea"? (got "tae")',
      'store.yaml:6:25 devices.0.antenas: unknown key - did you mean "antennas"?',
      'store.yaml:7:23 devices.1.zone: no zone of that name - did you mean "aisle"? (got "asile")',
      'store.yaml:8:15 http.port: expected a number (got "x")',
    ]);
  });

  it('do not hide behind a part that cannot be read: its id still counts as known', () => {
    const yaml = 'zones:\n  - { id: tea, kind: nonsense }\ndevices:\n  - { id: r, zone: tea }\n';
    expect(errorsOf({ 'store.yaml': yaml })).toHaveLength(1);
  });

  it('come with their parts as data for pages', () => {
    expect(errorsOf({ 'store.yaml': 'zones: 5\ndevices: { a: 1 }\n' })).toEqual([
      'store.yaml:1:8 zones: expected a list (got 5)',
      'store.yaml:2:10 devices: expected a list (got {"a":1})',
    ]);
  });

  it('follow an alias to the place where the value stands', () => {
    const yaml = 'zones:\n  - &z { id: a, kind: wrong }\n  - *z\n';
    expect(errorsOf({ 'store.yaml': yaml }).map((line) => line.slice(0, 28))).toEqual([
      'store.yaml:2:23 zones.0.kind',
      'store.yaml:2:23 zones.1.kind',
    ]);
  });
});
