import { accepted, type Decoding, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, readJson, readText, refuse } from '../kit/json.ts';
import { startTelemetry } from '../kit/telemetry/telemetry.ts';
import { fillTopic } from '../kit/topics.ts';

const MAX_DEVICES = 1_000;
/** What the bridge says on these topics means nothing to a shop. */
const SKIPPED: ReadonlyMap<string, string> = new Map([
  ['groups', 'bridge-list'],
  ['extensions', 'bridge-list'],
  ['converters', 'bridge-list'],
  ['definitions', 'bridge-list'],
  ['event', 'bridge-event'],
  ['request', 'command'],
  ['response', 'command-reply'],
]);

/** By the first level after `bridge/`. */
function decode(message: DeviceMessage): Decoded {
  const decoding = startDecoding(message);
  const [, what = ''] = /(?:^|\/)bridge\/([^/]+)/.exec(message.topic) ?? [];
  const skipped = SKIPPED.get(what);
  if (skipped !== undefined) return nothing(decoding, skipped);
  if (what === 'state') return readOnline(message, decoding);
  if (what !== 'info' && what !== 'devices' && what !== 'health' && what !== 'logging')
    return refuse('unknown-shape', 'no topic of the bridge');
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  if (what === 'devices') return readDevices(json.value, decoding);
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  if (what === 'logging') {
    // The text is not kept: it may quote what devices said.
    if (json.value.level === 'error') warn(decoding, 'bridge-error');
    return nothing(decoding, 'log');
  }
  return what === 'info' ? readInfo(json.value, decoding) : readHealth(json.value, decoding);
}

/** `{"state":"online"}`, plain text from older bridges; also the last will. */
function readOnline({ bytes }: DeviceMessage, decoding: Decoding): Decoded {
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  const text = bytes.length <= 16 ? readText(bytes)?.trim() : undefined;
  const json = text === 'online' || text === 'offline' ? null : readJson(bytes);
  if (json !== null && !json.ok) return json;
  const state = json === null ? text : isObject(json.value) ? json.value.state : undefined;
  if (state !== 'online' && state !== 'offline') return refuse('unknown-shape', 'expected online or offline');
  return accepted(decoding, [{ ...sensed(decoding, null), kind: 'status', online: state === 'online', boot: null }]);
}

/** Version and coordinator; open joining is worth seeing, since whoever stands near may then add a device. */
function readInfo(raw: JsonObject, decoding: Decoding): Decoded {
  const telemetry = startTelemetry(decoding);
  const coordinator = isObject(raw.coordinator) ? raw.coordinator : {};
  telemetry.info('model', coordinator.type);
  telemetry.info('serial', coordinator.ieee_address);
  telemetry.info('firmware', raw.version);
  for (const [key, as] of [
    ['permit_join', 'permitJoin'],
    ['restart_required', 'restartRequired'],
  ] as const) {
    const value = raw[key];
    if (value !== undefined && typeof value !== 'boolean') telemetry.fail('wrong-type', `${key}: expected true or false`);
    else telemetry.state(as, value);
  }
  return telemetry.finish(null, 'bridge-info');
}

/** How many devices it knows, and how many of them it could not ask who they are. */
function readDevices(list: unknown, decoding: Decoding): Decoded {
  if (!Array.isArray(list)) return refuse('wrong-type', 'expected a list');
  if (list.length > MAX_DEVICES) return refuse('too-many', `more than ${MAX_DEVICES} devices`);
  const devices = list.filter((each): each is JsonObject => isObject(each) && each.type !== 'Coordinator');
  const telemetry = startTelemetry(decoding);
  telemetry.state('devices', devices.length);
  telemetry.state('notInterviewed', devices.filter((each) => each.interview_completed === false).length);
  telemetry.state('unsupported', devices.filter((each) => each.supported === false).length);
  return telemetry.finish(null, 'bridge-list');
}

