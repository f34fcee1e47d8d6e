import { describe, expect, it } from 'vitest';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { shellyGen2 } from '../../../devices/shelly/shelly-gen2.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const src = 'shellypro2-0200000000bb';
const ts = EXAMPLE_RECEIVED_AT / 1_000 - 1;
const context = (settings: unknown = {}) => freshContext(shellyGen2, 'shop/lock', settings);
const decode = (end: string, payload: unknown, using = context()) =>
  shellyGen2.decode(
    {
      device: asId<DeviceId>('lock'),
      topic: `shop/lock/${end}`,
      bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    using,
  );
const status = (parts: object, using = context(), method = 'NotifyStatus') =>
  decode('events/rpc', { src, method, params: { ts, ...parts } }, using);
const readings = (decoded: ReturnType<typeof decode>) => {
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.readings;
};
const base = { id: 'c-1', deadline: EXAMPLE_RECEIVED_AT + 5_000 };
const relay = { ...base, kind: 'switch', on: true, channel: 1, forMs: null } as const;
const lamp = { ...base, kind: 'light', on: true, brightness: 0.5, color: null, forMs: null } as const;
const said = (command: DeviceCommand, settings: unknown = {}) =>
  shellyGen2
    .command?.(command, context(settings))
    .map((each) => (each.via === 'mqtt' ? [each.topic, JSON.parse(Buffer.from(each.bytes).toString())] : each));
const call = (method: string, params: object) => [['shop/lock/rpc', { id: 'c-1', src: 'shop/lock/aisle', method, params }]];
const isProof = (command: DeviceCommand, parts: object) =>
  readings(status(parts)).some((each) => shellyGen2.confirms?.(command, each, context()));

describe('shelly-gen2', () => {
  it('tells only what changed', () => {
    expect(readings(status({ 'switch:0': { id: 0, apower: 12.5 } }))).toMatchObject([{ kind: 'state', values: { switch0PowerW: 12.5 } }]);
    expect(JSON.stringify(status({ 'switch:0': { id: 0, apower: 12.5 } }))).not.toContain('"switch0":');
  });

  it('takes the warmth of a relay for no climate', () => {
    const parts = { 'switch:0': { output: true, temperature: { tC: 48.2, tF: 118 }, errors: ['overtemp'] } };
    expect(readings(status(parts))).toMatchObject([
      { kind: 'state', values: { switch0: true, switch0TemperatureC: 48.2, switch0Errors: 'overtemp' } },
    ]);
  });

  it('keeps to the probe that spoke first, whichever changes', () => {
    const using = context();
    status({ 'temperature:100': { tC: 21 } }, using);
    expect(readings(status({ 'temperature:101': { tC: -18 } }, using))).toMatchObject([
      { kind: 'state', values: { temperature101C: -18 } },
    ]);
    expect(readings(status({ 'temperature:100': { tC: 22 } }, using))).toMatchObject([{ kind: 'climate', temperature: 22 }]);
  });

  it('says nothing for a probe that cannot be read and a part that was pulled off', () => {
    expect(status({ 'temperature:0': { id: 0, tC: null, errors: ['read'] } })).toMatchObject({ readings: [], none: 'status' });
    expect(status({ 'temperature:100': null })).toMatchObject({ readings: [], none: 'status' });
  });

  it.each([
    ['status/switch:0', { id: 0, output: false }, { kind: 'state', values: { switch0: false } }],
    ['status/input:2', { id: 2, percent: 40 }, { kind: 'state', values: { input2Pct: 40 } }],
    ['status/devicepower:0', { battery: { V: 3, percent: 50 } }, { kind: 'state', values: { batteryPct: 50, batteryMv: 3_000 } }],
    ['status/voltmeter:100', { voltage: 4.2 }, { kind: 'state', values: { voltmeter100V: 4.2 } }],
    ['status/illuminance:0', { lux: 300, illumination: 'bright' }, { kind: 'climate', illuminanceLux: 300 }],
    ['online', 'true', { kind: 'status', online: true }],
    ['status/sys', { mac: '0200000000BB', uptime: 60 }, { kind: 'state', values: { uptimeSec: 60 } }],
  ])('understands %s %j', (end, payload, wanted) => expect(readings(decode(end, payload))[0]).toMatchObject(wanted));

  it.each([
    ['single_push', ['input1-single-push']],
    ['triple_push', ['input1-triple-push']],
    ['long_push', ['input1-long-push']],
    ['btn_down', []],
    ['btn_up', []],
    ['config_changed', []],
  ])('takes %s for %j', (event, buttons) => {
    const params = { ts, events: [{ component: 'input:1', id: 1, event, ts: ts - 0.25 }] };
    const decoded = decode('events/rpc', { src, method: 'NotifyEvent', params });
    expect(readings(decoded).map((each) => each.kind === 'button' && each.button)).toEqual(buttons);
    if (buttons.length === 0) expect(decoded).toMatchObject({ none: 'device-event' });
    else expect(readings(decoded)[0]).toMatchObject({ reportedAt: EXAMPLE_RECEIVED_AT - 1_250 });
  });

  it('cuts the decimals of its seconds, and does not believe a clock that was never set', () => {
    const at = (seconds: number) => decode('events/rpc', { method: 'NotifyStatus', params: { ts: seconds, 'switch:0': { output: true } } });
    expect(readings(at(1_768_467_600.49))[0]?.reportedAt).toBe(1_768_467_600_490);
    expect(readings(at(1_768_467_600.9999))[0]?.reportedAt).toBe(1_768_467_600_999);
    expect(at(12.5)).toMatchObject({ readings: [{ at: EXAMPLE_RECEIVED_AT }], warnings: ['absurd-time'] });
  });

  it('notes that a command was refused', () => {
    const answer = { id: 'c-1', src, error: { code: -105, message: 'no switch 3' } };
    expect(decode('aisle/rpc', answer)).toEqual({ ok: true, readings: [], none: 'command-reply', warnings: ['command-refused'] });
  });

  it.each([
    ['events/rpc', { src, method: 'NotifyEvent', params: { events: {} } }, 'wrong-type'],
    ['events/rpc', { src, method: 'NotifyEvent', params: { events: Array.from({ length: 65 }, () => ({})) } }, 'too-many'],
    ['events/rpc', { src, method: 'NotifyDance', params: {} }, 'unknown-shape'],
    ['events/rpc', { src, method: 'NotifyStatus', params: { ts, 'temperature:0': { tC: 400 } } }, 'out-of-range'],
    ['online', 'perhaps', 'unknown-shape'],
    ['online', '', 'empty'],
    ['status/window:0', { open: true }, 'unknown-shape'],
  ])('refuses %s %j whole', (end, payload, code) => expect(decode(end, payload)).toMatchObject({ ok: false, code }));
});

describe('commands to Shelly', () => {
  it.each([
    ['a relay', relay, {}, call('Switch.Set', { id: 1, on: true })],
    ['a lock for 2.5 s', { ...relay, channel: 0, forMs: 2_500 }, {}, call('Switch.Set', { id: 0, on: true, toggle_after: 2.5 })],
    ['a white lamp', { ...lamp, forMs: 1_000 }, {}, call('Light.Set', { id: 0, on: true, brightness: 50, toggle_after: 1 })],
    ['a white lamp in a colour', { ...lamp, color: '#FF0000' }, {}, []],
    [
      'a coloured lamp',
      { ...lamp, color: '#FF8001', brightness: 0 },
      { lamp: 'rgb' },
      call('RGB.Set', { id: 0, on: true, brightness: 1, rgb: [255, 128, 1] }),
    ],
    ['a lamp off', { ...lamp, on: false, color: '#FF0000' }, {}, call('Light.Set', { id: 0, on: false })],
    ['a picture', { ...base, kind: 'show', showForMs: 1, content: {} }, {}, []],
  ] as const)('says %s', (_name, command, settings, wanted) => expect(said(command, settings)).toEqual(wanted));

  it('takes the notification of the right relay for a proof, and no other', () => {
    expect(isProof(relay, { 'switch:1': { output: true } })).toBe(true);
    expect(isProof(relay, { 'switch:0': { output: true } })).toBe(false);
    expect(isProof(relay, { 'switch:1': { output: false } })).toBe(false);
    expect(isProof(relay, { 'switch:1': { apower: 20 } })).toBe(false);
    expect(isProof(lamp, { 'light:0': { output: true, brightness: 50 } })).toBe(true);
    expect(isProof(lamp, { 'light:0': { output: true, brightness: 10 } })).toBe(false);
    expect(isProof({ ...lamp, on: false }, { 'rgb:0': { output: false, brightness: 10 } })).toBe(true);
  });
});
