import { expect, it } from 'vitest';
import { readPayload } from '../../devices/kit/sparkplug/payload.ts';
import { openShop } from '../support/open-shop.ts';

const SHOP = `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: plc, driver: sparkplug-b, address: edge-7, zone: door }
`;

it('an edge node whose birth nobody heard is asked for it, and understood from then on', async () => {
  const shop = await openShop(SHOP);
  const node = await shop.connect('plc');
  await node.subscribeAsync('spBv1.0/+/NCMD/edge-7', { qos: 1 });
  const heard = new Promise<readonly [string, Buffer]>((resolve) => node.once('message', (topic, bytes) => resolve([topic, bytes])));
  const say = (type: string, seq: number, metrics: readonly object[]) =>
    node.publishAsync(`spBv1.0/hall/${type}/edge-7`, JSON.stringify({ timestamp: Date.now(), seq, metrics }), { qos: 1 });
  await say('NDATA', 41, [{ alias: 3, value: 20.5 }]);
  const [topic, bytes] = await heard;
  expect(topic).toBe('spBv1.0/hall/NCMD/edge-7');
  expect(JSON.parse(bytes.toString())).toMatchObject({ metrics: [{ name: 'Node Control/Rebirth', value: true }] });
  expect(readPayload(bytes)).toMatchObject({ ok: false });
  await say('NBIRTH', 0, [
    { name: 'bdSeq', value: 1 },
    { name: 'Oil', alias: 3, dataType: 'Float', value: 20.5 },
  ]);
  await say('NDATA', 1, [{ alias: 3, value: 21.5 }]);
  await expect.poll(async () => (await shop.ledger()).applied).toBe(3);
});
