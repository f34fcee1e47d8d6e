import { z } from 'zod';
import type { Celsius, Instant, Percent } from '../../gateway/domain/units.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { decodeEpc } from '../kit/epc/decode-epc.ts';
import { epcFromUri } from '../kit/epc/from-uri.ts';
import { type EpcisEvent, readEpcis, type SensorElement } from '../kit/epcis/read-document.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { isInRange, pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const settings = z.strictObject({
  antennas: z
    .record(z.string().min(1).max(512), z.int().min(1).max(256))
    .default({})
    .describe('Which antenna of this device a read point is, by its URI; reads at other points have no antenna'),
  prefixDigits: z.int().min(6).max(12).default(7).describe('Digits of the company prefix in the tags, which Digital Links do not tell'),
  filter: z.int().min(0).max(7).default(1).describe('Filter value in the tags: 1 is an item for the point of sale'),
  lateAfterMs: z.int().min(60_000).default(3_600_000).describe('Events older than this are history: nothing is seen now, ms'),
});
type Settings = z.output<typeof settings>;

/** Which reports are climate, by type and unit (UN/CEFACT): absolute humidity is not. */
const CLIMATE: Readonly<Record<string, readonly ['temperature' | 'humidity' | 'illuminanceLux', (value: number) => number]>> = {
  'Temperature CEL': ['temperature', (value) => value],
  'Temperature FAH': ['temperature', (value) => Math.round(((value - 32) / 1.8) * 100) / 100],
  'Temperature KEL': ['temperature', (value) => Math.round((value - 273.15) * 100) / 100],
  'RelativeHumidity P1': ['humidity', (value) => value],
  'Illuminance LUX': ['illuminanceLux', (value) => value],
};

/** Events at whose place things were seen: by themselves, or inside of what holds them. */
const SIGHTINGS: ReadonlySet<string> = new Set(['ObjectEvent', 'AggregationEvent']);

function decode(message: DeviceMessage, { settings: chosen }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const events = readEpcis(json.value);
  if (isRefusal(events)) return events;
  const decoding = startDecoding(message);
  const readings: DeviceReading[] = [];
  for (const event of events) {
    if (!SIGHTINGS.has(event.type) || event.action !== 'OBSERVE') continue;
    if (event.time < message.receivedAt - chosen.lateAfterMs) {
      warn(decoding, 'late');
      continue;
    }
    readings.push(...tagsOf(event, decoding, chosen));
    for (const element of event.sensors) {
      const climate = climateOf(element, event.time, decoding);
      if (isRefusal(climate)) return climate;
      if (climate !== null) readings.push(climate);
    }
  }
  if (readings.length > 0) return accepted(decoding, readings);
  return nothing(decoding, decoding.warnings?.includes('late') ? 'late' : 'no-observation');
}

/** Trade items become the reads of their tags. Boxes, assets and above all people's cards do not. */
function tagsOf(event: EpcisEvent, decoding: Decoding, { antennas, filter, prefixDigits }: Settings): readonly DeviceReading[] {
  const point = event.readPoint ?? '';
  const antenna = Object.hasOwn(antennas, point) ? (antennas[point] ?? null) : null;
  return [...event.epcs, ...event.childEpcs].flatMap((uri) => {
    const epc = epcFromUri(uri, { filter, prefixDigits });
    if (epc === null) warn(decoding, 'other-identifier');
    return epc === null ? [] : [toTagRead({ epc, tid: null, antenna, rssi: null, count: null, detail: null }, event.time, decoding)];
  });
}

function climateOf(element: SensorElement, eventTime: Instant, decoding: Decoding): DeviceReading | null | Refusal {
  const measured: { temperature?: number; humidity?: number; illuminanceLux?: number } = {};
  for (const { type, uom, value } of element.reports) {
    const known = Object.hasOwn(CLIMATE, `${type} ${uom}`) ? CLIMATE[`${type} ${uom}`] : undefined;
    if (known === undefined || Number.isNaN(value)) {
      decoding.unknownKeys++;
      continue;
    }
    const [name, convert] = known;
    const converted = convert(value);
    if (!isInRange(converted, QUANTITIES[name]))
      return refuse('out-of-range', `${name}: outside ${QUANTITIES[name].min} to ${QUANTITIES[name].max}`);
    measured[name] = converted;
  }
  const { temperature, humidity, illuminanceLux } = measured;
  if (temperature === undefined && humidity === undefined && illuminanceLux === undefined) return null;
  return {
    ...sensed(decoding, element.time ?? eventTime),
    kind: 'climate',
    ...(temperature === undefined ? {} : { temperature: temperature as Celsius }),
    ...(humidity === undefined ? {} : { humidity: humidity as Percent }),
    ...(illuminanceLux === undefined ? {} : { illuminanceLux }),
  };
}

