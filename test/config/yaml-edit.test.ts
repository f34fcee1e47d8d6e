import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { editYaml } from '../../gateway/config/yaml-edit.ts';

const DEMO = readFileSync(join(import.meta.dirname, '..', '..', 'simulators', 'shops', 'demo', 'store.yaml'), 'utf8');

const SHOP = `# our shop
store: { id: corner,   name: "Corner" } # the name on the door
http:
  # behind the proxy
  port:   8081 # not 8080
  host: 0.0.0.0

zones:
  # the street door
  - id: door
    kind: entrance
    polygon: [[0, 0], [2, 0], [2, 3]] # to the wall
  - { id: tea, kind: shelf }
staff:
  tags:
    - E28011 # broom
    - E28012
sensing:
# the end`;

/** Old text, what it is replaced by. */
type Change = readonly [string, string];
const swapped = (text: string, [from, to]: Change): string => {
  expect(text.split(from).length).toBe(2);
  return text.replace(from, () => to);
};

describe('a changed value', () => {
  it.each<[string, (string | number)[], unknown, Change]>([
    ['a number', ['http', 'port'], 9000, ['8081', '9000']],
    ['a text, in its quotes', ['store', 'name'], 'Eck "1"', ['"Corner"', '"Eck \\"1\\""']],
    ['a text that would read as something else', ['store', 'id'], '08', ['corner', '"08"']],
    ['a corner of a polygon', ['zones', 0, 'polygon', 1], [2.5, 0], ['[2, 0]', '[2.5, 0]']],
    [
      'one more corner',
      ['zones', 0, 'polygon'],
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 3],
      ],
      ['[2, 0]', '[1, 0], [2, 0]'],
    ],
    ['one more key in braces', ['zones', 1, 'name'], 'Tea', ['kind: shelf }', 'kind: shelf, name: Tea }']],
    ['one more key in a group', ['http', 'publicUrl'], 'https://x.y', ['0.0.0.0\n', '0.0.0.0\n  publicUrl: https://x.y\n']],
    ['a key of a group without any', ['sensing', 'tags', 'decayS'], 30, ['sensing:\n', 'sensing:\n  tags:\n    decayS: 30\n']],
    ['a new group', ['privacy', 'visitDays'], 7, ['sensing:\n', 'sensing:\nprivacy:\n  visitDays: 7\n']],
    ['a key less', ['http', 'port'], undefined, ['  port:   8081 # not 8080\n', '']],
    ['a key less in braces', ['store', 'id'], undefined, ['id: corner,   ', '']],
    ['the last key of braces', ['store', 'name'], undefined, [',   name: "Corner"', '']],
    ['an entry less', ['staff', 'tags', 0], undefined, ['    - E28011 # broom\n', '']],
    ['one more entry', ['staff', 'tags'], ['E28011', 'E28012', 'E28013'], ['- E28012\n', '- E28012\n    - E28013\n']],
    ['an entry before the others', ['staff', 'tags'], ['E1', 'E28011', 'E28012'], ['    - E28011', '    - E1\n    - E28011']],
    ['a list that is empty now', ['staff', 'tags'], [], ['\n    - E28011 # broom\n    - E28012', ' []']],
    ['the same value', ['http', 'port'], 8081, ['8081', '8081']],
  ])('%s: nothing else moves', (_what, path, value, change) => {
    expect(editYaml(SHOP, [{ path, value }])).toBe(swapped(SHOP, change));
  });

  it('an entry with keys of its own stands as its neighbours do', () => {
    const zones = (parse(SHOP) as { zones: unknown[] }).zones;
    const added = {
      id: 'new',
      kind: 'aisle',
      polygon: [
        [1, 1],
        [2, 1],
        [2, 2],
      ],
    };
    expect(editYaml(SHOP, [{ path: ['zones'], value: [zones[0], added, zones[1]] }])).toBe(
      swapped(SHOP, ['# to the wall\n', '# to the wall\n  - id: new\n    kind: aisle\n    polygon: [[1, 1], [2, 1], [2, 2]]\n']),
    );
    expect(editYaml(SHOP, [{ path: ['zones'], value: [...zones, added] }])).toBe(
      swapped(SHOP, ['kind: shelf }\n', 'kind: shelf }\n  - { id: new, kind: aisle, polygon: [[1, 1], [2, 1], [2, 2]] }\n']),
    );
  });

  it('the first key of an entry makes room for the next', () => {
    expect(editYaml(SHOP, [{ path: ['zones', 0, 'id'], value: undefined }])).toBe(swapped(SHOP, ['id: door\n    kind', 'kind']));
  });

  it('in an empty file, and in one of comments only', () => {
    const edits = [{ path: ['http', 'port'], value: 1 }];
    expect(editYaml('', edits)).toBe('http:\n  port: 1\n');
    expect(editYaml('# nothing yet', edits)).toBe('# nothing yet\nhttp:\n  port: 1\n');
  });

  it('over a block of text, and a key without a value', () => {
    expect(editYaml('a: |\n  one\n  two\nb: # later\n', [{ path: ['a'], value: 'x' }])).toBe('a: x\nb: # later\n');
    expect(editYaml('a: |\n  one\n  two\nb: # later\n', [{ path: ['b'], value: [1] }])).toBe('a: |\n  one\n  two\nb: [1] # later\n');
  });

  it('a way through an alias is for hands, a broken file is told', () => {
    expect(() => editYaml('a: &a { x: 1 }\nb: *a\n', [{ path: ['a', 'x'], value: 2 }])).toThrow(
      expect.objectContaining({ code: 'CONFIG_READ_ONLY' }),
    );
    expect(() => editYaml('a: [1\n', [{ path: ['a'], value: 2 }])).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('keeps every line of the shop of the demo but the changed ones', () => {
    const value = (parse(DEMO) as { zones: { polygon: number[][] }[] }).zones[0]?.polygon.map(([x = 0, y = 0]) => [x, y + 0.5]);
    const after = editYaml(DEMO, [
      { path: ['zones', 0, 'polygon'], value },
      { path: ['devices', 1, 'at'], value: [1, 2] },
      { path: ['plan', 'picture'], value: 'plan.png' },
    ]);
    const [old, now] = [DEMO.split('\n'), after.split('\n')];
    expect(now.length).toBe(old.length);
    expect(now.filter((line, i) => line !== old[i])).toEqual([
      'plan: { width: 18, height: 11, picture: plan.png }',
      '    polygon: [[0, 4], [2.5, 4], [2.5, 7.5], [0, 7.5]]',
      '    at: [1, 2]',
    ]);
  });
});

