import { z } from 'zod';
import { type CountForm, chooseForm, countsSetting } from '../kit/counters/count-form.ts';
import { infoOnce, shortText } from '../kit/counters/told-info.ts';
import { accepted, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, readText, refuse } from '../kit/json.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { readVendorTime } from '../kit/vendor-tags.ts';
import { readXml } from '../kit/xml.ts';

const settings = z.strictObject({ counts: countsSetting });

const ROOT = 'EventNotificationAlert';
/** What the camera calls its ways to count; a signal is a door contact that ends a window. */
const METHODS: ReadonlyMap<unknown, CountForm> = new Map<unknown, CountForm>([
  ['realTime', 'total'],
  ['timeRange', 'period'],
  ['signalTrigger', 'trigger'],
]);
const RANKING: readonly CountForm[] = ['total', 'trigger', 'period'];
const OPENING = new RegExp(`<([A-Za-z][\\w.-]{0,31}:)?${ROOT}(?=[\\s>])`);
const BRACE = 0x7b;

/** The alert within the bytes: alone, or as one part of a multipart body beside pictures. Null when there is none. */
function findAlert(bytes: Uint8Array): Uint8Array | null {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Some firmwares give the namespace a prefix.
  const [opening = '', prefix = ''] = OPENING.exec(body.toString('latin1')) ?? [];
  if (opening === '') return null;
  const from = body.indexOf(opening);
  const closing = `</${prefix}${ROOT}>`;
  const to = body.indexOf(closing, from);
  return to < 0 ? null : body.subarray(from, to + closing.length);
}

/** The alert in XML, or in JSON with the same names, as newer firmware can be told to send it. */
function readAlert(bytes: Uint8Array): JsonObject | Refusal {
  if (bytes[0] === BRACE) {
    const json = readJson(bytes);
    if (!json.ok) return json;
    const outer = isObject(json.value) ? json.value : {};
    return isObject(outer[ROOT]) ? outer[ROOT] : outer;
  }
  if (Buffer.from(bytes).includes('<!DOCTYPE')) return refuse('unknown-shape', 'a document type is not taken');
  const part = findAlert(bytes);
  if (part === null) return refuse('unknown-shape', `no whole ${ROOT}`);
  const text = readText(part);
  if (text === null) return refuse('not-utf8', 'bytes are not UTF-8');
  const xml = readXml(text);
  if (!xml.ok) return xml;
  return isObject(xml.value[ROOT]) ? xml.value[ROOT] : {};
}

function decode(message: DeviceMessage, { settings: { counts }, memory }: DriverContext<z.output<typeof settings>>): Decoded {
  const decoding = startDecoding(message);
  if (message.bytes.length === 0) return refuse('empty', 'no bytes');
  const alert = readAlert(message.bytes);
  if (isRefusal(alert)) return alert;
  if (typeof alert.eventType !== 'string') return refuse('unknown-shape', 'an alert without eventType');
  if (alert.eventType.toLowerCase() !== 'peoplecounting')
    return nothing(decoding, alert.eventState === 'inactive' ? 'heartbeat' : 'reader-event');
  const people = alert.peopleCounting;
  if (!isObject(people)) return refuse('unknown-shape', 'PeopleCounting without its numbers');
  const form = METHODS.get(people.statisticalMethods);
  const numbers = readNumbers(alert, people);
  if (isRefusal(numbers)) return numbers;
  if (form === undefined) return refuse('out-of-range', 'statisticalMethods: expected realTime, timeRange or signalTrigger');
  if (alert.isDataRetransmission === true || alert.isDataRetransmission === 'true') {
    // What the camera could not deliver in its time: these people are not coming in now.
    warn(decoding, 'late');
    return nothing(decoding, 'late');
  }
  const window = isObject(people.TimeRange) ? people.TimeRange.endTime : isObject(people.RealTime) ? people.RealTime.time : undefined;
  const start = sensed(decoding, readVendorTime(window ?? alert.dateTime, decoding));
  const chosen = chooseForm(counts, RANKING, new Set([form]), memory);
  if (chosen === null) warn(decoding, 'counts-left-out');
  const { in: came, out: went, line, state } = numbers;
  const readings: DeviceReading[] = [];
  if (chosen !== null)
    readings.push({ ...start, kind: 'count', line, in: came, out: went, form: form === 'total' ? 'total' : 'increment' });
  if (Object.keys(state).length > 0) readings.push({ ...start, kind: 'state', values: state });
  readings.push(...infoOnce({ serial: shortText(alert.macAddress), address: shortText(alert.ipAddress) }, start, memory));
  return readings.length > 0 ? accepted(decoding, readings) : nothing(decoding, 'counts-left-out');
}