/** A document with one event. */
const documentOf = (time: number, event: JsonObject): JsonObject => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: new Date(time).toISOString(),
  epcisBody: {
    eventList: [
      { type: 'ObjectEvent', action: 'OBSERVE', eventTime: new Date(time).toISOString(), eventTimeZoneOffset: '+00:00', ...event },
    ],
  },
});

function eventOf(reading: DeviceReading): JsonObject | null {
  if (reading.kind === 'tag') {
    const { pureUri, gtin14 } = decodeEpc(reading.epc);
    return pureUri === null || gtin14 === null ? null : { bizStep: 'inspecting', epcList: [pureUri] };
  }
  if (reading.kind !== 'climate') return null;
  const { temperature, humidity, illuminanceLux } = reading;
  const report = (type: string, value: number | undefined, uom: string) => (value === undefined ? [] : [{ type, value, uom }]);
  const sensorReport = [
    ...report('Temperature', temperature, 'CEL'),
    ...report('RelativeHumidity', humidity, 'P1'),
    ...report('Illuminance', illuminanceLux, 'LUX'),
  ];
  return sensorReport.length === 0 ? null : { bizStep: 'sensor_reporting', sensorElementList: [{ sensorReport }] };
}

const at = EXAMPLE_RECEIVED_AT - 1_000;
const tag = { at, reportedAt: at, kind: 'tag', antenna: 0, rssi: null, tid: null, count: 1, detail: null };
const ITEM = 'urn:epc:id:sgtin:9501101.053000.17';
const EPC_OF_ITEM = '303643E6B433C20000000011';

/** EPCIS 2.0 captures: what other systems saw. @see GS1 EPCIS 2.0 and CBV 2.0 */
export const epcisCapture = defineDevice({
  driver: 'epcis-capture',
  family: 'epcis',
  role: 'reader',
  vendor: 'GS1',
  models: ['EPCIS 2.0'],
  description: 'EPCIS 2.0 documents in JSON-LD: observed trade items become tag reads, sensor reports the climate',
  transports: ['http'],
  topics: [],
  quantities: pickQuantities('antenna', 'temperature', 'humidity', 'illuminanceLux'),
  settings,
  // A document may name the service relation numbers of customers.
  isPersonal: true,
  decode,
  encode: (readings) =>
    readings.flatMap((reading) => {
      const event = eventOf(reading);
      return event === null ? [] : [{ topic: '', bytes: Buffer.from(JSON.stringify(documentOf(reading.reportedAt ?? reading.at, event))) }];
    }),
  examples: [
    {
      name: 'an observed item',
      payload: documentOf(at, { bizStep: 'stocking', epcList: [ITEM] }),
      readings: [{ ...tag, epc: EPC_OF_ITEM }],
    },
    {
      name: 'the same item as a Digital Link at a known read point',
      settings: { antennas: { 'https://example.com/414/9501101020016/254/gate': 3 } },
      payload: documentOf(at, {
        epcList: ['https://example.com/01/09501101530003/21/17'],
        readPoint: { id: 'https://example.com/414/9501101020016/254/gate' },
      }),
      readings: [{ ...tag, epc: EPC_OF_ITEM, antenna: 3 }],
    },
    {
      name: 'a bare event with the climate; absolute humidity is something else',
      payload: {
        type: 'ObjectEvent',
        action: 'OBSERVE',
        eventTime: '2026-01-15T10:00:00.000999+01:00',
        sensorElementList: [
          {
            sensorReport: [
              { type: 'gs1:Temperature', value: 4.5, uom: 'CEL' },
              { type: 'RelativeHumidity', value: 61, uom: 'P1' },
              { type: 'AbsoluteHumidity', value: 12, uom: 'A93' },
            ],
          },
        ],
      },
      readings: [{ at, reportedAt: at, kind: 'climate', temperature: 4.5, humidity: 61 }],
    },
    {
      name: 'items in a box, in a list of events without a document',
      payload: [
        {
          ...{ type: 'AggregationEvent', action: 'OBSERVE', eventTime: '2026-01-15T09:00:00Z' },
          ...{ parentID: 'urn:epc:id:sscc:9501101.1234567890', childEPCs: [ITEM] },
        },
      ],
      readings: [{ ...tag, epc: EPC_OF_ITEM }],
    },
    { name: 'a shipment of last week', payload: documentOf(at - 7 * 86_400_000, { epcList: [ITEM] }), readings: [] },
    { name: 'an item that is commissioned, not seen', payload: documentOf(at, { action: 'ADD', epcList: [ITEM] }), readings: [] },
    { name: 'a box is no trade item', payload: documentOf(at, { epcList: ['urn:epc:id:sscc:9501101.1234567890'] }), readings: [] },
    {
      name: 'an event without its time',
      payload: { type: 'ObjectEvent', action: 'OBSERVE', epcList: [ITEM] },
      readings: [],
      rejected: 'bad-time',
    },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