function readHealth(raw: JsonObject, decoding: Decoding): Decoded {
  const telemetry = startTelemetry(decoding);
  if (isObject(raw.process)) telemetry.state('uptimeSec', raw.process.uptime_sec);
  if (isObject(raw.mqtt)) telemetry.state('queuedMessages', raw.mqtt.queued);
  return telemetry.finish(null, 'health');
}

/** What the bridge would publish for a reading; null for what it has no words for. */
function write(reading: DeviceReading): readonly [string, unknown] | null {
  if (reading.kind === 'status') return ['state', { state: reading.online ? 'online' : 'offline' }];
  if (reading.kind === 'info') {
    const { model: type, serial: ieee_address, firmware: version } = reading;
    return ['info', { version, coordinator: { type, ieee_address } }];
  }
  if (reading.kind !== 'state') return null;
  const { devices, permitJoin } = reading.values;
  if (typeof permitJoin === 'boolean') return ['info', { permit_join: permitJoin }];
  if (typeof devices !== 'number' || devices > MAX_DEVICES) return null;
  return ['devices', Array.from({ length: devices }, () => ({ type: 'EndDevice' }))];
}

const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };

/** The bridge itself: `address` is its base topic, and it is the `via` of the devices behind it. @see zigbee2mqtt documentation */
export const zigbee2mqttBridge = defineDevice({
  driver: 'zigbee2mqtt-bridge',
  family: 'zigbee2mqtt',
  role: 'sensor',
  vendor: 'Zigbee',
  models: ['zigbee2mqtt'],
  description: 'A zigbee2mqtt bridge: whether it runs, its version, how many devices it knows',
  transports: ['mqtt'],
  topics: ['{address}/bridge/#'],
  listens: ['{address}/#'],
  quantities: { 'values.devices': { kind: 'state', unit: 'none', min: 0, max: MAX_DEVICES } },
  decode,
  encode: (readings, device) =>
    readings.flatMap((reading) => {
      const written = write(reading);
      if (written === null) return [];
      const topic = fillTopic(`{address}/bridge/${written[0]}`, { store: '{store}', device });
      return [{ topic, bytes: Buffer.from(JSON.stringify(written[1])) }];
    }),
  examples: [
    {
      name: 'it runs',
      topic: 'zigbee2mqtt/bridge/state',
      payload: { state: 'online' },
      readings: [{ ...now, kind: 'status', online: true, boot: null }],
    },
    {
      name: 'its last will, as older bridges leave it',
      topic: 'zigbee2mqtt/bridge/state',
      payload: 'offline',
      readings: [{ ...now, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'its version; the key of the network stays where it is',
      topic: 'zigbee2mqtt/bridge/info',
      payload: {
        version: '2.1.0',
        coordinator: { type: 'ZStack3x0', ieee_address: '0x00124b0000000001' },
        permit_join: true,
        config: { advanced: { network_key: [1, 2, 3] } },
      },
      readings: [
        { ...now, kind: 'state', values: { permitJoin: true } },
        { ...now, kind: 'info', model: 'ZStack3x0', serial: '0x00124b0000000001', firmware: '2.1.0' },
      ],
    },
    {
      name: 'the devices that it knows',
      topic: 'zigbee2mqtt/bridge/devices',
      payload: [
        { type: 'Coordinator', friendly_name: 'Coordinator' },
        { type: 'EndDevice', friendly_name: 'door', supported: true, interview_completed: true },
        { type: 'Router', friendly_name: '0x00158d0000000001', supported: false, interview_completed: false },
      ],
      readings: [{ ...now, kind: 'state', values: { devices: 2, notInterviewed: 1, unsupported: 1 } }],
    },
    { name: 'a line of its log', topic: 'zigbee2mqtt/bridge/logging', payload: { level: 'info', message: 'hello' }, readings: [] },
    { name: 'a list that is none', topic: 'zigbee2mqtt/bridge/devices', payload: {}, readings: [], rejected: 'wrong-type' },
    { name: 'a topic of something else', topic: 'zigbee2mqtt/bridge/moon', payload: {}, readings: [], rejected: 'unknown-shape' },
  ],
});
