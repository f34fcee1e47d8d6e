import { describe, expect, it } from 'vitest';
import type { DomainEvent, Fact } from '../../gateway/domain/events.ts';
import { asId } from '../../gateway/domain/ids.ts';
import { grams, instant, minorCurrency, probability } from '../../gateway/domain/units.ts';
import { type LiveMessage, liveMessage, type NowView } from '../../gateway/http/contract.ts';
import { createLiveHub } from '../../gateway/http/live-hub.ts';
import { AT, nowFake } from '../support/fakes/views.fake.ts';

let lastId = 0;
const happened = (fact: Fact): DomainEvent => ({ ...fact, id: ++lastId, emittedAt: instant(AT) });
const VISITOR = 'dGVzdHBzZXVkb255bTAwMQ';

const picked = (): DomainEvent =>
  happened({
    type: 'item.picked',
    at: instant(AT),
    epc: asId('30340789000C0FC0000003E9'),
    gtin: null,
    zone: asId('tea'),
    from: asId('tea'),
    section: asId('tea-1'),
    visit: asId('v-1'),
    confidence: probability(0.8765),
    why: [{ code: 'weight-step', nats: 2, facts: { grams: 1 } }],
  });
const shelf = (onShelf: number, state: 'ok' | 'low' | 'out'): DomainEvent =>
  happened({
    type: 'shelf.changed',
    at: instant(AT),
    shelf: asId('tea'),
    section: asId('tea-1'),
    sku: asId('OOLONG'),
    onShelf,
    misplaced: 0,
    facings: 6,
    state,
    spread: 0,
    weight: grams(10),
  });

