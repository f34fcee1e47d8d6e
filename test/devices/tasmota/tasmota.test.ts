import { describe, expect, it } from 'vitest';
import type { DeviceCommand } from '../../../devices/kit/command.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { tasmota } from '../../../devices/tasmota/tasmota.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';

const device = asId<DeviceId>('plug');
const context = (settings: unknown = {}) => freshContext(tasmota, 'plug-3f', settings);
const decode = (topic: string, payload: unknown, using = context()) =>
  tasmota.decode(
    {
      device,
      topic,
      bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
      receivedAt: EXAMPLE_RECEIVED_AT,
    },
    using,
  );
const readings = (topic: string, payload: unknown, using = context()) => {
  const decoded = decode(topic, payload, using);
  if (!decoded.ok) throw new Error(`${decoded.code}: ${decoded.detail}`);
  return decoded.readings;
};
const states = (topic: string, payload: unknown) => readings(topic, payload).filter(({ kind }) => kind === 'state');
const Time = '2026-01-15T17:00:00';
const base = { id: 'c-1', deadline: EXAMPLE_RECEIVED_AT + 5_000 };
const relay = { ...base, kind: 'switch', on: true, channel: 0, forMs: null } as const;
const lamp = { ...base, kind: 'light', on: true, brightness: 0.8, color: null, forMs: null } as const;
const said = (command: DeviceCommand, settings: unknown = {}) =>
  tasmota
    .command?.(command, context(settings))
    .map((each) => (each.via === 'mqtt' ? [each.topic, Buffer.from(each.bytes).toString()] : each));
const isProof = (command: DeviceCommand, topic: string, payload: unknown) =>
  readings(topic, payload).some((reading) => tasmota.confirms?.(command, reading, context()));