interface Numbers {
  readonly in: number;
  readonly out: number;
  readonly line: string;
  readonly state: Readonly<Record<string, number>>;
}

/** In and out, by channel and region; whoever passed by, was counted twice or is a child is told beside them. */
function readNumbers(alert: JsonObject, people: JsonObject): Numbers | Refusal {
  const children = isObject(alert.childCounting) ? alert.childCounting : isObject(people.childCounting) ? people.childCounting : {};
  const channel = numberText(alert.channelID) ?? numberText(alert.dynChannelID) ?? '1';
  const region = numberText(people.regionsID);
  const state: Record<string, number> = {};
  const beside = { passed: people.pass, duplicates: people.duplicatePeople, childrenIn: children.enter, childrenOut: children.exit };
  for (const [name, raw] of Object.entries(beside)) {
    const value = raw === undefined ? null : readPeople(raw, name);
    if (isRefusal(value)) return value;
    if (value !== null) state[name] = value;
  }
  const came = readPeople(people.enter, 'enter');
  const went = readPeople(people.exit, 'exit');
  if (isRefusal(came)) return came;
  if (isRefusal(went)) return went;
  return { in: came, out: went, line: region === undefined ? channel : `${channel}/${region}`, state };
}

/** XML has texts only, JSON numbers. */
const numberText = (raw: unknown): string | undefined => shortText(typeof raw === 'number' ? String(raw) : raw);

function readPeople(raw: unknown, name: string): number | Refusal {
  if (!/^-?\d{1,15}$/.test(numberText(raw) ?? '')) return refuse('wrong-type', `${name}: expected a whole number`);
  const value = Number(raw);
  return value >= 0 && value <= QUANTITIES.in.max ? value : refuse('out-of-range', `${name}: outside 0 to ${QUANTITIES.in.max}`);
}

