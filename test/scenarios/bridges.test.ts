import { describe, expect, it } from 'vitest';
import { openShop } from '../support/open-shop.ts';
import { eventually } from '../support/until.ts';

/** One credential speaks for several devices: a network server, a Zigbee bridge. */
const SHOP = `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: bridge, zone: door }
  - { id: counter-1, zone: door, via: bridge, counter: { zone: door } }
  - { id: stranger, zone: door }
`;

describe('a bridge', () => {
  it('speaks for the devices that come by it, and for nobody else', async () => {
    const shop = await openShop(SHOP);
    const bridge = await shop.connect('bridge');
    await bridge.publishAsync('aisle/v1/corner/counter-1/count', '{"in":2,"out":0}', { qos: 1 });
    await bridge.publishAsync('aisle/v1/corner/stranger/count', '{"in":5,"out":0}', { qos: 1 });
    await eventually(async () => expect(await shop.ledger()).toMatchObject({ applied: 1, refused: { 'foreign-topic': 1 } }));
    expect(await shop.get('footfall')).toMatchObject({ occupancy: 2 });
  });

  it('hears the commands of its devices, and no others', async () => {
    const shop = await openShop(SHOP);
    const bridge = await shop.connect('bridge');
    const [granted] = await bridge.subscribeAsync('aisle/v1/corner/counter-1/cmd', { qos: 1 });
    expect(granted?.qos).toBe(1);
    await expect(bridge.subscribeAsync('aisle/v1/corner/stranger/cmd', { qos: 1 })).rejects.toThrow();
    await expect(bridge.subscribeAsync('#', { qos: 1 })).rejects.toThrow();
    const counter = await shop.connect('counter-1');
    await expect(counter.subscribeAsync('aisle/v1/corner/bridge/cmd', { qos: 1 })).rejects.toThrow();
  });
});
