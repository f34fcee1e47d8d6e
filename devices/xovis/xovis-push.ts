import { z } from 'zod';
import type { Counted } from '../../gateway/domain/readings.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { infoOnce, shortText } from '../kit/counters/told-info.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, type DriverMemory, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { fillTopic } from '../kit/topics.ts';
import { readVendorTime, readWhole } from '../kit/vendor-tags.ts';

const settings = z.strictObject({
  lines: z.enum(['name', 'id']).default('name').describe('What a line is called: the name of the logic in the sensor, or its number'),
  lateAfterMs: z
    .int()
    .min(60_000)
    .default(3_600_000)
    .describe('Counts of windows that ended earlier than this before the push are late: nobody is counted, ms'),
});
type Settings = z.output<typeof settings>;

const MAX_LOGICS = 64;
const MAX_RECORDS = 2_000;
const MAX_AGENTS = 8;
/** What a sensor pushes beside counts. */
const OTHER: readonly (readonly [key: string, none: string])[] = [
  ['live_data', 'live'],
  ['status_data', 'status'],
  ['connection_test', 'connection-test'],
];

function decode(message: DeviceMessage, { settings: chosen, memory }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const decoding = startDecoding(message);
  const push = json.value;
  if (!isObject(push)) return refuse('unknown-shape', 'expected a push of a sensor');
  const data = push.logics_data;
  if (data === undefined) {
    const other = OTHER.find(([key]) => push[key] !== undefined);
    return other === undefined ? refuse('unknown-shape', 'no logics_data') : nothing(decoding, other[1]);
  }
  if (!isObject(data) || !Array.isArray(data.logics)) return refuse('wrong-type', 'logics_data: expected a list of logics');
  if (data.logics.length > MAX_LOGICS) return refuse('too-many', `more than ${MAX_LOGICS} logics`);
  const sensor = isObject(data.sensor_info) ? data.sensor_info : {};
  const now = readVendorTime(sensor.time, decoding) ?? message.receivedAt;
  const counts: Counted[] = [];
  for (const logic of data.logics) {
    const failure = isObject(logic) ? readLogic(logic, chosen, now, counts, decoding) : refuse('wrong-type', 'logics: expected objects');
    if (failure !== null) return failure;
  }
  const order = noteOrder(data.package_info, decoding, memory);
  if (isRefusal(order)) return order;
  if (order === 'repeated') return nothing(decoding, 'repeated');
  const info = { model: shortText(sensor.type), serial: shortText(sensor.serial_number) };
  const readings = [...counts, ...infoOnce(info, sensed(decoding, readVendorTime(sensor.time, decoding)), memory)];
  return readings.length > 0 ? accepted(decoding, readings) : nothing(decoding, decoding.warnings?.includes('late') ? 'late' : 'no-counts');
}

/** The number of each agent's pushes rises by one: the same again is a repetition, a gap is lost. Smaller: it began again. */
function noteOrder(raw: unknown, decoding: Decoding, memory: DriverMemory): 'new' | 'repeated' | Refusal {
  const info = isObject(raw) ? raw : {};
  const id = readWhole(info.id, { kind: 'count', unit: 'none', min: 0, max: Number.MAX_SAFE_INTEGER }, 'package_info.id');
  if (isRefusal(id)) return id;
  if (id === null) return 'new';
  const agent = String(typeof info.agent_id === 'number' ? info.agent_id : (shortText(info.agent_id) ?? ''));
  const known: Record<string, unknown> = isObject(memory.pushes) ? { ...memory.pushes } : {};
  const last = known[agent];
  if (last === id) return 'repeated';
  if (typeof last === 'number' && id > last + 1) warn(decoding, 'lost-push');
  delete known[agent];
  memory.pushes = Object.fromEntries([...Object.entries(known).slice(1 - MAX_AGENTS), [agent, id]]);
  return 'new';
}

