import type { Instant } from '../../../gateway/domain/units.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { parseDeviceTime } from '../time.ts';

/** One report of a sensor: what it measures, how much, in which unit (UN/CEFACT code). */
interface SensorReport {
  readonly type: string;
  readonly value: number;
  readonly uom: string;
}

/** What a sensor measured at one moment. */
export interface SensorElement {
  /** Null: at the time of the event. */
  readonly time: Instant | null;
  readonly device: string | null;
  readonly reports: readonly SensorReport[];
}

/** One event of a document; what it does not say is null or empty. Identifiers as printed: URNs or Digital Links. */
export interface EpcisEvent {
  readonly type: string;
  readonly eventId: string | null;
  /** Cut to milliseconds. */
  readonly time: Instant;
  /** `+01:00` */
  readonly zone: string | null;
  readonly action: 'ADD' | 'OBSERVE' | 'DELETE' | null;
  /** Without the address of the vocabulary: `retail_selling`. */
  readonly bizStep: string | null;
  readonly disposition: string | null;
  readonly epcs: readonly string[];
  readonly parent: string | null;
  readonly childEpcs: readonly string[];
  readonly readPoint: string | null;
  readonly bizLocation: string | null;
  readonly sensors: readonly SensorElement[];
}

const MOST_EVENTS = 1_000;
const MOST_EPCS = 5_000;
const MOST_REPORTS = 1_000;
const LONGEST = 512;

/**
 * The events of an EPCIS 2.0 document in JSON-LD, of the answer to a query, or a bare event. All of them or a refusal:
 * `unknown-shape`, `wrong-type`, `bad-time`, `too-many`. @see GS1 EPCIS 2.0, chapter 10, and its JSON schema
 */
export function readEpcis(value: unknown): readonly EpcisEvent[] | Refusal {
  if (!isObject(value) && !Array.isArray(value)) return refuse('unknown-shape', 'expected a document or an event');
  const list = isObject(value) ? eventListOf(value) : value.every((each) => isObject(each) && 'eventTime' in each) ? value : null;
  if (!Array.isArray(list)) return refuse('unknown-shape', 'no EPCIS document');
  if (list.length > MOST_EVENTS) return refuse('too-many', `more than ${MOST_EVENTS} events`);
  const events: EpcisEvent[] = [];
  let epcs = 0;
  for (const raw of list) {
    const event = isObject(raw) ? readEvent(raw) : refuse('wrong-type', 'eventList: expected events');
    if ('ok' in event) return event;
    epcs += event.epcs.length + event.childEpcs.length;
    if (epcs > MOST_EPCS) return refuse('too-many', `more than ${MOST_EPCS} identifiers`);
    events.push(event);
  }
  return events;
}

function eventListOf(document: JsonObject): unknown {
  const { type } = document;
  if (typeof type === 'string' && type.endsWith('Event')) return [document];
  if (type !== 'EPCISDocument' && type !== 'EPCISQueryDocument') return undefined;
  const body = isObject(document.epcisBody) ? document.epcisBody : {};
  const results = isObject(body.queryResults) && isObject(body.queryResults.resultsBody) ? body.queryResults.resultsBody : {};
  return body.eventList ?? (isObject(body.event) ? [body.event] : results.eventList);
}

function readEvent(raw: JsonObject): EpcisEvent | Refusal {
  const time = typeof raw.eventTime === 'string' ? parseDeviceTime(raw.eventTime) : null;
  if (typeof raw.type !== 'string' || raw.type.length > 64) return refuse('wrong-type', 'type: expected the kind of the event');
  if (time === null) return refuse('bad-time', 'eventTime: expected RFC 3339 with a zone');
  const epcs = readIds(raw.epcList);
  const childEpcs = readIds(raw.childEPCs);
  const sensors = readSensors(raw.sensorElementList);
  if (epcs === null || childEpcs === null) return refuse('wrong-type', 'epcList: expected URIs');
  if (sensors === null) return refuse('wrong-type', 'sensorElementList: expected reports with time, type and value');
  const { action } = raw;
  if (action !== undefined && action !== 'ADD' && action !== 'OBSERVE' && action !== 'DELETE')
    return refuse('out-of-range', 'action: expected ADD, OBSERVE or DELETE');
  return {
    type: raw.type,
    eventId: textOf(raw.eventID),
    time,
    zone: textOf(raw.eventTimeZoneOffset),
    action: action ?? null,
    bizStep: wordOf(raw.bizStep),
    disposition: wordOf(raw.disposition),
    epcs,
    parent: textOf(raw.parentID),
    childEpcs,
    readPoint: isObject(raw.readPoint) ? textOf(raw.readPoint.id) : null,
    bizLocation: isObject(raw.bizLocation) ? textOf(raw.bizLocation.id) : null,
    sensors,
  };
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' && value.length <= LONGEST ? value : null);

/** `shipping` of itself, of `urn:epcglobal:cbv:bizstep:shipping` and of `https://ref.gs1.org/cbv/BizStep-shipping`. */
function wordOf(value: unknown): string | null {
  const text = textOf(value);
  return text?.replace(/^urn:epcglobal:cbv:(bizstep|disp):/, '').replace(/^https?:\/\/[^/]+\/(?:voc\/|cbv\/)?(BizStep|Disp)-/, '') ?? null;
}

function readIds(list: unknown): readonly string[] | null {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return null;
  return list.every((each): each is string => typeof each === 'string' && each.length <= LONGEST) ? list : null;
}

function readSensors(list: unknown): readonly SensorElement[] | null {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return null;
  const elements: SensorElement[] = [];
  for (const raw of list) {
    if (!isObject(raw) || !Array.isArray(raw.sensorReport) || raw.sensorReport.length > MOST_REPORTS) return null;
    const metadata = isObject(raw.sensorMetadata) ? raw.sensorMetadata : {};
    const time = metadata.time === undefined ? null : parseDeviceTime(metadata.time);
    if (metadata.time !== undefined && time === null) return null;
    const reports = raw.sensorReport.map(readReport);
    if (!reports.every((report) => report !== null)) return null;
    elements.push({ time, device: textOf(metadata.deviceID), reports });
  }
  return elements;
}

/** A report without a number (an exception, a text, an address) keeps NaN, which no reading takes. */
function readReport(raw: unknown): SensorReport | null {
  if (!isObject(raw)) return null;
  const { value } = raw;
  if (value !== undefined && typeof value !== 'number') return null;
  return { type: (textOf(raw.type) ?? '').replace(/^gs1:/, ''), value: value ?? Number.NaN, uom: textOf(raw.uom) ?? '' };
}