const alertOf = (time: string, counting: string, more = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${ROOT} version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">` +
  `<ipAddress>192.0.2.20</ipAddress><macAddress>02:00:00:00:00:01</macAddress><channelID>1</channelID><dateTime>${time}</dateTime>` +
  `<eventType>PeopleCounting</eventType><eventState>active</eventState><peopleCounting>${counting}</peopleCounting>${more}</${ROOT}>`;
const realTime = (time: string, more: string): string =>
  `<statisticalMethods>realTime</statisticalMethods><RealTime><time>${time}</time></RealTime>${more}`;
const timeRange = (time: string, more: string): string =>
  `<statisticalMethods>timeRange</statisticalMethods><TimeRange><startTime>${time}</startTime><endTime>${time}</endTime></TimeRange>${more}`;

const at = EXAMPLE_RECEIVED_AT - 1_000;
const TIME = '2026-01-15T17:00:00+08:00';
const NUMBERS = '<enter>15</enter><exit>14</exit>';
const count = { at, reportedAt: at, kind: 'count', line: '1', in: 15, out: 14, form: 'total' };
const info = { at, reportedAt: at, kind: 'info', serial: '02:00:00:00:00:01', address: '192.0.2.20' };

/** Hikvision cameras that count people, as XML by HTTP POST. @see ISAPI, EventNotificationAlert of PeopleCounting */
export const hikvisionPeopleCounting = defineDevice({
  driver: 'hikvision-people-counting',
  family: 'people-counter',
  role: 'counter',
  vendor: 'Hikvision',
  models: ['iDS-2CD6810', 'DS-2CD6825G0', 'iDS-2CD7x46', 'DeepinView with people counting'],
  description: 'Hikvision people counting cameras: ISAPI alerts as XML by HTTP, alone or in multipart bodies',
  transports: ['http'],
  topics: [],
  quantities: pickQuantities('in', 'out'),
  settings,
  decode,
  encode(readings) {
    const sendsTotals = readings.some((reading) => reading.kind === 'count' && reading.form === 'total');
    return readings.flatMap((reading) => {
      if (reading.kind !== 'count' || (reading.form === 'increment' && sendsTotals)) return [];
      const time = new Date(reading.reportedAt ?? reading.at).toISOString();
      const region = /^1\/\d+$/.test(reading.line) ? `<regionsID>${reading.line.slice(2)}</regionsID>` : '';
      const numbers = `<enter>${reading.in}</enter><exit>${reading.out}</exit>${region}`;
      const text = alertOf(time, reading.form === 'total' ? realTime(time, numbers) : timeRange(time, numbers));
      return [{ topic: '', bytes: Buffer.from(text) }];
    });
  },
  examples: [
    {
      name: 'running totals of the day, with people counted twice and children',
      payload: alertOf(
        TIME,
        realTime(TIME, `${NUMBERS}<duplicatePeople>4</duplicatePeople>`),
        '<childCounting><enter>2</enter><exit>1</exit></childCounting>',
      ),
      readings: [count, { at, reportedAt: at, kind: 'state', values: { duplicates: 4, childrenIn: 2, childrenOut: 1 } }, info],
    },
    {
      name: 'a window of one region',
      payload: alertOf(TIME, timeRange(TIME, `${NUMBERS}<regionsID>2</regionsID>`)),
      readings: [{ ...count, line: '1/2', form: 'increment' }, info],
    },
    {
      name: 'a window behind totals holds the same people',
      before: [{ payload: alertOf(TIME, realTime(TIME, NUMBERS)) }],
      payload: alertOf(TIME, timeRange(TIME, NUMBERS)),
      readings: [],
    },
    {
      name: 'with a prefix of the namespace',
      payload: alertOf(TIME, realTime(TIME, NUMBERS)).replaceAll(/<(\/?)(?=[A-Za-z])/g, '<$1isapi:'),
      readings: [count, info],
    },
    {
      name: 'in JSON',
      payload: {
        ipAddress: '192.0.2.20',
        macAddress: '02:00:00:00:00:01',
        channelID: 1,
        dateTime: TIME,
        eventType: 'PeopleCounting',
        eventState: 'active',
        peopleCounting: { statisticalMethods: 'realTime', RealTime: { time: TIME }, enter: 15, exit: 14 },
        isDataRetransmission: false,
      },
      readings: [count, info],
    },
    {
      name: 'one part of a multipart body',
      payload: `--boundary\r\nContent-Type: application/xml\r\n\r\n${alertOf(TIME, realTime(TIME, NUMBERS))}\r\n--boundary\r\nContent-Type: image/jpeg\r\n\r\n...\r\n--boundary--`,
      readings: [count, info],
    },
    {
      name: 'numbers that come late',
      payload: alertOf(TIME, timeRange(TIME, NUMBERS), '<isDataRetransmission>true</isDataRetransmission>'),
      readings: [],
    },
    {
      name: 'another event of the camera',
      payload: `<${ROOT}><eventType>videoloss</eventType><eventState>inactive</eventState></${ROOT}>`,
      readings: [],
    },
    {
      name: 'people below zero',
      payload: alertOf(TIME, realTime(TIME, '<enter>-1</enter><exit>0</exit>')),
      readings: [],
      rejected: 'out-of-range',
    },
    { name: 'cut short', payload: alertOf(TIME, realTime(TIME, NUMBERS)).slice(0, 200), readings: [], rejected: 'unknown-shape' },
    {
      name: 'a document type',
      payload: `<!DOCTYPE a [<!ENTITY b "c">]>${alertOf(TIME, realTime(TIME, NUMBERS))}`,
      readings: [],
      rejected: 'unknown-shape',
    },
  ],
});