/** Adds the windows of one logic. Forward is in, backward out; a logic that counts one way only has nobody the other way. */
function readLogic(
  logic: JsonObject,
  { lines, lateAfterMs }: Settings,
  now: Instant,
  counts: Counted[],
  decoding: Decoding,
): null | Refusal {
  const records: unknown = logic.records ?? [];
  if (!Array.isArray(records)) return refuse('wrong-type', 'records: expected a list');
  if (counts.length + records.length > MAX_RECORDS) return refuse('too-many', `more than ${MAX_RECORDS} records`);
  const id = typeof logic.id === 'number' ? String(logic.id) : (shortText(logic.id) ?? '');
  const line = (lines === 'name' ? shortText(logic.name) : undefined) ?? id;
  for (const record of records) {
    if (!isObject(record) || !Array.isArray(record.counts)) return refuse('wrong-type', 'records: expected windows with counts');
    const came = peopleOf(record.counts, 'fw');
    const went = peopleOf(record.counts, 'bw');
    if (isRefusal(came)) return came;
    if (isRefusal(went)) return went;
    // Balances and stays are no crossings.
    if (came === null && went === null) continue;
    const to = readVendorTime(record.to, decoding);
    if (to !== null && to < now - lateAfterMs) warn(decoding, 'late');
    else counts.push({ ...sensed(decoding, to), kind: 'count', line, in: came ?? 0, out: went ?? 0, form: 'increment' });
  }
  return null;
}

function peopleOf(counts: readonly unknown[], name: 'fw' | 'bw'): number | null | Refusal {
  const count = counts.find((each) => isObject(each) && each.name === name);
  return isObject(count) ? readWhole(count.value, QUANTITIES.in, name) : null;
}

const TOPICS = ['xovis/{address}/logics'] as const;
const at = EXAMPLE_RECEIVED_AT - 1_000;
const time = '2026-01-15T10:00:00.000+01:00';
const sensor_info = { serial_number: '02:00:00:00:00:02', type: 'PC2SE', name: 'Door', time };
const record = (fw: number, bw: number, to = time) => ({
  from: '2026-01-15T09:59:00+01:00',
  to,
  samples: 600,
  counts: [
    { id: 0, name: 'fw', value: fw },
    { id: 1, name: 'bw', value: bw },
  ],
});
const push = (id: number, ...records: readonly object[]) => ({
  logics_data: {
    package_info: { version: '5.0', id, agent_id: 1 },
    sensor_info,
    logics: [{ id: 4, name: 'Entrance', info: 'XLT_LINE_IN_OUT_COUNT', geometries: [], records }],
  },
});
const count = { at, reportedAt: at, kind: 'count', line: 'Entrance', in: 3, out: 1, form: 'increment' };
const info = { at, reportedAt: at, kind: 'info', model: 'PC2SE', serial: '02:00:00:00:00:02' };

/** Xovis sensors with firmware 5. @see Xovis data push, JSON format of logics */
export const xovisPush = defineDevice({
  driver: 'xovis-push',
  family: 'people-counter',
  role: 'counter',
  vendor: 'Xovis',
  models: ['PC2', 'PC2S', 'PC2SE', 'PC3', 'PF-Series'],
  description: 'Xovis sensors, firmware 5: the counts of their logics as pushed by HTTP or MQTT',
  transports: ['http', 'mqtt'],
  topics: TOPICS,
  quantities: pickQuantities('in', 'out'),
  settings,
  decode,
  encode(readings, device) {
    const topic = fillTopic(TOPICS[0], { store: '{store}', device });
    return readings.flatMap((reading) => {
      if (reading.kind !== 'count' || reading.form !== 'increment') return [];
      const to = new Date(reading.reportedAt ?? reading.at).toISOString();
      const logics = [{ id: 0, name: reading.line, records: [{ to, counts: record(reading.in, reading.out).counts }] }];
      return [{ topic, bytes: Buffer.from(JSON.stringify({ logics_data: { sensor_info: { time: to }, logics } })) }];
    });
  },
  examples: [
    { name: 'one window of one line', payload: push(7, record(3, 1)), readings: [count, info] },
    {
      name: 'two windows in one push',
      before: [{ payload: push(6) }],
      payload: push(7, record(3, 1), record(0, 2)),
      readings: [count, { ...count, in: 0, out: 2 }],
    },
    { name: 'the same push again', before: [{ payload: push(7, record(3, 1)) }], payload: push(7, record(3, 1)), readings: [] },
    {
      name: 'a window of this night, sent again in the morning',
      before: [{ payload: push(6) }],
      payload: push(7, record(3, 1, '2026-01-15T03:00:00+01:00')),
      readings: [],
    },
    { name: 'tracks of the picture', payload: { live_data: { frames: [] } }, readings: [] },
    { name: 'a test of the connection', payload: { connection_test: {} }, readings: [] },
    { name: 'people below zero', payload: push(7, record(-3, 1)), readings: [], rejected: 'out-of-range' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
