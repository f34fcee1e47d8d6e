import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drivers } from '../../devices/index.ts';
import type { Outgoing, ShowCommand } from '../../devices/kit/command.ts';
import { freshContext } from '../../devices/kit/define-device.ts';
import type { EventOf } from '../../gateway/domain/events.ts';
import { instant } from '../../gateway/domain/units.ts';
import { type CommandRowBody, commandRow, displayRows } from '../../gateway/outputs/display-command.ts';

const COMMAND = ['id', 'deadline', 'kind', 'showForMs', 'priority', 'content'];
const TEXT = ['title', 'body', 'priceMinor', 'wasMinor', 'currency', 'picture', 'link'];
const SECRET = 'p7Qm2xWc1KfT9sLbZ0aYdA';

/** Whatever somebody may add on the way one day: under any key, at any level. */
const extra = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 12 }).filter((key) => ![...COMMAND, ...TEXT, '__proto__'].includes(key)),
  fc.constantFrom<unknown>(SECRET, { name: SECRET }, [SECRET]),
  { minKeys: 1, maxKeys: 4 },
);
const text = fc
  .record(
    {
      title: fc.constant('Green tea'),
      body: fc.string(),
      priceMinor: fc.nat(),
      wasMinor: fc.nat(),
      currency: fc.constant('TWD'),
      picture: fc.constant('/media/a.png'),
    },
    { requiredKeys: ['title', 'body'] },
  )
  .chain((own) => extra.map((more) => ({ ...more, ...own })));
const command = fc
  .record({ content: fc.dictionary(fc.constantFrom('en', 'zh-TW', 'zh-CN'), text, { minKeys: 1 }), more: extra })
  .map(
    ({ content, more }) => ({ ...more, id: 'd-1', deadline: 20_000, kind: 'show', showForMs: 5_000, priority: 60, content }) as ShowCommand,
  );

const wordsOf = (outgoing: Outgoing): string =>
  outgoing.via === 'opcua'
    ? JSON.stringify(outgoing)
    : `${JSON.stringify(outgoing)} ${Buffer.from('bytes' in outgoing ? outgoing.bytes : outgoing.body)}`;

describe('a command to a public display', () => {
  it('carries the allowed fields and no others, whatever was put into it', () => {
    fc.assert(
      fc.property(command, (given) => {
        const { command: stored } = commandRow('screen', given, instant(0)).body as CommandRowBody;
        if (stored.kind !== 'show') throw new Error('no show');
        expect(Object.keys(stored).filter((key) => !COMMAND.includes(key))).toEqual([]);
        for (const shown of Object.values(stored.content)) expect(Object.keys(shown).filter((key) => !TEXT.includes(key))).toEqual([]);
        expect(JSON.stringify(stored)).not.toContain(SECRET);
        expect(Object.keys(stored.content)).toEqual(Object.keys(given.content));
      }),
    );
  });

  it('says nothing else in the words of any hardware', () => {
    const displays = drivers.filter(({ role, command: says }) => role === 'display' && says);
    expect(displays.length).toBeGreaterThan(2);
    fc.assert(
      fc.property(command, (given) => {
        const { command: stored } = commandRow('screen', given, instant(0)).body as CommandRowBody;
        for (const driver of displays) {
          const words = driver.command?.(stored, freshContext(driver, '0000021A5B3C7D01')) ?? [];
          for (const outgoing of words) expect(wordsOf(outgoing)).not.toContain(SECRET);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes nothing of the decision but its number, its display and its deadline', () => {
    const decided = {
      id: 7,
      type: 'offer.decided',
      at: instant(0),
      emittedAt: instant(0),
      decision: 'd-9',
      offer: 'brew',
      on: 'item.picked',
      visit: `v-${SECRET}`,
      visitor: SECRET,
      zone: 'coffee',
      epc: `3034${SECRET}`,
      sku: 'BEANS',
      display: 'screen',
      displays: ['screen', 'other'],
      arm: 'treatment',
      reason: 'selected',
      expires: instant(15_000),
      detail: SECRET,
    } as unknown as EventOf<'offer.decided'>;
    const content = { en: { title: 'Brew it well', body: '' } };
    const [row, second, ...more] = displayRows(decided, () => ({ showForMs: 15_000, priority: 60, content }));
    expect([second?.key, second?.body, more]).toMatchObject(['d-9.2', { device: 'other', command: { id: 'd-9.2' } }, []]);
    expect(row?.body).toEqual({
      device: 'screen',
      command: {
        id: 'd-9',
        deadline: 15_000,
        kind: 'show',
        showForMs: 15_000,
        priority: 60,
        content: { en: { title: 'Brew it well', body: '' } },
      },
    });
  });
});
