import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actuator } from '../../../gateway/domain/actuators/actuator.ts';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { DomainEvent, EventOf } from '../../../gateway/domain/events.ts';
import type { Input } from '../../../gateway/domain/readings.ts';
import { seconds } from '../../../gateway/domain/units.ts';
import { createTicking } from '../../../gateway/pipeline/ticking.ts';
import { at, OPENING, only, shopOf } from '../support.ts';
import { actuatorOf, type Moment, on, operator, play, press, ruleOf, said, started, stops } from './support.ts';

const MAX_ON_S = 12;
const MAX_PER_MINUTE = 4;
/** Open for twenty seconds, closed for ten, and so on. */
const isOpen = (now: number): boolean => ((now - OPENING) / 1_000) % 30 < 20;
const bounds = { maxOn: seconds(MAX_ON_S), maxPerMinute: MAX_PER_MINUTE, confirmWithin: seconds(2) };
const actuators: Actuator[] = [
  actuatorOf('lamp', { ...bounds, never: ({ now }) => ({ ok: true, holds: now.minute === 1 }) }),
  actuatorOf('lock', { ...bounds, mayWhenClosed: false, isGuarding: true }),
];
const rules = [
  ruleOf('short', { drives: [on('lamp', 0.3), on('lock', 1.5)] }),
  ruleOf('long', { drives: [on('lamp', 40), on('lock', 40)], priority: 20 }),
  ruleOf('high', { drives: [on('lamp', 7), on('lock', 7)], priority: 90 }),
];

const input = fc.constantFrom(
  ...[press('short'), press('long'), press('high'), operator('lamp', 9), operator('lock', 9), operator('lock', null)],
  ...[said('lock', false), said('lock', true), said('lamp', false), said('lamp', true), said('lamp', true, 2), started, stops, started],
);
const moments = fc.array(fc.tuple(fc.integer({ min: 0, max: 600 }), input), { minLength: 1, maxLength: 40 });
/** What becomes of each command, in turn. */
const answers = fc.array(
  fc.record({ afterS: fc.double({ min: 0, max: 5, noNaN: true }), result: fc.constantFrom('done', 'refused', 'expired', 'lost') }),
  { minLength: 1, maxLength: 12 },
);

/** What is sent to one actuator. */
const sentTo = (events: readonly DomainEvent[], name: string): EventOf<'actuator.commanded'>[] =>
  only(events, 'actuator.commanded').filter(({ device }) => device === name);

/** Stretches in which it was asked to be away, ms; one that is still open at `end` ends there. A device that said goodbye is nobody's to put back. */
function staysOf(events: readonly DomainEvent[], name: string, end: number): { readonly from: number; readonly to: number }[] {
  const stays: { from: number; to: number }[] = [];
  let from: number | null = null;
  for (const event of only(events, 'actuator.commanded', 'actuator.lost')) {
    if (event.device !== name) continue;
    const isAway = event.type === 'actuator.commanded' && event.toward === 'use';
    if (isAway) from ??= event.emittedAt;
    else if (from !== null) {
      stays.push({ from, to: event.emittedAt });
      from = null;
    }
  }
  return from === null ? stays : [...stays, { from, to: end }];
}

test('whatever happens, no actuator is away for longer, more often or at other times than store.yaml allows', () => {
  fc.assert(
    fc.property(moments, answers, (script, fates) => {
      let nth = 0;
      const inputs = script.map(([tenth, one]): Moment => [tenth / 10, one]);
      const events = play({ actuators, rules, isOpen }, inputs, 120, () => {
        const fate = fates[nth++ % fates.length];
        return fate === undefined || fate.result === 'lost'
          ? null
          : { afterS: Math.round(fate.afterS * 1_000) / 1_000, result: fate.result };
      });
      for (const name of ['lamp', 'lock']) {
        const sent = sentTo(events, name);
        for (const { from, to } of staysOf(events, name, at(120))) expect(to - from).toBeLessThanOrEqual(MAX_ON_S * 1_000);
        const uses = sent.filter(({ toward }) => toward === 'use').map(({ emittedAt }) => emittedAt);
        uses.forEach((use, i) => {
          expect(uses.slice(i).filter((other) => other < use + 60_000).length).toBeLessThanOrEqual(MAX_PER_MINUTE);
        });
        // Each command has one outcome or is the last.
        expect(new Set(sent.map(({ command }) => command)).size).toBe(sent.length);
        const answered = only(events, 'actuator.answered').filter(({ device }) => device === name);
        expect(new Set(answered.map(({ command }) => command)).size).toBe(answered.length);
        expect(sent.length - answered.length).toBeLessThanOrEqual(1);
      }
      for (const { from, to } of staysOf(events, 'lock', at(120)))
        for (let now = from; now < to; now += 100) expect(isOpen(now)).toBe(true);
      for (const { from, to } of staysOf(events, 'lamp', at(120)))
        for (let now = from; now < to; now += 100) expect(new Date(now).getUTCMinutes()).not.toBe(1);
    }),
    { numRuns: 400 },
  );
});

test('a gateway that is restored between any two inputs asks for the same', () => {
  fc.assert(
    fc.property(moments, (script) => {
      const inputs = script
        .toSorted(([a], [b]) => a - b)
        .map(([tenth, one]) => ({ ...one, at: at(tenth / 10), reportedAt: at(tenth / 10), receivedAt: at(tenth / 10) }) as Input);
      const shop = shopOf({ actuators, rules, isOpen });
      const runWith = (restoreEach: boolean): DomainEvent[] => {
        const events: DomainEvent[] = [];
        let store = createStore(shop);
        const open = (tick: ReturnType<typeof at>) => createTicking(store, (event) => void events.push(event), tick);
        let ticking = open(at(0));
        for (const one of inputs) {
          ticking.advanceTo(one.receivedAt);
          ticking.run(one);
          if (restoreEach) {
            store = createStore(shop, JSON.parse(JSON.stringify(store.snapshot())));
            ticking = open(ticking.tick());
          }
        }
        ticking.advanceTo(at(120));
        return events;
      };
      expect(runWith(true)).toEqual(runWith(false));
    }),
    { numRuns: 40 },
  );
});
