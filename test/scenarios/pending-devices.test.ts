import { describe, expect, it } from 'vitest';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import type { PendingDeviceView } from '../../gateway/http/contract.ts';
import { createVirtualVoice } from '../../simulators/virtual/mqtt-device.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { eventually } from '../support/until.ts';

const SHOP = `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices: [{ id: gate, zone: door }]
broker: { observers: [home] }
`;
const WAIT = { timeout: 30_000 };

const pendingOf = async (shop: OpenShop): Promise<readonly PendingDeviceView[]> =>
  (await shop.get<PendingDeviceView[]>('devices/pending')) ?? [];
const turnedAway = (shop: OpenShop, frames: number): Promise<void> =>
  eventually(
    async () => expect(await shop.ledger()).toMatchObject({ applied: 0, refused: { 'foreign-topic': frames }, balanced: true }),
    WAIT,
  );

describe('a device with a credential that stands in no store.yaml', () => {
  it('is pending, with the driver that understands it; nothing of it is taken', async () => {
    const shop = await openShop(SHOP);
    const client = await shop.connect('dock-reader');
    const virtual = { driver: impinjIot, device: 'dock-reader', address: 'r700-7', store: 'corner', seed: 1, tags: 5 };
    for (const { bytes } of createVirtualVoice(virtual, Date.now)(20))
      await client.publishAsync('warehouse/dock', Buffer.from(bytes), { qos: 1 });
    await turnedAway(shop, 20);
    const [pending, more] = await pendingOf(shop);
    expect(more).toBeUndefined();
    expect(pending).toMatchObject({ device: 'dock-reader', messages: 20, topics: ['warehouse/dock'] });
    expect(pending?.guesses[0]).toEqual({ driver: 'impinj-iot', share: 1 });
    await eventually(async () => expect(await shop.get('now')).toMatchObject({ pending: [{ device: 'dock-reader' }] }), WAIT);
  });

  it('is not one that stands there and speaks on a wrong topic, nor an observer', async () => {
    const shop = await openShop(SHOP);
    for (const name of ['gate', 'home']) {
      const client = await shop.connect(name);
      await client.publishAsync('somewhere/else', '{}', { qos: 1 });
    }
    await turnedAway(shop, 2);
    expect(await pendingOf(shop)).toEqual([]);
  });

  it('may push over HTTP to be recognised', async () => {
    const shop = await openShop(SHOP);
    const authorization = `Basic ${Buffer.from(`sled:${shop.secret('sled')}`).toString('base64')}`;
    const body = JSON.stringify({
      type: 'INVENTORY',
      timestamp: new Date().toISOString(),
      data: { idHex: '30340242201D884000000001', antenna: 1 },
    });
    const headers = { authorization, 'content-type': 'application/json' };
    const { status } = await fetch(`${shop.gateway.url}/api/v1/readings`, { method: 'POST', headers, body });
    expect(status).toBe(404);
    const [pending] = await pendingOf(shop);
    expect(pending).toMatchObject({ device: 'sled', messages: 1 });
    expect(pending?.guesses[0]?.driver).toBe('zebra-iotc');
  });
});