describe('tasmota', () => {
  it.each([
    ['tele/plug-3f/LWT', 'Online', { kind: 'status', online: true }],
    ['plug-3f/tele/LWT', 'Offline', { kind: 'status', online: false }],
    ['stat/plug-3f/POWER', 'ON', { kind: 'state', values: { power: true } }],
    ['plug-3f/stat/POWER3', 'OFF', { kind: 'state', values: { power3: false } }],
    ['tele/plug-3f/INFO1', { Info1: { Module: 'Generic', Version: '14.2.0' } }, { kind: 'info', model: 'Generic', firmware: '14.2.0' }],
    ['tele/plug-3f/INFO1', { Module: 'Generic', Version: '8.1.0' }, { kind: 'info', model: 'Generic', firmware: '8.1.0' }],
    ['tele/plug-3f/INFO3', { Info3: { RestartReason: 'Power On', BootCount: 7 } }, { kind: 'status', online: true, boot: 7 }],
    ['stat/plug-3f/STATUS5', { StatusNET: { Mac: '02:00:00:00:00:01', IPAddress: '192.0.2.7' } }, { kind: 'info', address: '192.0.2.7' }],
    ['stat/plug-3f/RESULT', { Switch2: { Action: 'ON' } }, { kind: 'state', values: { switch2: true } }],
    ['stat/plug-3f/RESULT', { Button2: { Action: 'HOLD' } }, { kind: 'button', button: 'button2-hold' }],
  ])('understands %s %j', (topic, payload, wanted) => expect(readings(topic, payload)[0]).toMatchObject(wanted));

  it('tells the node’s own state with units', () => {
    const state = {
      Time,
      Uptime: '1T00:00:00',
      UptimeSec: 86_400,
      Vcc: 3.3,
      POWER1: 'ON',
      Dimmer: 40,
      Wifi: { SSId: 'shop', RSSI: 80, Signal: -60 },
    };
    expect(states('tele/plug-3f/STATE', state)).toMatchObject([
      { values: { uptimeSec: 86_400, supplyV: 3.3, power1: true, dimmer: 40, wifiDbm: -60 } },
    ]);
  });

  it('takes no processor’s warmth and no second probe for the climate of the shop', () => {
    const sensor = { Time, ESP32: { Temperature: 55 }, 'DS18B20-1': { Temperature: 20 }, 'DS18B20-2': { Temperature: 4 } };
    expect(readings('tele/plug-3f/SENSOR', sensor)).toMatchObject([
      { kind: 'climate', temperature: 20 },
      { kind: 'state', values: { chipTemperatureC: 55, ds18b202TemperatureC: 4 } },
    ]);
  });

  it('says nothing where a probe says null', () => {
    expect(decode('tele/plug-3f/SENSOR', { Time, AM2301: { Temperature: null, Humidity: null } })).toMatchObject({
      readings: [],
      none: 'telemetry',
    });
  });

  it('keeps what a card holds out of everything', () => {
    const decoded = decode('tele/plug-3f/SENSOR', { Time, PN532: { UID: '04A1B2C3D4E5F6', DATA: 'secret of the card' } });
    expect(decoded).toMatchObject({ readings: [{ kind: 'card', card: '04A1B2C3D4E5F6' }] });
    expect(JSON.stringify(decoded)).not.toContain('secret');
  });

  it('takes a number that a phone made up for nobody', () => {
    expect(decode('tele/plug-3f/SENSOR', { Time, PN532: { UID: '08A1B2C3' } })).toMatchObject({ readings: [], warnings: ['random-card'] });
    expect(readings('tele/plug-3f/SENSOR', { Time, RDM6300: { UID: '08A1B2C3' } })).toMatchObject([{ kind: 'card' }]);
    expect(decode('tele/plug-3f/SENSOR', { Time, RDM6300: { UID: '00000000' } })).toMatchObject({ readings: [], warnings: ['blank-card'] });
  });

  it('warns of a scale that tells whole kilograms, and never lets it move the stock', () => {
    const using = context();
    const message = { Time, HX711: { Weight: 0, WeightRaw: 2_400 } };
    decode('tele/plug-3f/SENSOR', message, using);
    expect(decode('tele/plug-3f/SENSOR', message, using)).toMatchObject({
      readings: [{ kind: 'weight', grams: 0, stable: false }],
      warnings: ['coarse-resolution'],
    });
    expect(decode('tele/plug-3f/SENSOR', { Time, HX711: { Weight: 0, WeightRaw: 12 } }, using)).not.toHaveProperty('warnings');
  });

  it('calls a pan at rest once two weights agree, and restless again when they do not', () => {
    const using = context({ channel: 'bin-4', stableWithinG: 2 });
    const stable = [1.0, 1.001, 1.25, 1.251].map((Weight) => readings('tele/plug-3f/SENSOR', { Time, HX711: { Weight } }, using)[0]);
    expect(stable.map((each) => each?.kind === 'weight' && [each.channel, each.grams, each.stable])).toEqual([
      ['bin-4', 1_000, false],
      ['bin-4', 1_001, true],
      ['bin-4', 1_250, false],
      ['bin-4', 1_251, true],
    ]);
  });

  it('knows what hangs on an input only from the installer', () => {
    const using = context({ inputs: { switch1: 'door-inverted', switch2: 'presence' } });
    expect(readings('tele/plug-3f/SENSOR', { Time, Switch1: 'ON', Switch2: 'ON' }, using)).toMatchObject([
      { kind: 'climate', doorOpen: false },
      { kind: 'presence', people: 1, counted: false },
      { kind: 'state', values: { switch1: true, switch2: true } },
    ]);
  });

  it('uses local times in the configured zone only, and says when a time is none', () => {
    const sensor = { Time, AM2301: { Temperature: 20 } };
    expect(readings('tele/plug-3f/SENSOR', sensor, context({ timezone: 'Asia/Taipei' }))[0]).toMatchObject({
      reportedAt: EXAMPLE_RECEIVED_AT - 1_000,
    });
    expect(decode('tele/plug-3f/SENSOR', sensor)).toMatchObject({ readings: [{ reportedAt: null, at: EXAMPLE_RECEIVED_AT }] });
    expect(decode('tele/plug-3f/SENSOR', { ...sensor, Time: 'today' })).toMatchObject({ warnings: ['unusable-time'] });
    // A node without network time counts from 1970.
    const lost = decode('tele/plug-3f/SENSOR', { ...sensor, Time: '1970-01-01T00:00:16' }, context({ timezone: 'Asia/Taipei' }));
    expect(lost).toMatchObject({ readings: [{ at: EXAMPLE_RECEIVED_AT }], warnings: ['absurd-time'] });
  });

  it.each([
    ['tele/plug-3f/LWT', 'maybe', 'unknown-shape'],
    ['tele/plug-3f/LWT', '', 'empty'],
    ['stat/plug-3f/POWER', '{"POWER":"ON"}', 'unknown-shape'],
    ['tele/plug-3f/SENSOR', '[]', 'wrong-type'],
    ['tele/plug-3f/SENSOR', { Time, PN532: { UID: 'hello' } }, 'wrong-type'],
    ['tele/plug-3f/SENSOR', { Time, HX711: { Weight: 'heavy' } }, 'wrong-type'],
    ['tele/plug-3f/SENSOR', { Time, HX711: { Weight: 4_000 } }, 'out-of-range'],
    ['tele/plug-3f/STATE', { POWER: 'HALF' }, 'wrong-type'],
  ])('refuses %s %j whole', (topic, payload, code) => expect(decode(topic, payload)).toMatchObject({ ok: false, code }));

  it.each([
    ['stat/plug-3f/LOGGING', '17:00:00 MQT: ...', 'log'],
    ['stat/plug-3f/STATUS7', { StatusTIM: { UTC: '2026-01-15T09:00:00Z' } }, 'telemetry'],
  ])('takes %s %j for nothing', (topic, payload, none) => expect(decode(topic, payload)).toMatchObject({ ok: true, readings: [], none }));
});

