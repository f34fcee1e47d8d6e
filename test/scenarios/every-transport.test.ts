import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DeviceReading } from '../../devices/kit/define-device.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { mtSics } from '../../devices/scales/mt-sics.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { dbm, grams, instant } from '../../gateway/domain/units.ts';
import { createVirtualLlrpReader } from '../../simulators/virtual/llrp-reader.ts';
import { startVirtualOpcua } from '../../simulators/virtual/opcua-server.ts';
import { SHOP_NAMESPACE } from '../../simulators/virtual/opcua-shop.ts';
import { createVirtualStreamDevice } from '../../simulators/virtual/stream-device.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { openPty } from '../support/pty.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

interface DeviceFacts {
  readonly id: string;
  readonly readings: number;
  readonly messages: number;
  readonly rejected: number;
  readonly state: string;
  readonly model: string | null;
}

const epc = (serial: number) => encodeSgtin96({ gtin14: '04719999000019', serial, filter: 1, prefixDigits: 7 });
const sensed = (device: string) => {
  const now = instant(Date.now());
  return { device: asId<DeviceId>(device), at: now, reportedAt: now, receivedAt: now };
};
const tag = (device: string, serial: number): Extract<DeviceReading, { kind: 'tag' }> => ({
  ...sensed(device),
  kind: 'tag',
  epc: epc(serial),
  antenna: 1,
  rssi: dbm(-52),
  tid: null,
  count: 1,
  detail: null,
});

describeWith('socat', 'a shop with a device on every transport', (socat) => {
  it('hears all of them at once: every reading is in the ledger', { timeout: 120_000 }, async () => {
    const opcuaPort = await freePort();
    const server = await startVirtualOpcua({ port: opcuaPort, folder: temporaryFolder() });
    const llrp = createVirtualLlrpReader({ chunkSeed: 7 });
    const llrpPort = await llrp.listen();
    const line = await openPty(socat);
    const scale = createVirtualStreamDevice({ driver: mtSics, on: { path: line.device }, device: 'scale' });
    await scale.start();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'inventory.csv'), 'epc,section\n');
    const shop = await openShop(
      `
store: { id: corner }
zones: [{ id: door, kind: entrance }, { id: wall, kind: shelf }]
devices:
  - { id: gate, driver: impinj-iot, zone: door, antennas: [{ zone: door }] }
  - { id: scale, driver: mt-sics, zone: wall, serial: { path: ${line.gateway} } }
  - { id: reader, driver: llrp, zone: wall, llrp: { host: 127.0.0.1, port: ${llrpPort} }, antennas: [{ zone: wall }] }
  - id: room
    driver: opcua-nodes
    zone: wall
    opcua: { url: "opc.tcp://127.0.0.1:${opcuaPort}", trust: first-use, nodes: [{ node: "nsu=${SHOP_NAMESPACE};s=Temperature", as: temperature }] }
  - id: autoid
    driver: opcua-autoid
    zone: wall
    opcua: { url: "opc.tcp://127.0.0.1:${opcuaPort}", trust: first-use, scan: "${server.readerNode}" }
    antennas: [{ zone: wall }]
  - { id: sled, driver: zebra-iotc, zone: wall, antennas: [{ zone: wall }] }
shelves: [{ id: rail, zone: wall, sections: [{ id: rail-1, scale: { device: scale } }] }]
`,
      { folder },
    );
    try {
      const facts = async (id: string): Promise<DeviceFacts> => {
        const found = (await shop.get<DeviceFacts[]>('devices'))?.find((device) => device.id === id);
        if (!found) throw new Error(`no device ${id}`);
        return found;
      };
      const readings = async (id: string) => (await facts(id)).readings;
      const wait = { timeout: 40_000, interval: 100 };
      await eventually(() => expect(llrp.isReading() && server.reader.isScanning() && scale.isHeard()).toBe(true), wait);
      // Their own words about themselves come first and are counted too.
      await eventually(async () => {
        for (const id of ['reader', 'autoid', 'room']) expect((await facts(id)).model, id).not.toBeNull();
        expect((await facts('scale')).state).toBe('online');
      }, wait);
      const before = new Map<string, number>();
      for (const id of ['gate', 'scale', 'reader', 'room', 'autoid', 'sled']) before.set(id, await readings(id));
      const arrived = async (id: string, count: number): Promise<void> => {
        await eventually(async () => expect((await readings(id)) - (before.get(id) ?? 0), id).toBe(count), wait);
      };

      // MQTT
      const gate = await shop.connect('gate');
      for (let n = 0; n < 20; n++) {
        const event = {
          timestamp: new Date().toISOString(),
          tagInventoryEvent: { epcHex: epc(n), antennaPort: 1, peakRssiCdbm: -5_000 - n },
        };
        await gate.publishAsync('impinj/gate/events', JSON.stringify(event), { qos: 1 });
      }
      // Serial line
      for (let n = 0; n < 20; n++)
        await scale.say([{ ...sensed('scale'), kind: 'weight', channel: '1', grams: grams(1_000 + n), stable: true }]);
      // LLRP and OPC UA
      const tags = (device: string) => Array.from({ length: 20 }, (_, n) => tag(device, 100 + n));
      expect(llrp.report(tags('reader'))).toBe(true);
      expect(server.reader.scan(tags('autoid'))).toBe(20);
      // HTTP
      const authorization = `Basic ${Buffer.from(`sled:${shop.secret('sled')}`).toString('base64')}`;
      for (let n = 0; n < 20; n++) {
        const body = JSON.stringify({
          type: 'INVENTORY',
          timestamp: new Date().toISOString(),
          data: { idHex: epc(200 + n), antenna: 1, peakRssi: -50 },
        });
        const headers = { authorization, 'content-type': 'application/json' };
        expect((await fetch(`${shop.gateway.url}/api/v1/readings`, { method: 'POST', headers, body })).status).toBe(204);
      }

      for (const id of ['gate', 'scale', 'reader', 'autoid', 'sled']) await arrived(id, 20);
      await eventually(async () => expect(await readings('room')).toBeGreaterThan(0), wait);
      for (const id of ['gate', 'scale', 'reader', 'room', 'autoid', 'sled']) expect((await facts(id)).rejected, id).toBe(0);
      expect(await shop.ledger()).toMatchObject({ balanced: true, rejected: {} });
      expect(await shop.get(`items/${epc(100)}`)).toMatchObject({ epc: epc(100) });
    } finally {
      await shop.gateway.stop();
      await Promise.all([server.stop(), llrp.kill(), scale.stop()]);
    }
  });
});
