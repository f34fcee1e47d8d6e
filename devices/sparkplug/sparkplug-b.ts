import { z } from 'zod';
import type { Instant } from '../../gateway/domain/units.ts';
import type { DeviceCommand, Outgoing } from '../kit/command.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { meaningsSetting, tellValue } from '../kit/metrics/meaning.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { metricsOf } from '../kit/sparkplug/metrics-of.ts';
import { type Payload, writePayload } from '../kit/sparkplug/payload.ts';
import { askRebirth } from '../kit/sparkplug/rebirth.ts';
import { isGap, learnBirth, nameMetric, numberOf, type Session, sessionOf } from '../kit/sparkplug/session.ts';
import { CONTROL, isHostState, isLogical, likelyTopic, readEither } from '../kit/sparkplug/shape.ts';
import { stableWithinG } from '../kit/telemetry/settling.ts';
import { startTelemetry } from '../kit/telemetry/telemetry.ts';

const settings = z.strictObject({ metrics: meaningsSetting, stableWithinG });
type Settings = z.output<typeof settings>;

interface Place {
  readonly group: string;
  readonly type: string;
  readonly node: string;
  /** '' for the edge node itself. */
  readonly device: string;
}

function decode(message: DeviceMessage, context: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const [root, group = '', type = '', node = '', device = ''] = message.topic.split('/');
  if (root === 'STATE' || (root === 'spBv1.0' && group === 'STATE'))
    return isHostState(message.bytes) ? nothing(decoding, 'host-state') : refuse('unknown-shape', 'no state of a host');
  if (root !== 'spBv1.0') return refuse('unknown-channel', 'not a Sparkplug B topic');
  if (message.bytes.length === 0) return refuse('empty', 'no bytes');
  const payload = readEither(message.bytes);
  if (isRefusal(payload)) return payload;
  if (type === 'NCMD' || type === 'DCMD') return nothing(decoding, 'command');
  const known = sessionOf(context.memory);
  const decoded = understand(payload, { group, type, node, device }, known, decoding, context);
  if (!decoded.ok) return decoded;
  context.memory.session = { ...known, group };
  if (!known.wantsRebirth) return decoded;
  return { ...decoded, asks: [askRebirth(group, node, message.receivedAt, isLogical(message.bytes))] };
}

function understand(payload: Payload, place: Place, known: Session, decoding: Decoding, context: DriverContext<Settings>): Decoded {
  const isOwn = place.device === '' || context.address.includes('/');
  switch (place.type) {
    case 'NDEATH': {
      const bdSeq = numberOf(payload.metrics.find(({ name }) => name === 'bdSeq'));
      // The will of a connection that a newer one has replaced.
      if (bdSeq !== null && known.bdSeq !== null && bdSeq !== known.bdSeq) return nothing(decoding, 'old-death');
      known.seq = null;
      known.isBorn = false;
      known.wantsRebirth = false;
      return accepted(decoding, [status(false, payload, decoding)]);
    }
    case 'DDEATH':
      noteGap(payload, known, decoding, context);
      return isOwn
        ? accepted(decoding, [status(false, payload, decoding)])
        : accepted(decoding, [
            { ...sensed(decoding, timeOf(payload)), kind: 'state', values: { [`${place.device.slice(0, 57)}/online`]: false } },
          ]);
    case 'NBIRTH':
    case 'DBIRTH': {
      if (place.type === 'NBIRTH') known.seq = payload.seq;
      else noteGap(payload, known, decoding, context);
      learnBirth(known, payload, isOwn);
      const decoded = readMetrics(payload, place, known, decoding, context);
      if (!decoded.ok || !isOwn) return decoded;
      return accepted(decoding, [status(true, payload, decoding), ...decoded.readings]);
    }
    case 'NDATA':
    case 'DDATA':
      noteGap(payload, known, decoding, context);
      // Who begins to listen in the middle does not know what else there is.
      if (!known.isBorn) known.wantsRebirth = true;
      return readMetrics(payload, place, known, decoding, context);
    default:
      return refuse('unknown-channel', 'no message type of Sparkplug B');
  }
}

