import { describe, expect, it } from 'vitest';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { zigbee2mqtt } from '../../../devices/zigbee2mqtt/zigbee2mqtt.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const address = 'front/left door';
const context = (settings: unknown = {}) => freshContext(zigbee2mqtt, address, settings);
const decode = (payload: unknown, using = context(), end = '') =>
  zigbee2mqtt.decode(
    {
      device: asId<DeviceId>('door'),
      topic: `zigbee2mqtt/${address}${end}`,
      bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    using,
  );
const readings = (payload: unknown, using = context()) => {
  const decoded = decode(payload, using);
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.readings;
};
const base = { id: 'c-1', deadline: EXAMPLE_RECEIVED_AT + 5_000 };
const plug = { ...base, kind: 'switch', on: true, channel: 0, forMs: null } as const;
const lamp = { ...base, kind: 'light', on: true, brightness: 1, color: null, forMs: null } as const;
const said = (command: DeviceCommand, settings: unknown = {}) =>
  zigbee2mqtt
    .command?.(command, context(settings))
    .map((each) => (each.via === 'mqtt' ? [each.topic, JSON.parse(Buffer.from(each.bytes).toString())] : each));
const isProof = (command: DeviceCommand, payload: unknown, settings: unknown = {}) =>
  readings(payload, context(settings)).some((each) => zigbee2mqtt.confirms?.(command, each, context(settings)));

describe('zigbee2mqtt', () => {
  it('takes a key that is missing for unchanged, never for vacant, closed or off', () => {
    expect(readings({ battery: 90 })).toEqual([expect.objectContaining({ kind: 'state', values: { batteryPct: 90 } })]);
    expect(decode({})).toEqual({ ok: true, readings: [], none: 'unchanged' });
  });

  it.each([
    [{ contact: true }, { kind: 'climate', doorOpen: false }],
    [{ presence: false }, { kind: 'presence', people: 0 }],
    [
      { illuminance_lux: 40, illuminance: 16_000 },
      { kind: 'climate', illuminanceLux: 40 },
    ],
    [{ device_temperature: 19 }, { kind: 'climate', temperature: 19 }],
    [{ click: 'single' }, { kind: 'button', button: 'single' }],
    [
      { state: 'OFF', brightness: 127 },
      { kind: 'state', values: { on: false, brightness: 127 } },
    ],
    [
      { state: 'OPEN', position: 40 },
      { kind: 'state', values: { state: 'OPEN', position: 40 } },
    ],
    [
      { water_leak: true, tamper: false },
      { kind: 'state', values: { waterLeak: true, tamper: false } },
    ],
    [{ voltage: 2_900 }, { kind: 'state', values: { batteryMv: 2_900 } }],
    [{ voltage: 229.5 }, { kind: 'state', values: { voltageV: 229.5 } }],
    [{ state_l1: 'ON' }, { kind: 'state', values: { onL1: true } }],
  ])('understands %j', (payload, wanted) => expect(readings(payload)[0]).toMatchObject(wanted));

  it('counts one push once, and the empty action behind it not at all', () => {
    expect(readings({ action: 'single', click: 'single' }).filter(({ kind }) => kind === 'button')).toHaveLength(1);
    expect(decode({ action: '' })).toMatchObject({ readings: [], none: 'unchanged' });
    expect(decode({ action: null, occupancy: null, temperature: null })).toMatchObject({ readings: [], none: 'unchanged' });
  });

  it('takes the warmth of the chip for the place’s only while nothing better is told', () => {
    const using = context();
    readings({ temperature: 21, device_temperature: 30 }, using);
    expect(readings({ device_temperature: 31 }, using)).toMatchObject([{ kind: 'state', values: { deviceTemperatureC: 31 } }]);
  });

  it('does not take what the bridge remembers for what is: kept and repeated states', () => {
    const old = { occupancy: true, action: 'single', temperature: 21, contact: false, battery: 80, last_seen: '2026-01-15T06:00:00Z' };
    expect(decode(old)).toMatchObject({
      readings: [
        { kind: 'climate', doorOpen: true, at: EXAMPLE_RECEIVED_AT },
        { kind: 'state', values: { batteryPct: 80 } },
      ],
      warnings: ['stale-state'],
    });
    expect(decode({ ...old, last_seen: EXAMPLE_RECEIVED_AT - 2_000 })).toMatchObject({
      readings: [{ kind: 'climate', temperature: 21 }, { kind: 'presence' }, { kind: 'button' }, { kind: 'state' }],
    });
  });

  it('leaves codes and users of keypads and locks where they are', () => {
    const decoded = decode({ action: 'disarm', action_code: '4711', pin_code: { user: 1, pin_code: '0815' }, last_unlock_user: 'Mary' });
    expect(decoded).toMatchObject({ readings: [{ kind: 'button', button: 'disarm' }] });
    expect(JSON.stringify(decoded)).not.toMatch(/4711|0815|Mary/);
  });

  it.each([
    ['{"state":"online"}', true],
    ['{"state":"offline"}', false],
    ['online', true],
    ['offline', false],
  ])('hears of its availability: %s', (payload, online) =>
    expect(decode(payload, context(), '/availability')).toMatchObject({ readings: [{ kind: 'status', online }] }),
  );

  it.each([
    ['/availability', '', 'empty'],
    ['/availability', 'gone', 'not-json'],
    ['/availability', '{"state":"gone"}', 'unknown-shape'],
    ['', '[]', 'wrong-type'],
    ['', '{"occupancy":"yes"}', 'wrong-type'],
    ['', '{"humidity":140}', 'out-of-range'],
  ])('refuses %s %s whole', (end, payload, code) => expect(decode(payload, context(), end)).toMatchObject({ ok: false, code }));

  it('takes what others ask of the device for no state of it', () => {
    expect(decode({ state: 'ON' }, context(), '/set')).toEqual({ ok: true, readings: [], none: 'command' });
  });
});

describe('commands by zigbee2mqtt', () => {
  const topic = `zigbee2mqtt/${address}/set`;
  const outlets = { endpoints: ['left', 'right'] };
  it.each([
    ['a plug', plug, {}, [[topic, { state: 'ON' }]]],
    ['a plug behind another base', plug, { base: 'shop/zigbee' }, [[`shop/zigbee/${address}/set`, { state: 'ON' }]]],
    ['a plug for 2.5 s', { ...plug, forMs: 2_500 }, {}, [[topic, { state: 'ON', on_time: 3, off_wait_time: 0 }]]],
    ['off for a while, which nobody can count', { ...plug, on: false, forMs: 1_000 }, {}, []],
    ['longer than it can count', { ...plug, forMs: 7_000_000 }, {}, []],
    ['the second outlet', { ...plug, channel: 1 }, outlets, [[topic, { state_right: 'ON' }]]],
    ['an outlet that is not there', { ...plug, channel: 2 }, outlets, []],
    ['a lamp', lamp, {}, [[topic, { state: 'ON', brightness: 254 }]]],
    [
      'a dim red lamp',
      { ...lamp, brightness: 0, color: '#FF0000' },
      {},
      [[topic, { state: 'ON', brightness: 1, color: { hex: '#FF0000' } }]],
    ],
    ['a lamp off', { ...lamp, on: false, forMs: 1_000 }, {}, [[topic, { state: 'OFF' }]]],
    ['a picture', { ...base, kind: 'show', showForMs: 1, content: {} }, {}, []],
  ] as const)('says %s', (_name, command, settings, wanted) => expect(said(command, settings)).toEqual(wanted));

  it('takes the state of the right outlet for a proof, and no other', () => {
    expect(isProof(plug, { state: 'ON' })).toBe(true);
    expect(isProof(plug, { state: 'OFF' })).toBe(false);
    expect(isProof(plug, { linkquality: 80 })).toBe(false);
    expect(isProof(plug, { state_left: 'ON' }, outlets)).toBe(true);
    expect(isProof(plug, { state_right: 'ON' }, outlets)).toBe(false);
    expect(isProof({ ...plug, channel: 1 }, { state_left: 'ON', state_right: 'OFF' }, outlets)).toBe(false);
    // The whole of a device with outlets is on when any of them is.
    expect(isProof(plug, { state: 'ON', state_right: 'ON' }, outlets)).toBe(false);
    expect(isProof(plug, { occupancy: true })).toBe(false);
  });

  it('takes a lamp at another brightness for no proof', () => {
    expect(isProof(lamp, { state: 'ON', brightness: 253 })).toBe(true);
    expect(isProof(lamp, { state: 'ON', brightness: 100 })).toBe(false);
    expect(isProof({ ...lamp, on: false }, { state: 'OFF', brightness: 100 })).toBe(true);
  });
});
