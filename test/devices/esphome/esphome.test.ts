import { describe, expect, it } from 'vitest';
import { esphome } from '../../../devices/esphome/esphome.ts';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const context = (settings: unknown = {}) => freshContext(esphome, 'shop/node-1', settings);
const decode = (end: string, payload: string, using = context()) =>
  esphome.decode(
    { device: asId<DeviceId>('node'), topic: `shop/node-1/${end}`, bytes: Buffer.from(payload), receivedAt: EXAMPLE_RECEIVED_AT },
    using,
  );
const first = (end: string, payload: string, using = context()) => {
  const decoded = decode(end, payload, using);
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.readings[0];
};
const base = { id: 'c-1', deadline: EXAMPLE_RECEIVED_AT + 5_000 };
const lock = { ...base, kind: 'switch', on: true, channel: 1, forMs: null } as const;
const lamp = { ...base, kind: 'light', on: true, brightness: 0.5, color: null, forMs: null } as const;
const named = { switches: ['fan', 'door_lock'], light: 'shelf' };
const said = (command: DeviceCommand, settings: unknown = named) =>
  esphome
    .command?.(command, context(settings))
    .map((each) => (each.via === 'mqtt' ? [each.topic, Buffer.from(each.bytes).toString()] : each));
const isProof = (command: DeviceCommand, end: string, payload: string) => {
  const reading = first(end, payload, context(named));
  return reading !== undefined && esphome.confirms?.(command, reading, context());
};

describe('esphome', () => {
  it.each([
    ['sensor/shop_temperature/state', '21.5', { kind: 'climate', temperature: 21.5 }],
    ['sensor/humidity/state', '48', { kind: 'climate', humidity: 48 }],
    ['sensor/window_lux/state', '1.2e3', { kind: 'climate', illuminanceLux: 1_200 }],
    ['sensor/left_weight_kg/state', '-0.25', { kind: 'weight', channel: 'left_weight_kg', grams: -250, stable: false }],
    ['sensor/left_weight_g/state', '250', { kind: 'weight', grams: 250 }],
    ['sensor/shelf_weight/state', '250', { kind: 'weight', grams: 250 }],
    ['sensor/wifi_signal/state', '-61', { kind: 'state', values: { wifiDbm: -61 } }],
    ['sensor/internal_temperature/state', '53.3', { kind: 'state', values: { internalTemperature: 53.3 } }],
    ['binary_sensor/pir/state', 'OFF', { kind: 'presence', people: 0, counted: false }],
    ['binary_sensor/leak/state', 'ON', { kind: 'state', values: { leak: true } }],
    ['text_sensor/last_error/state', 'too hot', { kind: 'state', values: { lastError: 'too hot' } }],
    ['status', 'online', { kind: 'status', online: true }],
  ])('understands %s %s', (end, payload, wanted) => expect(first(end, payload)).toMatchObject(wanted));

  it('believes the installer more than a name', () => {
    const using = context({ sensors: { oven_temperature: 'state', n4: 'people', gate: 'button' } });
    expect(first('sensor/oven_temperature/state', '240', using)).toMatchObject({ kind: 'state', values: { ovenTemperature: 240 } });
    expect(first('sensor/n4/state', '2', using)).toMatchObject({ kind: 'presence', people: 2, counted: true });
    expect(first('binary_sensor/gate/state', 'ON', using)).toMatchObject({ kind: 'button', button: 'gate' });
  });

  it('shows no number that could be a card', () => {
    const decoded = decode('text_sensor/last_scan/state', '04:A1:B2:C3:D4:E5:F6');
    expect(decoded).toEqual({ ok: true, readings: [], none: 'no-event', warnings: ['unnamed-identity'] });
    const using = context({ sensors: { last_scan: 'card' } });
    expect(first('text_sensor/last_scan/state', '04:A1:B2:C3:D4:E5:F6', using)).toMatchObject({ kind: 'card', card: '04A1B2C3D4E5F6' });
    expect(decode('text_sensor/nfc_tag/state', '08A1B2C3')).toMatchObject({ readings: [], warnings: ['random-card'] });
    expect(decode('text_sensor/nfc_tag/state', 'none')).toMatchObject({ ok: false, code: 'wrong-type' });
  });

  it('makes no weight of a number whose unit nobody told', () => {
    expect(decode('sensor/bin_weight/state', '1.5')).toMatchObject({
      readings: [{ kind: 'state', values: { binWeight: 1.5 } }],
      warnings: ['unit-unknown'],
    });
  });

  it('remembers every load cell by itself, and no more than sixteen', () => {
    const using = context();
    expect(first('sensor/a_weight_g/state', '100', using)).toMatchObject({ stable: false });
    expect(first('sensor/b_weight_g/state', '100', using)).toMatchObject({ stable: false });
    expect(first('sensor/a_weight_g/state', '102', using)).toMatchObject({ stable: true });
    for (let n = 0; n < 40; n++) first(`sensor/c${n}_weight_g/state`, '1', using);
    expect(Object.keys(using.memory.grams as object)).toHaveLength(16);
    expect(first('sensor/b_weight_g/state', '160', using)).toMatchObject({ stable: false });
  });

  it.each([
    ['sensor/temperature/state', 'nan', 'no-value'],
    ['debug', '[D][sensor:093]: hello', 'log'],
    ['switch/fan/command', 'ON', 'command'],
    ['binary_sensor/help_button/state', 'OFF', 'no-event'],
  ])('takes %s %s for nothing', (end, payload, none) => expect(decode(end, payload)).toEqual({ ok: true, readings: [], none }));

  it.each([
    ['status', 'asleep', 'unknown-shape'],
    ['sensor/temperature/state', '', 'empty'],
    ['sensor/temperature/state', '0x20', 'wrong-type'],
    ['sensor/temperature/state', '212', 'out-of-range'],
    ['sensor/people/state', '2.5', 'wrong-type'],
    ['sensor/people/state', '-1', 'out-of-range'],
    ['sensor/x_weight_kg/state', '5000', 'out-of-range'],
    ['binary_sensor/door/state', '1', 'wrong-type'],
    ['light/shelf/state', '{"brightness":1}', 'unknown-shape'],
    ['light/shelf/state', 'ON', 'not-json'],
    ['climate/mode', 'heat', 'unknown-shape'],
  ])('refuses %s %s', (end, payload, code) => expect(decode(end, payload)).toMatchObject({ ok: false, code }));
});

