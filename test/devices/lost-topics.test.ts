import { describe, expect, it } from 'vitest';
import { freshContext } from '../../devices/kit/define-device.ts';
import { writePayload } from '../../devices/kit/sparkplug/payload.ts';
import { sparkplugB } from '../../devices/sparkplug/sparkplug-b.ts';
import { tasmota } from '../../devices/tasmota/tasmota.ts';
import { understand } from '../../devices/understand.ts';
import { decodeMessage } from '../../gateway/decode-message.ts';
import { instant } from '../../gateway/domain/units.ts';

const NOW = 1_800_000_000_000;
const captured = (payload: unknown, topic: string | null = null) => [
  { topic, bytes: payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload)), receivedAt: instant(NOW) },
];
const facts = { address: 'device-1', settings: {} };

describe('a capture without its topic', () => {
  const at = NOW - 5_000;
  const metric = { name: 'Level', value: 4 };
  const session = { name: 'bdSeq', value: 2 };
  const rebirth = { name: 'Node Control/Rebirth', value: true };
  it.each<[string, unknown, string]>([
    ['data', { timestamp: at, seq: 3, metrics: [metric] }, 'NDATA'],
    ['data in bytes', writePayload({ timestamp: at, seq: 3, metrics: [metric] }), 'NDATA'],
    ['a birth', { timestamp: at, seq: 0, metrics: [session, rebirth, metric] }, 'NBIRTH'],
    ['a will', { timestamp: at, metrics: [session] }, 'NDEATH'],
    ['a wish for a birth', { timestamp: at, metrics: [rebirth] }, 'NCMD'],
  ])('of an edge node is known for %s', (_name, payload, type) => {
    const [part] = understand(sparkplugB, captured(payload), freshContext(sparkplugB)).parts;
    expect(part?.topic).toBe(`spBv1.0/group/${type}/device-1`);
    expect(part?.decoded.ok).toBe(true);
  });

  it('that is no payload of an edge node is refused', () =>
    expect(understand(sparkplugB, captured({ temperature: 21 }), freshContext(sparkplugB)).parts).toMatchObject([
      { decoded: { code: 'unknown-shape' } },
    ]));

  it('is not taken for an answer only because an answer says more', () => {
    const sensor = captured({ Time: '2026-01-15T17:00:00', AM2301: { Temperature: 21.5 } });
    expect(understand(tasmota, sensor, freshContext(tasmota)).parts).toMatchObject([
      { topic: 'tele/device-1/SENSOR', decoded: { readings: [{ kind: 'climate' }] } },
    ]);
  });
});

describe('a capture that is read by the name of its family', () => {
  const uplink = (more: object) => captured({ devEUI: '24e124000000000b', fPort: 85, data: 'AwABBAAB', ...more });
  it.each([
    [{ deviceName: 'WS301-back-door' }, 'milesight-ws301'],
    [{ deviceProfileName: 'milesight ws202' }, 'milesight-ws202'],
    [{ uplink_message: { f_port: 85, frm_payload: 'AwABBAAB', version_ids: { model_id: 'ws301' } } }, 'milesight-ws301'],
  ])('is that of the model which stands in it: %j', (more, driver) =>
    expect(decodeMessage('milesight-lorawan', uplink(more), facts).driver.driver).toBe(driver),
  );

  it.each(['ON', 'T', 'A=128&FX=1', '{"on":true,"bri":255}', '{"v":true}'])('is a command to a lamp: %s', (text) =>
    expect(decodeMessage('display-actuator', captured(Buffer.from(text)), facts)).toMatchObject({
      driver: { driver: 'wled' },
      parts: [{ decoded: { none: 'command' } }],
    }),
  );

  it('is refused when it is nothing that a lamp is asked for', () =>
    expect(decodeMessage('wled', captured({ colour: 'red' }), facts).parts).toMatchObject([{ decoded: { ok: false } }]));
});

describe('a capture of long ago', () => {
  const remembered = { temperature: 4.5, last_seen: NOW - 86_400_000 };
  const readings = (isTimeKnown: boolean, settings: Record<string, string> = {}) =>
    decodeMessage('zigbee2mqtt', captured(remembered, 'zigbee2mqtt/device-1'), { ...facts, isTimeKnown, settings }).parts.flatMap(
      ({ decoded }) => (decoded.ok ? decoded.readings.map(({ kind }) => kind) : ['refused']),
    );
  it('is told whole: nobody knows when it came', () => expect(readings(false)).toEqual(['climate']));
  it('is late when it is known when it came, or when the one who looks at it says so', () => {
    expect(readings(true)).toEqual([]);
    expect(readings(false, { staleAfterMs: '60000' })).toEqual([]);
  });
});

describe('lines of a log', () => {
  it.each([
    ['\x1b[0;36m[D][sensor:094]: temperature\x1b[0m', true],
    ['\x1bQA25.50\r', false],
  ])('%j are known from other bytes', (text, ok) =>
    expect(decodeMessage('esphome', captured(Buffer.from(text), 'node/debug'), facts).parts).toMatchObject([{ decoded: { ok } }]),
  );
});

describe('words that others said to a device', () => {
  it.each<[driver: string, topic: string, payload: string]>([
    ['tasmota', 'cmnd/node/POWER', 'on'],
    ['tasmota', 'node/cmnd/Backlog', 'x'],
    ['shelly-gen2', 'plug/command/switch:0', 'toggle,10'],
    ['zigbee2mqtt', 'zigbee2mqtt/lamp/set/state', 'ON'],
    ['wled', 'wled/shelf', 'T'],
  ])('%s on %s are no readings', (driver, topic, payload) =>
    expect(decodeMessage(driver, captured(Buffer.from(payload), topic), facts).parts).toMatchObject([
      { decoded: { ok: true, readings: [], none: 'command' } },
    ]),
  );

  it('are refused where no such word is known', () =>
    expect(decodeMessage('shelly-gen2', captured(Buffer.from('\x1bQA1\r'), 'plug/command/switch:0'), facts).parts).toMatchObject([
      { decoded: { ok: false } },
    ]));
});

it('a topic of the bridge is left to the bridge, although both are called by one name', () =>
  expect(decodeMessage('zigbee2mqtt', captured({ type: 'device_joined' }, 'zigbee2mqtt/bridge/event'), facts)).toMatchObject({
    driver: { driver: 'zigbee2mqtt-bridge' },
    parts: [{ decoded: { none: 'bridge-event' } }],
  }));
