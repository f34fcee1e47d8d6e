import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { at, crossing, epc, only, reads, run, shopOf, withTicks } from '../support.ts';

const shirt = epc(1);
const UNTIL = 700;
/** Neighbours at rest, so that somebody listens whatever becomes of the shirt. */
const neighbours = [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, UNTIL, 'walls:1', epc(n), -54 - n));
const arrived = crossing(1, 1, 0);
/** Taken at 100, heard on the way until 112, and then by nobody. */
const taken = [...reads(1, 100, 'walls:1', shirt), ...reads(104, 112, 'tables:1', shirt, -55, 1)];
const day = (readings: readonly Reading[], shop = shopOf()) => run(createStore(shop), withTicks(readings, UNTIL));
const exitsOf = (readings: readonly Reading[], shop = shopOf()) => only(day(readings, shop), 'item.exited');

describe('an item that no gate has heard leave', () => {
  test('has left with who was counted out after it was heard last, and is an alarm', () => {
    const events = day([...neighbours, arrived, ...taken, crossing(125, 0, 1)]);
    const [exited] = only(events, 'item.exited');
    expect(exited).toMatchObject({ epc: shirt, at: at(125) });
    expect(exited?.why.map(({ code }) => code)).toContain('silent-since');
    const [alert] = only(events, 'alert.raised').filter(({ about }) => about === 'unsold-exit');
    expect(alert).toMatchObject({ epc: shirt, at: at(125) });
  });

  test.each([
    { given: 'nobody was counted out', readings: [...neighbours, arrived, ...taken] },
    { given: 'the only one went before', readings: [...neighbours, arrived, crossing(90, 0, 1), ...taken] },
    {
      given: 'it is heard now and then',
      readings: [...neighbours, arrived, ...taken, crossing(125, 0, 1), ...reads(150, UNTIL, 'tables:1', shirt, -58, 25)],
    },
  ])('stays when $given', ({ readings }) => {
    expect(exitsOf(readings)).toHaveLength(0);
  });

  test('stays when its whole section falls silent with it', () => {
    const others = [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, 112, 'walls:1', epc(n), -54 - n));
    const elsewhere = [6, 7].flatMap((n) => reads(n * 0.3, UNTIL, 'tables:1', epc(n), -55));
    expect(exitsOf([...others, ...elsewhere, arrived, ...reads(1, 112, 'walls:1', shirt), crossing(125, 0, 1)])).toHaveLength(0);
  });

  test('is not guessed at in a shop without a counter', () => {
    expect(exitsOf([...neighbours, ...taken], shopOf({ counters: [] }))).toHaveLength(0);
  });

  test('leaves with the others of its section that fell silent with it, also when only one of them was heard on the way', () => {
    const three = [2, 3].flatMap((n) => reads(n * 0.31, 100, 'walls:1', epc(n), -54 - n));
    const rest = [4, 5, 6, 7, 8].flatMap((n) => reads(n * 0.31, UNTIL, 'walls:1', epc(n), -54 - n));
    const exits = exitsOf([...three, ...rest, arrived, ...taken, crossing(128, 0, 1), crossing(190, 0, 1)]);
    expect(new Set(exits.map(({ epc: code }) => code))).toEqual(new Set([shirt, epc(2), epc(3)]));
    expect(new Set(exits.map((exit) => Number(exit.at)))).toEqual(new Set([Number(at(128))]));
  });

  test('is found out alike after a restart', () => {
    const inputs = withTicks([...neighbours, arrived, ...taken, crossing(125, 0, 1)], UNTIL);
    const whole = run(createStore(shopOf()), inputs);
    const cut = inputs.findIndex((input) => input.receivedAt > at(150));
    const first = createStore(shopOf());
    const before = run(first, inputs.slice(0, cut));
    const saved: unknown = JSON.parse(JSON.stringify(first.snapshot()));
    const second = createStore(shopOf(), saved as ReturnType<typeof first.snapshot>);
    expect([...before, ...run(second, inputs.slice(cut))]).toEqual(whole);
  });
});

test('who waits at the door with goods while nobody is counted out is not suspected', () => {
  const waiting = [...reads(110, 150, 'gate:1', shirt, -60, 1), ...reads(110.5, 150, 'gate:2', shirt, -60, 1)];
  const events = day([...neighbours, arrived, ...taken.slice(0, -4), ...waiting, ...reads(200, UNTIL, 'tables:1', shirt, -55)]);
  expect(only(events, 'exit.suspected', 'item.exited')).toHaveLength(0);
  expect(only(events, 'alert.raised')).toHaveLength(0);
});

describe('goods that are seldom heard', () => {
  const UNTIL_GIVEN_UP = 1_500;
  /** Every twelve seconds each: ten minutes of silence are fifty reads that did not come. */
  const seldom = (n: number, until: number) => reads(n * 0.9, until, 'walls:1', epc(n), -62 - n, 12);
  const stay = [4, 5, 6, 7, 8].flatMap((n) => seldom(n, UNTIL_GIVEN_UP));
  const elsewhere = reads(0.5, UNTIL_GIVEN_UP, 'tables:1', epc(1, 2), -55, 0.9);
  const events = (readings: readonly Reading[]) =>
    run(createStore(shopOf()), withTicks([...stay, ...elsewhere, arrived, ...readings], UNTIL_GIVEN_UP));
  const out = crossing(640, 0, 1);

  test('have left with who was counted out, when several of a section are given up together', () => {
    const said = events([...[1, 2, 3].flatMap((n) => seldom(n, 600)), out]);
    expect(only(said, 'item.exited').map((exit) => [exit.epc, Number(exit.at)])).toEqual([1, 2, 3].map((n) => [epc(n), Number(at(640))]));
    expect(only(said, 'item.departed')).toHaveLength(0);
    expect(new Set(only(said, 'alert.raised').map(({ about }) => about))).toContain('unsold-exit');
  });

  test.each([
    { given: 'alone', readings: [seldom(1, 600), seldom(2, UNTIL_GIVEN_UP), seldom(3, UNTIL_GIVEN_UP), [out]].flat(), gone: 1 },
    { given: 'while nobody was counted out', readings: [1, 2, 3].flatMap((n) => seldom(n, 600)), gone: 3 },
  ])('are only missing when they are given up $given', ({ readings, gone }) => {
    const said = events(readings);
    expect(only(said, 'item.exited')).toHaveLength(0);
    expect(only(said, 'item.departed')).toHaveLength(gone);
  });
});