describe('commands to Tasmota', () => {
  it.each([
    ['the only relay', relay, {}, [['cmnd/plug-3f/POWER', 'on']]],
    ['the third relay', { ...relay, on: false, channel: 2 }, {}, [['cmnd/plug-3f/POWER3', 'off']]],
    ['the topic first', relay, { fullTopic: '%topic%/%prefix%/' }, [['plug-3f/cmnd/POWER', 'on']]],
    ['a full topic without a slash at its end', relay, { fullTopic: 'shop/%prefix%/%topic%' }, [['shop/cmnd/plug-3f/POWER', 'on']]],
    ['a lock for 2.5 s', { ...relay, forMs: 2_500 }, {}, [['cmnd/plug-3f/Backlog', 'POWER1 on; Delay 25; POWER1 off']]],
    ['ten minutes', { ...relay, forMs: 600_000 }, {}, [['cmnd/plug-3f/Backlog', 'POWER1 on; Delay 3600; Delay 2400; POWER1 off']]],
    ['longer than it can count', { ...relay, forMs: 3_600_001 }, {}, []],
    [
      'a lamp',
      lamp,
      {},
      [
        ['cmnd/plug-3f/Dimmer', '80'],
        ['cmnd/plug-3f/POWER', 'on'],
      ],
    ],
    [
      'a coloured lamp for a second',
      { ...lamp, color: '#FF8000', brightness: 0, forMs: 1_000 },
      {},
      [['cmnd/plug-3f/Backlog', 'Color2 #FF8000; Dimmer 1; POWER on; Delay 10; POWER off']],
    ],
    ['a lamp off', { ...lamp, on: false }, {}, [['cmnd/plug-3f/POWER', 'off']]],
    ['a tare', { ...base, kind: 'call', name: 'Sensor34', arguments: [1] }, {}, [['cmnd/plug-3f/Sensor34', '1']]],
    ['two commands in one', { ...base, kind: 'call', name: 'Power', arguments: ['on; Restart 1'] }, {}, []],
    ['a topic of its own', { ...base, kind: 'call', name: '../x', arguments: [] }, {}, []],
    ['a picture', { ...base, kind: 'show', showForMs: 1, content: {} }, {}, []],
    ['a register', { ...base, kind: 'write', name: 'x', value: 1 }, {}, []],
  ] as const)('says %s', (_name, command, settings, wanted) => expect(said(command, settings)).toEqual(wanted));

  it('takes the state of the right relay for a proof, and no other', () => {
    expect(isProof(relay, 'stat/plug-3f/RESULT', { POWER: 'ON' })).toBe(true);
    expect(isProof(relay, 'stat/plug-3f/POWER1', 'ON')).toBe(true);
    expect(isProof(relay, 'stat/plug-3f/POWER', 'OFF')).toBe(false);
    expect(isProof(relay, 'stat/plug-3f/RESULT', { POWER2: 'ON' })).toBe(false);
    expect(isProof({ ...relay, channel: 1 }, 'stat/plug-3f/RESULT', { POWER: 'ON' })).toBe(false);
    expect(isProof({ ...relay, channel: 1 }, 'tele/plug-3f/STATE', { Time, POWER1: 'OFF', POWER2: 'ON' })).toBe(true);
    expect(isProof(relay, 'tele/plug-3f/LWT', 'Online')).toBe(false);
    // An old state that the broker kept says what was, not what was asked for.
    expect(isProof({ ...relay, on: false }, 'stat/plug-3f/POWER', 'ON')).toBe(false);
  });

  it('takes a lamp at another brightness for no proof', () => {
    expect(isProof(lamp, 'stat/plug-3f/RESULT', { POWER: 'ON', Dimmer: 80 })).toBe(true);
    expect(isProof(lamp, 'stat/plug-3f/RESULT', { POWER: 'ON', Dimmer: 20 })).toBe(false);
    expect(isProof({ ...lamp, on: false }, 'stat/plug-3f/RESULT', { POWER: 'OFF', Dimmer: 20 })).toBe(true);
  });

  it('takes its own answer for the proof of a call', () => {
    const tare = { ...base, kind: 'call', name: 'sensor34', arguments: [1] } as const;
    expect(isProof(tare, 'stat/plug-3f/RESULT', { Sensor34: 'Done' })).toBe(true);
    expect(isProof(tare, 'stat/plug-3f/RESULT', { POWER: 'ON' })).toBe(false);
    expect(decode('stat/plug-3f/RESULT', { Command: 'Unknown' })).toEqual({
      ok: true,
      readings: [],
      none: 'command-reply',
      warnings: ['command-unknown'],
    });
  });
});