/** A hub whose time passes when the test says so. */
function hubAtRest(now: (at: number) => Promise<NowView> = async (at) => ({ ...nowFake, at })) {
  let time = AT;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const failures: unknown[] = [];
  const built: number[] = [];
  const hub = createLiveHub({
    now: () => {
      built.push(time - AT);
      return now(time);
    },
    clock: () => time,
    after: (ms, run) => {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    onFailure: (error) => void failures.push(error),
  });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const pass = async (ms: number): Promise<void> => {
    const end = time + ms;
    await settle();
    for (;;) {
      const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers = timers.filter((timer) => timer !== next);
      time = Math.max(time, next.at);
      next.run();
      await settle();
    }
    time = end;
  };
  hub.start();
  return { hub, pass, built, failures, pending: () => timers.length };
}

function listen(hub: ReturnType<typeof createLiveHub>) {
  const heard: LiveMessage[] = [];
  const stop = hub.subscribe((message) => void heard.push(message));
  return { heard, stop, events: () => heard.filter((message) => message.type === 'event') };
}

describe('news on the live feed', () => {
  it('reaches every page at once, in the shape of the contract', () => {
    const { hub } = hubAtRest();
    const [one, two] = [listen(hub), listen(hub)];
    const event = picked();
    hub.publishEvents([event]);
    expect(liveMessage.parse(one.heard[0])).toEqual({
      type: 'event',
      id: event.id,
      event: 'item.picked',
      at: AT,
      emittedAt: AT,
      text: {
        epc: event.type === 'item.picked' && event.epc,
        gtin: null,
        zone: 'tea',
        from: 'tea',
        section: 'tea-1',
        visit: 'v-1',
        confidence: 0.88,
      },
    });
    expect(two.heard).toEqual(one.heard);
  });

  it('never holds a visitor’s pseudonym or a receipt’s lines', () => {
    const { hub } = hubAtRest();
    const page = listen(hub);
    const visit = asId<never>('v-1');
    const visitor = asId<never>(VISITOR);
    hub.publishEvents([
      happened({ type: 'visit.opened', at: instant(AT), visit, by: 'card', party: 2, visitor }),
      happened({ type: 'visit.identified', at: instant(AT), visit, visitor, tier: 'gold' }),
      happened({
        type: 'sale.recorded',
        at: instant(AT),
        sale: asId('receipt-99'),
        visit,
        visitor,
        total: minorCurrency(12_000),
        lines: [{ epc: null, gtin: asId('04710000000017'), quantity: 1, amount: minorCurrency(12_000) }],
      }),
    ]);
    expect(page.events()).toHaveLength(3);
    const text = JSON.stringify(page.heard);
    expect(text).not.toContain(VISITOR);
    expect(text).not.toContain('receipt-99');
    expect(text).not.toContain('04710000000017');
    expect(text).toContain('"tier":"gold"');
  });

  it('leaves out what operators do not follow', () => {
    const { hub } = hubAtRest();
    const page = listen(hub);
    hub.publishEvents([
      happened({
        type: 'reads.summarised',
        at: instant(AT),
        device: asId('reader-1'),
        antenna: 1,
        zone: null,
        reads: 9,
        distinct: 3,
        rssiMean: null,
        seconds: 10,
      }),
      happened({ type: 'occupancy.changed', at: instant(AT), zone: null, people: 3, uncertainty: 1 }),
    ]);
    expect(page.heard).toEqual([]);
  });

  it('tells of a shelf when its state changes, not at each item', () => {
    const { hub } = hubAtRest();
    const page = listen(hub);
    hub.publishEvents([shelf(6, 'ok'), shelf(5, 'ok'), shelf(2, 'low'), shelf(1, 'low'), shelf(0, 'out'), shelf(6, 'ok')]);
    expect(page.events().map((message) => message.text.onShelf)).toEqual([2, 0, 6]);
  });

  it('is bounded however much happens at once, newest kept', () => {
    const { hub } = hubAtRest();
    const page = listen(hub);
    const flood = Array.from({ length: 5_000 }, picked);
    hub.publishEvents(flood);
    expect(page.heard).toHaveLength(100);
    expect(page.events().at(-1)?.id).toBe(flood.at(-1)?.id);
    for (let round = 0; round < 10; round++) hub.publishEvents(Array.from({ length: 100 }, picked));
    expect(hub.recent(0)).toHaveLength(256);
  });

  it('remembers what a page missed while it was away', () => {
    const { hub } = hubAtRest();
    const [first, second, third] = [picked(), picked(), picked()];
    hub.publishEvents([first, second, third]);
    expect(hub.recent(first.id).map((message) => message.type === 'event' && message.id)).toEqual([second.id, third.id]);
    expect(hub.recent(third.id)).toEqual([]);
  });

  it('ends when a page stops listening, and a page that fails harms no other', () => {
    const { hub, failures } = hubAtRest();
    hub.subscribe(() => {
      throw new Error('page');
    });
    const page = listen(hub);
    hub.publishEvents([picked()]);
    page.stop();
    page.stop();
    hub.publishEvents([picked()]);
    expect(page.heard).toHaveLength(1);
    expect(failures).toHaveLength(2);
  });
});

describe('pictures on the live feed', () => {
  it('follow a change, at least a second apart', async () => {
    const { hub, pass, built } = hubAtRest();
    const page = listen(hub);
    await pass(0);
    built.length = 0;
    for (let n = 0; n < 30; n++) {
      hub.publishEvents([picked()]);
      await pass(100);
    }
    expect(built).toEqual([1_000, 2_000, 3_000]);
    expect(page.heard.filter((message) => message.type === 'now').length).toBeGreaterThanOrEqual(3);
  });

  it('come every ten seconds when nothing changes, so that pages know the feed is alive', async () => {
    const { hub, pass, built } = hubAtRest();
    listen(hub);
    await pass(35_000);
    expect(built).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('are not made while nobody looks', async () => {
    const { hub, pass, built } = hubAtRest();
    hub.publishEvents([picked()]);
    await pass(60_000);
    expect(built).toEqual([]);
    const page = listen(hub);
    await pass(1);
    expect(built).toHaveLength(1);
    page.stop();
    await pass(60_000);
    expect(built.length).toBeLessThanOrEqual(2);
  });

  it('follow once more when the one at hand was older than the change', async () => {
    const { hub, pass, built } = hubAtRest(async (at) => ({ ...nowFake, at: at < AT + 5_000 ? AT - 500 : at }));
    listen(hub);
    await pass(0);
    hub.changed();
    await pass(7_000);
    expect(built).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
  });

  it('are tried again after a failure', async () => {
    let isBroken = true;
    const { hub, pass, failures } = hubAtRest(async () => {
      if (isBroken) throw new Error('busy');
      return nowFake;
    });
    const page = listen(hub);
    await pass(0);
    expect(failures).toHaveLength(1);
    isBroken = false;
    hub.changed();
    await pass(1_000);
    expect(page.heard.filter((message) => message.type === 'now')).toHaveLength(1);
  });

  it('end with the hub', async () => {
    const { hub, pass, built, pending } = hubAtRest();
    listen(hub);
    await pass(0);
    hub.stop();
    hub.stop();
    expect(pending()).toBe(0);
    hub.publishEvents([picked()]);
    await pass(60_000);
    expect(built).toHaveLength(1);
  });
});