/** Numbers run through all messages of an edge node: who stands for one device cannot tell a gap from a message to its sibling. */
function noteGap(payload: Payload, known: Session, decoding: Decoding, { address }: DriverContext<Settings>): void {
  if (!isGap(known, payload.seq) || address.includes('/')) return;
  warn(decoding, 'lost-message');
  known.wantsRebirth = true;
}

function readMetrics(payload: Payload, place: Place, known: Session, decoding: Decoding, context: DriverContext<Settings>): Decoded {
  const telemetry = startTelemetry(decoding);
  const prefix = place.device === '' || context.address.includes('/') ? '' : `${place.device}/`;
  const meanings = { meanings: context.settings.metrics, stableWithinG: context.settings.stableWithinG, memory: context.memory };
  for (const metric of payload.metrics) {
    const named = nameMetric(known, metric);
    if (named === null) {
      warn(decoding, 'unknown-alias');
      known.wantsRebirth = true;
    } else if (CONTROL.test(named.name)) continue;
    else if (metric.isHistorical) warn(decoding, 'history-left-out');
    else if (named.value === null) telemetry.unknown();
    else tellValue(telemetry, `${prefix}${named.name}`, named.value, meanings);
  }
  return telemetry.finish(timeOf(payload), 'no-values');
}

const timeOf = ({ timestamp, metrics }: Payload): Instant | null => {
  const time = timestamp ?? metrics.find((metric) => metric.timestamp !== null)?.timestamp ?? null;
  return time === null || time > 8.64e15 ? null : (time as Instant);
};

const status = (online: boolean, payload: Payload, decoding: Decoding): DeviceReading => ({
  ...sensed(decoding, timeOf(payload)),
  kind: 'status',
  online,
  boot: null,
});

/**
 * `call` of `rebirth` asks the edge node for its names again; `write` sets a metric. Both need to know the group, which the
 * first message tells.
 */
function command(asked: DeviceCommand, { address, memory }: DriverContext<Settings>): readonly Outgoing[] {
  const { group } = sessionOf(memory);
  const [node = '', device] = address.split('/');
  if (group === '' || node === '') return [];
  if (asked.kind === 'call' && asked.name === 'rebirth') return [askRebirth(group, node, asked.deadline)];
  if (asked.kind !== 'write') return [];
  const topic = device === undefined ? `spBv1.0/${group}/NCMD/${node}` : `spBv1.0/${group}/DCMD/${node}/${device}`;
  return [{ via: 'mqtt', topic, bytes: writePayload({ timestamp: asked.deadline, metrics: [{ name: asked.name, value: asked.value }] }) }];
}

const TOPICS = ['spBv1.0/+/+/{address}', 'spBv1.0/+/+/{address}/#'] as const;
const at = EXAMPLE_RECEIVED_AT - 1_000;
const told = { at, reportedAt: at };
const on = (type: string, path = 'device-1'): string => `spBv1.0/shop/${type}/${path}`;
const ofNode = (metrics: readonly object[], seq = 1) => ({ timestamp: at, metrics, seq });
const birth = ofNode([{ name: 'Temperature', alias: 4, dataType: 'Float', value: 20 }], 0);
/** A 32-bit float 21.7 under alias 4, sequence 1, with the time of the examples. */
const FLOAT_BY_ALIAS = Uint8Array.from([
  ...writePayload({ timestamp: at, metrics: [] }),
  ...[0x12, 0x07, 0x10, 0x04, 0x65, 0x9a, 0x99, 0xad, 0x41, 0x18, 0x01],
]);

/**
 * Edge nodes and devices of Sparkplug B. `address` is the edge node, which then stands for all its devices, or
 * `node/device`; a device named before its node keeps its own messages. @see Eclipse Sparkplug Specification 3.0
 */
