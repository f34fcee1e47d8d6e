import { expect, it } from 'vitest';
import type { DeviceView, ItemView } from '../../gateway/http/contract.ts';
import { startReader } from '../support/llrp-shop.ts';
import { numberedReads } from '../support/numbered-reads.ts';
import { openShop } from '../support/open-shop.ts';
import { until } from '../support/until.ts';

it('a shop whose reader speaks LLRP sees its tags, its model, and that it went away', async () => {
  const { reader, port } = await startReader({ chunkSeed: 5 });
  const shop = await openShop(`
store: { id: corner }
zones: [{ id: shelf, kind: shelf }]
devices:
  - id: gate-1
    driver: llrp
    llrp: { host: 127.0.0.1, port: ${port}, powerDbm: 24, session: 2 }
    antennas: [{ port: 2, zone: shelf }, { port: 3, zone: shelf }]
`);
  await until(() => reader.isReading(), 'a reader that reads');
  expect(reader.roSpec()).toMatchObject({ antennas: [2, 3], session: 2, transmitter: { power: 57 } });

  const reads = numberedReads(400, 0, Date.now() - 200);
  expect(reader.report(reads)).toBe(true);
  await reader.drained();
  const wanted = reads.filter(({ antenna }) => antenna === 2 || antenna === 3);
  const device = async (): Promise<DeviceView | undefined> =>
    (await shop.get<readonly DeviceView[]>('devices'))?.find(({ id }) => id === 'gate-1');
  // Its reads, that it is online, and what it is.
  while (((await device())?.readings ?? 0) < wanted.length + 2) await shop.get('store');
  expect(await shop.ledger()).toMatchObject({ rejected: {}, refused: {}, balanced: true, duplicate: 0 });

  const item = await shop.get<ItemView>(`items/${wanted[0]?.epc}`);
  expect(item?.recent[0]).toMatchObject({ device: 'gate-1', antenna: wanted[0]?.antenna, rssiDbm: wanted[0]?.rssi, at: wanted[0]?.at });
  expect(item?.recent[0]?.frequencyKhz).toBeGreaterThan(920_000);

  expect(await device()).toMatchObject({ state: 'online', model: 'Impinj Speedway R420 (2001002)', firmware: '5.14.0.240' });
  await reader.kill();
  while ((await device())?.state !== 'offline') await shop.get('store');
});
