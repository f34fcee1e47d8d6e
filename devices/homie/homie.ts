import { z } from 'zod';
import type { DeviceCommand, Outgoing } from '../kit/command.ts';
import { accepted, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { knownProperties, readProperty, rememberAttribute, rememberDescription } from '../kit/homie/attributes.ts';
import { readText, refuse } from '../kit/json.ts';
import { meaningsSetting, tellValue } from '../kit/metrics/meaning.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { stableWithinG } from '../kit/telemetry/settling.ts';
import { startTelemetry } from '../kit/telemetry/telemetry.ts';
import { fillTopic } from '../kit/topics.ts';

const settings = z.strictObject({
  properties: meaningsSetting,
  switches: z
    .array(z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, 'expected node/property'))
    .default([])
    .describe('Properties that switch something, by channel; without them the settable booleans of the device in its own order'),
  base: z.string().min(1).max(64).default('homie').describe('First level of the topics'),
  version: z.enum(['5', '4']).default('5').describe('Version of the convention for commands: 5 has a level of its own in topics'),
  stableWithinG,
});
type Settings = z.output<typeof settings>;

/** A sleeping device is well: it saves its battery. @see Homie 5, device lifecycle */
const STATES: ReadonlyMap<string, boolean> = new Map([
  ['init', true],
  ['ready', true],
  ['sleeping', true],
  ['alert', true],
  ['disconnected', false],
  ['lost', false],
]);
const LONGEST = 4_096;
/** A text of this one character stands for the empty text, since an empty payload deletes. @see Homie 5, string payloads */
const EMPTY_TEXT = '\u0000';
/** Attributes of Homie 3 and 4 devices that name them. */
const ABOUT: ReadonlyMap<string, 'model' | 'firmware' | 'address'> = new Map([
  ['$fw/name', 'model'],
  ['$fw/version', 'firmware'],
  ['$localip', 'address'],
]);

function decode(message: DeviceMessage, { address, settings: chosen, memory }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  // To all devices, from none of them.
  if (/\/\$broadcast(\/|$)/.test(message.topic)) return nothing(decoding, 'broadcast');
  const [first = '', second = '', third, ...deeper] = pathOf(message.topic, address);
  if (first === '$description') {
    const failure = rememberDescription(message.bytes, memory);
    return failure ?? nothing(decoding, 'description');
  }
  if (message.bytes.length > LONGEST) return refuse('too-many', `more than ${LONGEST} bytes of a value`);
  // Tools that publish a line publish its end, too.
  const text = readText(message.bytes)?.replace(/\r?\n$/, '');
  if (text === undefined) return refuse('not-utf8', 'bytes are not UTF-8');
  if (first === '$state') {
    const online = STATES.get(text.trim());
    if (online === undefined)
      return text === '' ? nothing(decoding, 'removed') : refuse('out-of-range', '$state: not a state of the convention');
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'status', online, boot: null }]);
  }
  if (first === '$log') return nothing(decoding, 'log');
  if (first === '$alert') {
    if (text !== '') warn(decoding, 'device-alert');
    return nothing(decoding, 'alert');
  }
  const about = ABOUT.get([first, second].filter((level) => level !== '').join('/'));
  if (about !== undefined && text.trim() !== '')
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'info', [about]: text.trim().slice(0, 64) }]);
  if (first === '$stats' && second === 'battery' && /^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100)
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'state', values: { batteryPct: Number(text) } }]);
  if (first.startsWith('$') || second.startsWith('$')) return nothing(decoding, 'attribute');
  const name = `${first}/${second}`;
  if (third === 'set' || third === '$target') return nothing(decoding, third === 'set' ? 'command' : 'target');
  if (third?.startsWith('$')) {
    rememberAttribute(name, third, text, memory);
    return nothing(decoding, 'attribute');
  }
  if (first === '' || second === '' || third !== undefined || deeper.length > 0)
    return refuse('unknown-shape', 'expected node and property');
  if (text === '') return nothing(decoding, 'removed');
  const value = readProperty(text === EMPTY_TEXT ? '' : text, knownProperties(memory)[name]?.datatype);
  if (value === null) return refuse('wrong-type', 'a value that the datatype of its property does not allow');
  const telemetry = startTelemetry(decoding);
  tellValue(telemetry, name, value, { meanings: chosen.properties, stableWithinG: chosen.stableWithinG, memory });
  return telemetry.finish(null, 'value');
}

/** What stands behind the device in the topic: `homie/5/<device>/...`, older `homie/<device>/...`. */
function pathOf(topic: string, address: string): readonly string[] {
  const levels = topic.split('/');
  const at = levels.indexOf(address, 1);
  return levels.slice((at > 0 ? at : levels[1] === '5' ? 2 : 1) + 1);
}

/** Where a device with these settings stands: `homie/5/<address>`. */
const rootOf = ({ base, version }: Settings, address: string): string => [base, ...(version === '5' ? ['5'] : []), address].join('/');

/**
 * The property that a command is about and its new value; null for what cannot be asked. Homie has no timers: a switch that
 * should go back by itself is refused instead of being left on.
 */
function wantedOf(asked: DeviceCommand, { settings: { switches }, memory }: DriverContext<Settings>) {
  if (asked.kind === 'write') return /^[a-z0-9-]+\/[a-z0-9-]+$/.test(asked.name) ? { name: asked.name, value: asked.value } : null;
  if (asked.kind !== 'switch' || asked.forMs !== null) return null;
  const settable = Object.entries(knownProperties(memory)).filter(([, { datatype, settable: can }]) => can && datatype === 'boolean');
  const name = (switches.length > 0 ? switches : settable.map(([each]) => each))[asked.channel];
  return name === undefined ? null : { name, value: asked.on };
}