describe('commands to ESPHome', () => {
  it.each([
    ['a lock', lock, [['shop/node-1/switch/door_lock/command', 'ON']]],
    ['a switch that nobody named', { ...lock, channel: 2 }, []],
    ['a time that it cannot keep', { ...lock, forMs: 1_000 }, []],
    [
      'a lamp for 1.5 s',
      { ...lamp, color: '#0180FF', forMs: 1_500 },
      [['shop/node-1/light/shelf/command', '{"state":"ON","brightness":128,"color":{"r":1,"g":128,"b":255},"flash":1.5}']],
    ],
    ['a lamp off', { ...lamp, on: false }, [['shop/node-1/light/shelf/command', '{"state":"OFF"}']]],
    ['a picture', { ...base, kind: 'show', showForMs: 1, content: {} }, []],
  ] as const)('says %s', (_name, command, wanted) => expect(said(command)).toEqual(wanted));

  it('has no words for a lamp that nobody named', () => expect(said(lamp, {})).toEqual([]));

  it('takes the state of the right entity for a proof, and no other', () => {
    expect(isProof(lock, 'switch/door_lock/state', 'ON')).toBe(true);
    expect(isProof(lock, 'switch/door_lock/state', 'OFF')).toBe(false);
    expect(isProof(lock, 'switch/fan/state', 'ON')).toBe(false);
    expect(isProof(lamp, 'light/shelf/state', '{"state":"ON","brightness":128}')).toBe(true);
    expect(isProof(lamp, 'light/shelf/state', '{"state":"ON","brightness":12}')).toBe(false);
    expect(isProof(lamp, 'light/window/state', '{"state":"ON","brightness":128}')).toBe(false);
  });
});
