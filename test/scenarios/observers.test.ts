import { describe, expect, it, vi } from 'vitest';
import { openShop } from '../support/open-shop.ts';

const SHOP = `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: gate, zone: door, counter: { zone: door } }
broker: { observers: [home] }
`;

describe('an observer', () => {
  it('hears what the gateway tells, retained and new, and no other topic', async () => {
    const shop = await openShop(SHOP);
    const gate = await shop.connect('gate');
    await gate.publishAsync('aisle/v1/corner/gate/count', '{"in":2,"out":0}', { qos: 1 });
    await vi.waitFor(async () => expect((await shop.ledger()).outbox.mqtt).toMatchObject({ waiting: 0 }));

    const home = await shop.connect('home');
    const heard = new Map<string, { payload: string; retain: boolean }>();
    home.on('message', (topic, payload, { retain }) => void heard.set(topic, { payload: payload.toString(), retain }));
    await home.subscribeAsync('aisle/v1/corner/gateway/#', { qos: 1 });
    const occupancy = 'aisle/v1/corner/gateway/zone/store/occupancy';
    await vi.waitFor(() => expect(heard.get(occupancy)).toMatchObject({ retain: true }));
    expect(JSON.parse(heard.get(occupancy)?.payload ?? '')).toMatchObject({ people: 2 });

    await gate.publishAsync('aisle/v1/corner/gate/count', '{"in":1,"out":0}', { qos: 1 });
    await vi.waitFor(() => expect(JSON.parse(heard.get(occupancy)?.payload ?? '')).toMatchObject({ people: 3 }), 3_000);
    expect([...heard.keys()].filter((topic) => !topic.startsWith('aisle/v1/corner/gateway/'))).toEqual([]);
  });

  it('cannot subscribe to anything else', async () => {
    const shop = await openShop(SHOP);
    const home = await shop.connect('home');
    const foreign = [
      '#',
      'aisle/v1/corner/gate/count',
      'aisle/v1/corner/+/count',
      'aisle/v1/other/gateway/#',
      '$SYS/#',
      'aisle/v1/corner/gateway',
    ];
    for (const filter of foreign) await expect(home.subscribeAsync(filter), filter).rejects.toThrow();
    await vi.waitFor(async () => expect((await shop.ledger()).refused).toEqual({ 'foreign-subscription': foreign.length }), 3_000);
  });

  it('publishes nothing, neither readings of a device nor what the gateway tells, by MQTT and by HTTP', async () => {
    const shop = await openShop(SHOP);
    const home = await shop.connect('home');
    for (const topic of ['aisle/v1/corner/gate/count', 'aisle/v1/corner/home/count', 'aisle/v1/corner/gateway/zone/store/occupancy'])
      await home.publishAsync(topic, '{"in":9,"out":0}', { qos: 1, retain: true });
    const push = await fetch(`${shop.gateway.url}/api/v1/readings/count`, {
      method: 'POST',
      headers: { authorization: `Bearer home:${shop.secret('home')}`, 'content-type': 'application/json' },
      body: '{"in":9,"out":0}',
    });
    expect(push.status).toBe(404);
    await vi.waitFor(async () => expect((await shop.ledger()).refused).toEqual({ 'foreign-topic': 3, 'unknown-channel': 1 }), 3_000);
    expect(await shop.ledger()).toMatchObject({ received: 0, balanced: true });
  });
});
