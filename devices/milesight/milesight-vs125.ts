import { z } from 'zod';
import type { Instant } from '../../gateway/domain/units.ts';
import { type CountForm, chooseForm, countsSetting } from '../kit/counters/count-form.ts';
import { infoOnce, shortText } from '../kit/counters/told-info.ts';
import { accepted, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { entries, MAX_LINES, readCapacities, readRegions } from '../kit/milesight/regions.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { fillTopic } from '../kit/topics.ts';
import { readVendorTime, readWhole } from '../kit/vendor-tags.ts';

const settings = z.strictObject({ counts: countsSetting });
type Settings = z.output<typeof settings>;

const MAX_STATE_KEYS = 32;
/** Where each form stands in the message, and what its two numbers are called. */
const FORMS: Readonly<Record<CountForm, readonly [list: string, came: string, went: string]>> = {
  trigger: ['line_trigger_data', 'in', 'out'],
  period: ['line_periodic_data', 'in', 'out'],
  total: ['line_total_data', 'in_counted', 'out_counted'],
};
const RANKING: readonly CountForm[] = ['trigger', 'total', 'period'];
interface Line {
  readonly line: string;
  readonly in: number;
  readonly out: number;
}

function decode(message: DeviceMessage, { settings: { counts }, memory }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const decoding = startDecoding(message);
  if (!isObject(json.value) || !isObject(json.value.device_info)) return refuse('unknown-shape', 'no device_info: not a VS125');
  const { value } = json;
  const byForm = new Map<CountForm, readonly Line[]>();
  for (const form of RANKING) {
    const lines = value[FORMS[form][0]] === undefined ? null : readLines(value, form);
    if (isRefusal(lines)) return lines;
    if (lines !== null) byForm.set(form, lines);
  }
  const state: Record<string, number> = {};
  const capacities = readCapacities(value.line_total_data, state);
  if (isRefusal(capacities)) return capacities;
  const people = readRegions(value, state);
  if (isRefusal(people)) return people;
  const info = isObject(value.time_info) ? value.time_info : {};
  const start = sensed(decoding, readVendorTime(info.time ?? info.end_time, decoding));
  const form = chooseForm(counts, RANKING, new Set(byForm.keys()), memory);
  const lines = form === null ? [] : (byForm.get(form) ?? []);
  if (form === null && byForm.size > 0) warn(decoding, 'counts-left-out');
  const device = value.device_info as JsonObject;
  const readings: DeviceReading[] = lines.map((line) => ({
    ...start,
    kind: 'count',
    ...line,
    form: form === 'total' ? 'total' : 'increment',
  }));
  if (people !== null) readings.push({ ...start, kind: 'presence', people, counted: true });
  const values = Object.fromEntries(Object.entries(state).slice(0, MAX_STATE_KEYS));
  if (Object.keys(values).length > 0) readings.push({ ...start, kind: 'state', values });
  const said = { serial: shortText(device.device_sn), firmware: shortText(device.firmware_version), address: shortText(device.ip_address) };
  readings.push(...infoOnce(said, start, memory));
  return readings.length > 0 ? accepted(decoding, readings) : nothing(decoding, byForm.size > 0 ? 'counts-left-out' : 'heartbeat');
}

/** Lines are known by their number: devices were seen that repeat a `line_uuid`. */
function readLines(message: JsonObject, form: CountForm): readonly Line[] | Refusal {
  const [list, came, went] = FORMS[form];
  const lines = new Map<string, Line>();
  for (const raw of entries(message[list])) {
    if (isRefusal(raw)) return raw;
    const total = isObject(raw.total) ? raw.total : {};
    const line = readWhole(raw.line, { ...QUANTITIES.in, min: 1, max: MAX_LINES }, `${list}.line`);
    const inward = readWhole(total[came], QUANTITIES.in, `${list}.total.${came}`);
    const outward = readWhole(total[went], QUANTITIES.out, `${list}.total.${went}`);
    for (const value of [line, inward, outward]) if (isRefusal(value)) return value;
    if (line === null || inward === null || outward === null) return refuse('wrong-type', `${list}: a line without its numbers`);
    lines.set(String(line), { line: String(line), in: inward as number, out: outward as number });
  }
  return [...lines.values()];
}

const TOPICS = ['milesight/{address}/report'] as const;
const at = EXAMPLE_RECEIVED_AT - 1_000;
const device_info = { device_sn: '6000E00000000001', firmware_version: 'V_125.1.0.2', ip_address: '192.0.2.10', running_time: 60 };
const time_info = { time: '2026-01-15T17:00:00+08:00', time_zone: 'UTC+8:00', enable_dst: false };
const period = { start_time: '2026-01-15T16:59:00+08:00', end_time: '2026-01-15T17:00:00+08:00' };
const info = { at, reportedAt: at, kind: 'info', serial: '6000E00000000001', firmware: 'V_125.1.0.2', address: '192.0.2.10' };
const count = { at, reportedAt: at, kind: 'count', line: '1', in: 2, out: 1, form: 'increment' };
const iso = (time: Instant): string => new Date(time).toISOString();

/** Milesight VS125 and its kin: JSON by MQTT or HTTP. @see Milesight VS125 user guide, data push */
export const milesightVs125 = defineDevice({
  driver: 'milesight-vs125',
  family: 'people-counter',
  role: 'counter',
  vendor: 'Milesight',
  models: ['VS125', 'VS125-P'],
  description: 'Milesight VS125 stereo people counter: lines, regions and stays as JSON over MQTT or HTTP',
  transports: ['mqtt', 'http'],
  topics: TOPICS,
  quantities: pickQuantities('in', 'out', 'people'),
  settings,
  decode,
  encode(readings, device) {
    const topic = fillTopic(TOPICS[0], { store: '{store}', device });
    const crossings = readings.some((reading) => reading.kind === 'count' && reading.form === 'increment');
    return readings.flatMap((reading) => {
      const time = iso(reading.reportedAt ?? reading.at);
      const say = (body: JsonObject) => [{ topic, bytes: Buffer.from(JSON.stringify({ device_info: {}, time_info: { time }, ...body })) }];
      if (reading.kind === 'presence' && reading.counted)
        return say({ region_data: { region_count_data: [{ region: 1, total: { current_total: reading.people } }] } });
      if (reading.kind !== 'count' || (reading.form === 'total' && crossings)) return [];
      const line = /^\d{1,2}$/.test(reading.line) ? Number(reading.line) : 1;
      const { in: came, out: went } = reading;
      if (reading.form === 'increment') return say({ line_trigger_data: [{ line, total: { in: came, out: went } }] });
      return say({ line_total_data: [{ line, total: { in_counted: came, out_counted: went } }] });
    });
  },
  examples: [
    {
      name: 'a crossing, told at once',
      payload: {
        device_info,
        time_info,
        line_trigger_data: [{ line: 1, line_name: 'Door', total: { in: 2, out: 1 }, group: { in: 0, out: 0 } }],
      },
      readings: [count, info],
    },
    {
      name: 'a period behind crossings holds the same people',
      before: [{ payload: { device_info, time_info, line_trigger_data: [{ line: 1, total: { in: 2, out: 1 } }] } }],
      payload: { device_info, time_info: period, line_periodic_data: [{ line: 1, total: { in: 2, out: 1 } }] },
      readings: [],
    },
    {
      name: 'totals beside a period; the capacity may be negative',
      payload: {
        device_info,
        time_info: period,
        line_periodic_data: [{ line: 1, total: { in: 2, out: 1 } }],
        line_total_data: [{ line: 1, line_uuid: 'a', total: { in_counted: 40, out_counted: 43, capacity_counted: -3 } }],
      },
      readings: [{ ...count, in: 40, out: 43, form: 'total' }, { at, reportedAt: at, kind: 'state', values: { line1Capacity: -3 } }, info],
    },
    {
      name: 'regions: people now and stays',
      payload: {
        device_info: {},
        time_info: { time: '2026-01-15T09:00:00-00:00' },
        region_data: {
          region_count_data: [
            { region: 1, total: { current_total: 2 } },
            { region: 2, total: { current_total: 1 } },
          ],
          dwell_time_data: [{ region: 1, avg_dwell_time: 60_000.75, max_dwell_time: 90_000 }],
        },
        region_trigger_data: {
          region_count_data: [{ region: 3, total: { current_total: 4 } }],
          dwell_time_data: [{ region: 2, people_id: 7, duration: 30_000 }],
        },
      },
      readings: [
        { at, reportedAt: at, kind: 'presence', people: 3, counted: true },
        {
          ...{ at, reportedAt: at, kind: 'state' },
          values: {
            ...{ region1People: 2, region2People: 1, region1DwellAvgMs: 60_000, region1DwellMaxMs: 90_000 },
            ...{ region3People: 4, region2StayMs: 30_000 },
          },
        },
      ],
    },
    {
      name: 'a clock that stands still: the time of arrival counts',
      payload: {
        device_info: {},
        time_info: { time: '2024-01-01T00:00:00+08:00' },
        line_trigger_data: [{ line: 1, total: { in: 2, out: 1 } }],
      },
      readings: [{ ...count, at: at + 1_000, reportedAt: 1_704_038_400_000 }],
    },
    { name: 'a sign of life', payload: { device_info: { running_time: 61 }, time_info }, readings: [] },
    {
      name: 'people below zero',
      payload: { device_info, line_trigger_data: [{ line: 1, total: { in: -1, out: 0 } }] },
      readings: [],
      rejected: 'out-of-range',
    },
    {
      name: 'half a line',
      payload: { device_info, line_trigger_data: [{ line: 1, total: { in: 1 } }] },
      readings: [],
      rejected: 'wrong-type',
    },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
