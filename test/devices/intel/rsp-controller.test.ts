import { describe, expect, it } from 'vitest';
import { rspController } from '../../../devices/intel/rsp-controller.ts';
import { type DeviceReading, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { createTopicMap } from '../../../devices/kit/topic-map.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const device = asId<DeviceId>('floor');
const epc = '30340242201D884000000001';
const at = EXAMPLE_RECEIVED_AT - 30_000;
const decode = (payload: unknown, settings: unknown = {}) =>
  rspController.decode(
    { device, topic: 'rfid/controller/events', bytes: Buffer.from(JSON.stringify(payload)), receivedAt: EXAMPLE_RECEIVED_AT },
    freshContext(rspController, 'floor', settings),
  );
const notification = (method: string, ...data: readonly object[]) => ({
  jsonrpc: '2.0',
  method,
  params: { sent_on: EXAMPLE_RECEIVED_AT, device_id: 'c', data },
});
const event = (event_type: string, more: object = {}) => ({
  epc_code: epc,
  tid: null,
  event_type,
  timestamp: at,
  location: 'BackRoom',
  ...more,
});
const data = (more: object = {}) => ({
  epc,
  tid: null,
  antenna_id: 0,
  last_read_on: at,
  rssi: -600,
  phase: 3,
  frequency: 909_250,
  ...more,
});

describe('rsp-controller', () => {
  it.each(['arrival', 'moved', 'returned', 'cycle_count'])('takes %s for a read at its own time, not that of sending', (type) => {
    expect(decode(notification('inventory_event', event(type)), { locations: { BackRoom: 2 } })).toMatchObject({
      readings: [{ kind: 'tag', epc, at, reportedAt: at, antenna: 2, detail: { antennaName: 'BackRoom' } }],
    });
  });

  it('takes departed for a state: nobody read the tag', () => {
    expect(decode(notification('inventory_event', event('departed'), event('moved')))).toMatchObject({
      readings: [
        { kind: 'state', reportedAt: at, values: { event: 'departed', epc, zone: 'BackRoom' } },
        { kind: 'tag', antenna: 0 },
      ],
    });
  });

  it('does not find a port for a location that is a word of the language', () => {
    expect(decode(notification('inventory_event', event('moved', { location: 'toString' })))).toMatchObject({ readings: [{ antenna: 0 }] });
  });

  it('notes an event that it does not know and keeps the others', () => {
    expect(decode(notification('inventory_event', event('parked'), event('moved')))).toMatchObject({
      readings: [{ kind: 'tag' }],
      warnings: ['unknown-event'],
    });
  });

  it('reads a bare read of a sensor too', () => {
    const read = { kind: 'tag', epc, antenna: 1, rssi: -60, detail: { frequencyKhz: 909_250 } };
    expect(decode(data())).toMatchObject({ readings: [read] });
    expect(decode(notification('inventory_data', data({ antenna_id: 3 })))).toMatchObject({ readings: [{ ...read, antenna: 4 }] });
    expect(decode(data({ antenna_id: undefined }))).toMatchObject({ readings: [{ antenna: 0 }] });
  });

  it.each([
    ['a heartbeat of the controller', notification('controller_heartbeat'), 'heartbeat'],
    ['a heartbeat of a sensor', notification('heartbeat'), 'heartbeat'],
    ['the end of an inventory', notification('inventory_complete'), 'reader-event'],
    ['an alert', notification('device_alert'), 'reader-event'],
    ['an answer', { jsonrpc: '2.0', id: '1', result: true }, 'command-reply'],
    ['an error', { jsonrpc: '2.0', id: '1', error: { code: -1 } }, 'command-reply'],
    ['a period without reads', notification('inventory_data'), 'no-tag'],
  ])('takes %s for no read', (_name, payload, none) => expect(decode(payload)).toEqual({ ok: true, readings: [], none }));

  it('takes an event whose place is not told', () => {
    expect(decode(notification('inventory_event', event('moved', { location: null })))).toMatchObject({
      readings: [{ antenna: 0, detail: null }],
    });
    expect(decode(notification('inventory_event', event('departed', { location: '' })))).toMatchObject({
      readings: [{ values: { event: 'departed', epc: expect.any(String) } }],
    });
  });

  it.each([
    ['one damaged event of two', notification('inventory_event', event('moved'), event('moved', { epc_code: 'xyz' })), 'bad-epc'],
    ['an event at a number', notification('inventory_event', event('moved', { location: 7 })), 'wrong-type'],
    ['an event that is a text', notification('inventory_event', 'moved' as unknown as object), 'wrong-type'],
    ['no list', { method: 'inventory_event', params: {} }, 'wrong-type'],
    ['5,001 reads', notification('inventory_data', ...new Array(5_001).fill(data())), 'too-many'],
    ['a signal in dBm', data({ rssi: -6_000 }), 'out-of-range'],
    ['half an antenna', data({ antenna_id: 0.5 }), 'wrong-type'],
    ['a list', [], 'wrong-type'],
  ])('refuses %s whole', (_name, payload, code) => expect(decode(payload)).toMatchObject({ ok: false, code }));

  it('can be given the topic that names no device', () => {
    const map = createTopicMap([{ id: 'floor', driver: 'rsp-controller', topics: ['rfid/controller/events', 'rfid/rsp/data/+'] }], 'shop');
    expect(map.resolve('rfid/controller/events')).toEqual({ device: 'floor', driver: 'rsp-controller' });
    expect(map.resolve('rfid/rsp/data/RSP-1')?.device).toBe('floor');
  });

  it('writes a read with a place as an event and any other one as a read of a sensor', () => {
    const base = {
      device,
      at,
      reportedAt: at,
      receivedAt: EXAMPLE_RECEIVED_AT,
      kind: 'tag',
      epc,
      antenna: 2,
      rssi: -61.5,
      tid: null,
      count: 1,
    };
    const readings = [
      { ...base, detail: { frequencyKhz: 915_250 } },
      { ...base, antenna: 0, rssi: null, detail: { antennaName: 'Till' } },
    ] as unknown as DeviceReading[];
    const written = rspController.encode?.(readings, device) ?? [];
    expect(written.map(({ topic }) => topic)).toEqual(['rfid/rsp/data/floor', 'rfid/controller/floor/events']);
    const decoded = written.map(({ bytes }) => decode(JSON.parse(Buffer.from(bytes).toString())));
    expect(decoded.flatMap((each) => (each.ok ? each.readings : []))).toEqual(readings);
  });
});