describe('any file', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'id', '__proto__', 'x: y', '7');
  const leaf = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.string({ maxLength: 12 }),
    fc.constantFrom('- x', '#y', '{', 'a, b', '10:00', 'null', ''),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const root = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 5, noNullPrototype: true });
  const written = fc.tuple(root, fc.constantFrom('any', 'block', 'flow' as const), fc.boolean());

  it('holds what it was to hold, whatever it held and however it was written', () => {
    fc.assert(
      fc.property(written, key, fc.option(tree, { nil: undefined }), ([value, style, padding], at, wanted) => {
        const text = stringify(value, { collectionStyle: style as 'any', flowCollectionPadding: padding });
        const before = parse(text) as Record<string, unknown>;
        const after = parse(editYaml(text, [{ path: [at], value: wanted }])) as Record<string, unknown> | null;
        const expected = { ...before };
        delete expected[at];
        if (wanted !== undefined)
          Object.defineProperty(expected, at, { value: wanted, enumerable: true, configurable: true, writable: true });
        expect({ ...after }).toEqual({ ...expected });
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the lines of every part that did not change', () => {
    const lines = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tree, { minKeys: 2, noNullPrototype: true });
    fc.assert(
      fc.property(lines, tree, (value, wanted) => {
        const parts = Object.entries(value).map(([name, part]) => `# of ${name}\n${stringify({ [name]: part })}`);
        const [first = ''] = Object.keys(value);
        const after = editYaml(parts.join(''), [{ path: [first], value: wanted }]);
        expect(after.endsWith(parts.slice(1).join(''))).toBe(true);
        expect(after.startsWith(`# of ${first}\n`)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
