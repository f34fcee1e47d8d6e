import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { zebraIotc } from '../../../devices/zebra/zebra-iotc.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const idHex = '30340242201d884000000001';
const timestamp = '2026-01-15T09:00:00.000+0000';
const decode = (payload: unknown) =>
  zebraIotc.decode(
    {
      device: asId<DeviceId>('gate'),
      topic: 'zebra/gate/d-evt',
      bytes: Buffer.from(JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    freshContext(zebraIotc),
  );

describe('zebra-iotc', () => {
  it('keeps a read whose TID is an error text, and notes it without the text', () => {
    const decoded = decode({ data: { idHex, TID: 'Error: 4929123456781234' }, timestamp });
    expect(decoded).toMatchObject({ ok: true, readings: [{ tid: null }], warnings: ['tid-unreadable'] });
    expect(JSON.stringify(decoded)).not.toContain('4929');
  });

  it.each([
    ['an empty batch', [], 'keep-alive'],
    ['a heartbeat', { component: 'RG', type: 'heartbeat', timestamp, data: {} }, 'heartbeat'],
    ['a heartbeat of a sled', { eventName: 'heartbeat', timestamp }, 'heartbeat'],
    ['a connection event whose time is no time', { eventName: 'mqttConnEVT', timestamp: '12:00:01' }, 'reader-event'],
    [
      'an output in a state that nobody knows',
      { component: 'RG', type: 'gpo', data: { pin: 1, state: 'MAYBE' }, timestamp },
      'reader-event',
    ],
    ['an error of the reader', { component: 'RG', type: 'error', data: { message: 'x' }, timestamp }, 'reader-event'],
    ['a health report', { system: {}, timestamp }, 'health'],
    ['a beacon', { type: 'BLE_DATA', data: {} }, 'ble'],
    ['an answer to a command', { command_id: 'c-1', response: 'success' }, 'command-reply'],
    ['an answer of a sled', { requestId: 'r-1', response: {} }, 'command-reply'],
    ['bar codes of a sled', { type: 'FAST_READ', timestamp, data: { barcodeData: [{ symbology: 'EAN13' }] } }, 'no-tag'],
    ['a sled that found nothing', { type: 'FAST_READ', timestamp, data: { tagData: [] } }, 'no-tag'],
  ])('takes %s for no read and no error', (_name, payload, none) => expect(decode(payload)).toEqual({ ok: true, readings: [], none }));

  it.each([
    [
      'one damaged envelope of a batch',
      [
        { data: { idHex }, timestamp },
        { data: { idHex: 'xyz' }, timestamp },
      ],
      'bad-epc',
    ],
    ['an unknown envelope in a batch', [{ data: { idHex }, timestamp }, { weather: 'fine' }], 'unknown-shape'],
    ['5,001 reads of a sled', { timestamp, data: { tagData: Array.from({ length: 5_001 }, () => ({ EPCid: idHex })) } }, 'too-many'],
    ['5,001 envelopes', Array.from({ length: 5_001 }, () => ({ data: { idHex }, timestamp })), 'too-many'],
    ['half a read', { data: { idHex, reads: 1.5 }, timestamp }, 'wrong-type'],
    ['a channel in kHz', { data: { idHex, channel: 911_750 }, timestamp }, 'out-of-range'],
    ['tag data that is no object', { timestamp, data: { tagData: [idHex] } }, 'wrong-type'],
  ])('refuses %s whole', (_name, payload, code) => expect(decode(payload)).toMatchObject({ ok: false, code }));

  it.each([
    ['an input', { component: 'RG', type: 'gpi', data: { pin: 3, state: 'HIGH' } }, { gpi3: true }],
    ['an output', { component: 'RG', type: 'gpo', data: { pin: 1, state: 'LOW' } }, { gpo1: false }],
    [
      'a heartbeat',
      {
        component: 'RG',
        type: 'heartbeat',
        data: {
          radio_control: {
            antennas: { 1: 'connected', 2: 'disconnected', 3: 'connected' },
            radioActivity: 'active',
            radioConnection: 'connected',
            uptime: '01:02:03',
          },
          system: { temperature: { ambient: 33, pa: 41 }, flash: null },
        },
      },
      {
        antennasConnected: '1 3',
        antennasDisconnected: '2',
        radio: 'connected',
        inventory: 'active',
        uptime: '01:02:03',
        ambientTemperatureC: 33,
        amplifierTemperatureC: 41,
      },
    ],
    ['a report without an envelope', { system: { temperature: { ambient: 30 } } }, { ambientTemperatureC: 30 }],
    [
      'the heartbeat of a sled',
      { eventName: 'heartbeat', data: { inventoryStatus: { rfidStatus: 'IDLE' }, batteryAlert: { chargePercentage: 40 } } },
      { batteryPct: 40, inventory: 'IDLE' },
    ],
  ])('tells the operator of %s', (_name, envelope, values) => {
    expect(decode({ ...envelope, timestamp })).toMatchObject({
      ok: true,
      readings: [{ kind: 'state', reportedAt: EXAMPLE_RECEIVED_AT - 1_000, values }],
    });
    // Exactly these: no climate of the shop, no read.
    const decoded = decode([
      { ...envelope, timestamp },
      { data: { idHex }, timestamp },
    ]);
    expect(decoded.ok && decoded.readings.map(({ kind }) => kind)).toEqual(['state', 'tag']);
    expect(decoded.ok && decoded.readings[0]).toHaveProperty('values', values);
  });

  it('switches an output by its number, and believes only the event of that output', () => {
    const command = { id: 'c-1', deadline: 0, kind: 'switch', on: true, channel: 1, forMs: null } as const;
    const said = zebraIotc.command?.(command, freshContext(zebraIotc, 'gate'))[0];
    expect(said).toMatchObject({ via: 'mqtt', topic: 'zebra/gate/c-req' });
    expect(said?.via === 'mqtt' && JSON.parse(Buffer.from(said.bytes).toString())).toEqual({
      command: 'set_gpo',
      command_id: 'c-1',
      payload: { port: 2, state: true },
    });
    const proves = (pin: number, state: string): boolean => {
      const decoded = decode({ component: 'RG', type: 'gpo', data: { pin, state }, timestamp });
      return decoded.ok && decoded.readings.some((reading) => zebraIotc.confirms?.(command, reading, freshContext(zebraIotc)));
    };
    expect([proves(2, 'HIGH'), proves(2, 'LOW'), proves(1, 'HIGH')]).toEqual([true, false, false]);
    expect(zebraIotc.command?.({ ...command, forMs: 1_000 }, freshContext(zebraIotc))).toEqual([]);
  });

  it('counts keys that it does not know', () => {
    expect(decode({ data: { idHex, colour: 'red' }, timestamp, site: 'x' })).toMatchObject({ ok: true, unknownKeys: 2 });
  });

  it('writes identities in lower case and times with an offset without colon', () => {
    const decoded = decode({ data: { idHex, antenna: 2, peakRssi: -50, reads: 3 }, timestamp });
    const written = decoded.ok ? zebraIotc.encode?.(decoded.readings, asId<DeviceId>('gate')) : undefined;
    expect(written?.map(({ topic, bytes }) => ({ topic, payload: JSON.parse(Buffer.from(bytes).toString()) }))).toEqual([
      {
        topic: 'zebra/gate/d-evt',
        payload: { data: { antenna: 2, eventNum: 1, format: 'epc', idHex, peakRssi: -50, reads: 3 }, timestamp, type: 'INVENTORY' },
      },
    ]);
  });
});