function command(asked: DeviceCommand, context: DriverContext<Settings>): readonly Outgoing[] {
  const wanted = wantedOf(asked, context);
  if (wanted === null) return [];
  const topic = `${rootOf(context.settings, context.address)}/${wanted.name}/set`;
  return [{ via: 'mqtt', topic, bytes: Buffer.from(String(wanted.value) || EMPTY_TEXT) }];
}

/** The device publishes what it took, also when it was so before. @see Homie 5, property command topic */
function confirms(asked: DeviceCommand, reading: DeviceReading, context: DriverContext<Settings>): boolean {
  const wanted = reading.kind === 'state' ? wantedOf(asked, context) : null;
  const told = wanted !== null && reading.kind === 'state' ? reading.values[wanted.name] : undefined;
  return told !== undefined && String(told) === String(wanted?.value);
}

/** The node and property of each value that a reading holds. */
function valuesOf(reading: DeviceReading): Readonly<Record<string, unknown>> {
  switch (reading.kind) {
    case 'climate': {
      const { temperature, humidity, illuminanceLux, doorOpen } = reading;
      return {
        'climate/temperature': temperature,
        'climate/humidity': humidity,
        'climate/illuminance': illuminanceLux,
        'door/open': doorOpen,
      };
    }
    case 'presence':
      return reading.counted ? { 'presence/people': reading.people } : { 'presence/occupied': reading.people > 0 };
    case 'weight':
      return { 'scale/grams': reading.grams };
    case 'state':
      return Object.fromEntries(Object.entries(reading.values).filter(([name]) => /^[a-z0-9-]+\/[a-z0-9-]+$/.test(name)));
    case 'status':
      return { $state: reading.online ? 'ready' : 'disconnected' };
    default:
      return {};
  }
}

const TOPICS = ['homie/5/{address}/#', 'homie/{address}/#'] as const;
const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
const topic = (path: string): string => `homie/5/device-1/${path}`;
const description = { homie: '5.0', nodes: { relay: { properties: { on: { datatype: 'boolean', settable: true } } } } };

/** Devices that speak the Homie convention, versions 4 and 5. @see https://homieiot.github.io/specification/ */
export const homie = defineDevice({
  driver: 'homie',
  family: 'homie',
  role: 'any',
  vendor: 'Homie',
  models: ['Homie 5', 'Homie 4'],
  description: 'Devices of the Homie convention over MQTT: properties as store.yaml explains them, switches, writes',
  transports: ['mqtt'],
  topics: TOPICS,
  listens: (chosen) => [`${rootOf(chosen, '{address}')}/+/+/set`],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux', 'people', 'grams'),
  settings,
  decode,
  command,
  confirms,
  encode: (readings, device) =>
    readings.flatMap((reading) =>
      Object.entries(valuesOf(reading)).flatMap(([name, value]) => {
        if (value === undefined) return [];
        const bytes = Buffer.from(value === '' ? EMPTY_TEXT : String(value));
        return [{ topic: fillTopic(TOPICS[0], { store: '{store}', device }).replace('#', name), bytes }];
      }),
    ),
  examples: [
    {
      name: 'a device that is ready',
      topic: topic('$state'),
      payload: 'ready',
      readings: [{ ...now, kind: 'status', online: true, boot: null }],
    },
    { name: 'a last will', topic: topic('$state'), payload: 'lost', readings: [{ ...now, kind: 'status', online: false, boot: null }] },
    {
      name: 'a value that nobody explained is only shown',
      topic: topic('motor/temperature'),
      payload: '61.5',
      readings: [{ ...now, kind: 'state', values: { 'motor/temperature': 61.5 } }],
    },
    {
      name: 'a value that store.yaml explains',
      settings: { properties: { 'room/temperature': 'temperature' } },
      topic: topic('room/temperature'),
      payload: '21.5',
      readings: [{ ...now, kind: 'climate', temperature: 21.5 }],
    },
    {
      name: 'a value with the end of a line',
      topic: topic('motor/temperature'),
      payload: '61.5\r\n',
      readings: [{ ...now, kind: 'state', values: { 'motor/temperature': 61.5 } }],
    },
    {
      name: 'a text of digits stays text',
      before: [{ topic: topic('$description'), payload: { homie: '5.0', nodes: { a: { properties: { b: { datatype: 'string' } } } } } }],
      topic: topic('a/b'),
      payload: '007',
      readings: [{ ...now, kind: 'state', values: { 'a/b': '007' } }],
    },
    { name: 'what is wanted is not yet', topic: topic('relay/on/$target'), payload: 'true', readings: [] },
    { name: 'a command of somebody', topic: topic('relay/on/set'), payload: 'true', readings: [] },
    { name: 'a description', topic: topic('$description'), payload: description, readings: [] },
    {
      name: 'firmware of an older version of the convention',
      topic: 'homie/device-1/$fw/version',
      payload: '1.2.0',
      readings: [{ ...now, kind: 'info', firmware: '1.2.0' }],
    },
    {
      name: 'the battery of an older version of the convention',
      topic: 'homie/device-1/$stats/battery',
      payload: '64',
      readings: [{ ...now, kind: 'state', values: { batteryPct: 64 } }],
    },
    { name: 'what is said to all devices', topic: 'homie/5/$broadcast/alert', payload: 'fire', readings: [] },
    {
      name: 'a datatype that is not kept',
      before: [{ topic: topic('$description'), payload: description }],
      topic: topic('relay/on'),
      payload: 'maybe',
      readings: [],
      rejected: 'wrong-type',
    },
    { name: 'a state of no convention', topic: topic('$state'), payload: 'well', readings: [], rejected: 'out-of-range' },
  ],
});