export const sparkplugB = defineDevice({
  driver: 'sparkplug-b',
  family: 'sparkplug-b',
  role: 'any',
  vendor: 'Eclipse Sparkplug',
  models: ['any edge node'],
  description: 'Sparkplug B edge nodes and devices over MQTT: metrics as store.yaml explains them, births, deaths, rebirth and writes',
  transports: ['mqtt'],
  topics: TOPICS,
  listens: ['spBv1.0/+/NCMD/{address}/#', 'spBv1.0/+/DCMD/{address}/#'],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux', 'people', 'grams'),
  settings,
  likelyTopic,
  decode,
  command,
  encode: (readings, device) =>
    readings.flatMap((reading) => {
      const timestamp = reading.reportedAt ?? reading.at;
      if (reading.kind === 'status')
        return [
          {
            topic: on(reading.online ? 'NBIRTH' : 'NDEATH', device),
            bytes: writePayload({ timestamp, metrics: [{ name: 'bdSeq', value: 0 }] }),
          },
        ];
      const metrics = Object.entries(metricsOf(reading)).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
      return metrics.length === 0 ? [] : [{ topic: on('NDATA', device), bytes: writePayload({ timestamp, metrics }) }];
    }),
  examples: [
    {
      name: 'the birth of an edge node',
      topic: on('NBIRTH'),
      payload: ofNode([{ name: 'bdSeq', value: 3 }, ...birth.metrics], 0),
      readings: [
        { ...told, kind: 'status', online: true, boot: null },
        { ...told, kind: 'state', values: { Temperature: 20 } },
      ],
    },
    {
      name: 'a float by its alias, in bytes, is no longer than it was',
      before: [{ topic: on('NBIRTH'), payload: birth }],
      settings: { metrics: { Temperature: 'temperature' } },
      topic: on('NDATA'),
      payload: FLOAT_BY_ALIAS,
      readings: [{ ...told, kind: 'climate', temperature: 21.7 }],
    },
    {
      name: 'a device of the edge node',
      topic: on('DDATA', 'device-1/door'),
      payload: ofNode([{ name: 'Inputs/Open', dataType: 'Boolean', value: true }]),
      settings: { metrics: { 'door/Inputs/Open': 'door' } },
      readings: [{ ...told, kind: 'climate', doorOpen: true }],
    },
    {
      name: 'a last will',
      before: [{ topic: on('NBIRTH'), payload: ofNode([{ name: 'bdSeq', value: 3 }], 0) }],
      topic: on('NDEATH'),
      payload: ofNode([{ name: 'bdSeq', value: 3 }]),
      readings: [{ ...told, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'the last will of the connection before',
      before: [{ topic: on('NBIRTH'), payload: ofNode([{ name: 'bdSeq', value: 3 }], 0) }],
      topic: on('NDEATH'),
      payload: ofNode([{ name: 'bdSeq', value: 2 }]),
      readings: [],
    },
    {
      name: 'as a library prints the protobuf: numbers as texts, a float with the digits of a double, a data set',
      topic: on('NDATA'),
      payload: {
        timestamp: String(at),
        seq: '1',
        metrics: [
          { name: 'Level', datatype: 9, floatValue: Math.fround(21.7) },
          { name: 'Count', datatype: 8, longValue: '12' },
          { name: 'Rows', datatype: 16, datasetValue: { columns: [] } },
          { name: 'Unset', datatype: 3, isNull: true },
        ],
      },
      readings: [{ ...told, kind: 'state', values: { Level: 21.7, Count: 12 } }],
    },
    { name: 'a host that listens', topic: 'spBv1.0/STATE/host', payload: { online: true, timestamp: at }, readings: [] },
    { name: 'a command of somebody', topic: on('NCMD'), payload: ofNode([]), readings: [] },
    { name: 'an alias without its birth', topic: on('NDATA'), payload: ofNode([{ alias: 9, value: 1 }]), readings: [] },
    { name: 'cut short', topic: on('NDATA'), payload: FLOAT_BY_ALIAS.subarray(0, 12), readings: [], rejected: 'bad-checksum' },
    { name: 'JSON of something else', topic: on('NDATA'), payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
