import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStore, SNAPSHOT_VERSION } from '../../gateway/domain/create-store.ts';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import { asId } from '../../gateway/domain/ids.ts';
import type { Shop } from '../../gateway/domain/shop.ts';
import { probability, seconds } from '../../gateway/domain/units.ts';
import { randomDay } from './random-day.ts';
import { at, crossing, deviceOf, epc, limitsOf, offerOf, read, reads, run, shopOf, visitor, withTicks } from './support.ts';

const busyShop = (): Shop =>
  shopOf({
    offers: [
      offerOf({ limits: limitsOf({ perVisit: 3 }) }),
      offerOf({ id: asId('welcome'), on: 'zone.entered', control: probability(0.5), priority: 20 }),
      offerOf({ id: asId('linger'), on: 'zone.dwell', priority: 60 }),
      offerOf({ id: asId('low'), on: 'shelf.low', personal: true }),
    ],
    members: new Map([[visitor('member-1'), { tier: 'gold', consent: { profiling: true } }]]),
    devices: [deviceOf('screen', { silentAfter: seconds(60) })],
  });

const jsonCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

describe('the store', () => {
  test('numbers its events 1, 2, 3 and stamps them with the receive time of the input', () => {
    const events = run(createStore(shopOf()), withTicks([crossing(3, 1, 0), ...reads(1, 30, 'walls:1', epc(1))], 60));
    expect(events.length).toBeGreaterThan(5);
    expect(events.map((e) => e.id)).toEqual(events.map((_, i) => i + 1));
    for (const event of events) expect(event.emittedAt).toBeGreaterThanOrEqual(event.at);
  });

  test('returns the same empty array when nothing happened', () => {
    const store = createStore(shopOf());
    store.step(read(1, 'walls:1', epc(1)));
    const first = store.step({ kind: 'tick', receivedAt: at(2) });
    expect(first).toHaveLength(0);
    expect(store.step({ kind: 'tick', receivedAt: at(3) })).toBe(first);
  });

  test('goes on from a snapshot as if it had never stopped, wherever it stopped', () => {
    fc.assert(
      fc.property(randomDay, fc.double({ min: 0, max: 1, noNaN: true }), (readings, share) => {
        const inputs = withTicks(readings, 460);
        const whole = run(createStore(busyShop()), inputs);
        const cut = Math.floor(share * inputs.length);
        const first = createStore(busyShop());
        const before = run(first, inputs.slice(0, cut));
        const second = createStore(busyShop(), jsonCopy(first.snapshot()));
        const after = run(second, inputs.slice(cut));
        expect([...before, ...after]).toEqual(whole);
        expect(second.lastEventId()).toBe(whole.length);
      }),
      { numRuns: 60 },
    );
  });

  test('has the same state after a restore as without one', () => {
    fc.assert(
      fc.property(randomDay, (readings) => {
        const inputs = withTicks(readings, 460);
        const store = createStore(busyShop());
        run(store, inputs);
        const snapshot = jsonCopy(store.snapshot());
        expect(jsonCopy(createStore(busyShop(), jsonCopy(snapshot)).snapshot())).toEqual(snapshot);
      }),
      { numRuns: 20 },
    );
  });

  test('is changed by no reading that comes twice', () => {
    const important = (events: readonly DomainEvent[]) =>
      events.filter((e) => e.type !== 'reads.summarised').map(({ id: _, ...event }) => event);
    fc.assert(
      fc.property(randomDay, (readings) => {
        const idempotent = readings.filter((r) => r.kind === 'tag' || r.kind === 'sale' || r.kind === 'card');
        const once = run(createStore(busyShop()), withTicks(idempotent, 460));
        const twice = run(createStore(busyShop()), withTicks([...idempotent.flatMap((r) => [r, r])], 460));
        expect(important(twice)).toEqual(important(once));
      }),
      { numRuns: 40 },
    );
  });

  test('refuses a snapshot of another version, which is replayed instead', () => {
    expect(() => createStore(shopOf(), { version: SNAPSHOT_VERSION + 1, state: {} })).toThrow(/version/);
  });

  test('survives readings of devices and tags that nobody described', () => {
    const store = createStore(shopOf({ shelves: [], antennas: [], counters: [], displays: [], products: new Map(), home: new Map() }));
    expect(() => run(store, withTicks([...reads(0, 20, 'nobody:3', epc(1)), crossing(4, 1, 0)], 30))).not.toThrow();
    expect(store.item(epc(1))).toMatchObject({ state: 'heard', zone: null });
    expect(store.item('unknown')).toBeNull();
  });
});
