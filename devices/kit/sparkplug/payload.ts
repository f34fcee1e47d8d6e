import { type Refusal, readText, refuse } from '../json.ts';
import { tidyFloat } from './tidy-float.ts';
import { bytesField, doubleField, integerField, readFields, type WireField } from './wire.ts';

/** Types of metrics that a shop can use. @see Sparkplug 3.0, chapter 6.4.16 */
const DATA_TYPES = ['Unknown', 'Int8', 'Int16', 'Int32', 'Int64', 'UInt8', 'UInt16', 'UInt32', 'UInt64', 'Float', 'Double'] as const;
const FURTHER_TYPES = ['Boolean', 'String', 'DateTime', 'Text', 'UUID'] as const;
export const TYPE_NAMES: readonly string[] = [...DATA_TYPES, ...FURTHER_TYPES];

/** One metric of a payload; what it does not say is null. */
export interface Metric {
  readonly name: string | null;
  /** The number that stands for the name after the birth. */
  readonly alias: string | null;
  /** Epoch ms. */
  readonly timestamp: number | null;
  /** The name of its type; null where only the birth told it. */
  readonly dataType: string | null;
  readonly isHistorical: boolean;
  /** Null for an explicit null, and for data sets, templates, files and lists. Integers of 32 bits as they stand on the wire: unsigned. */
  readonly value: string | number | boolean | null;
}

export interface Payload {
  /** Epoch ms. */
  readonly timestamp: number | null;
  /** 0 to 255. */
  readonly seq: number | null;
  readonly metrics: readonly Metric[];
}

const MOST_FIELDS = 2_000;
const MOST_METRICS = 1_000;
const LONGEST_NAME = 256;

/** Reads a payload. Codes `bad-checksum` (its lengths do not fit), `too-many`, `not-utf8`. @see sparkplug_b.proto */
export function readPayload(bytes: Uint8Array): Payload | Refusal {
  const fields = readFields(bytes, MOST_FIELDS);
  if (fields === null) return refuse('bad-checksum', 'lengths that do not fit: not a whole Sparkplug payload');
  let timestamp: number | null = null;
  let seq: number | null = null;
  const metrics: Metric[] = [];
  for (const field of fields) {
    if (field.number === 1 && field.type === 0) timestamp = Number(field.integer);
    if (field.number === 3 && field.type === 0) seq = Number(field.integer);
    if (field.number !== 2 || field.type !== 2) continue;
    if (metrics.length >= MOST_METRICS) return refuse('too-many', `more than ${MOST_METRICS} metrics`);
    const metric = readMetric(field.bytes);
    if ('ok' in metric) return metric;
    metrics.push(metric);
  }
  if (timestamp === null && seq === null && metrics.length === 0 && bytes.length > 0)
    return refuse('unknown-shape', 'no Sparkplug payload');
  return { timestamp, seq, metrics };
}

function readMetric(bytes: Uint8Array): Metric | Refusal {
  const fields = readFields(bytes, MOST_FIELDS);
  if (fields === null) return refuse('bad-checksum', 'a metric whose lengths do not fit');
  const found = new Map(fields.map((field) => [field.number, field]));
  const name = textOf(found.get(1));
  if (name === undefined || (name?.length ?? 0) > LONGEST_NAME) return refuse('not-utf8', 'a name that is no short text');
  const value = isSet(found.get(7)) ? null : valueOfMetric(found);
  if (value === undefined) return refuse('not-utf8', 'a text that is not UTF-8');
  const type = integerOf(found.get(4));
  return {
    name,
    alias: found.get(2)?.type === 0 ? String(found.get(2)?.integer) : null,
    timestamp: integerOf(found.get(3)),
    dataType: type === null ? null : (TYPE_NAMES[type] ?? 'Unknown'),
    isHistorical: isSet(found.get(5)),
    value,
  };
}

/** Undefined for a text that is not UTF-8. */
function valueOfMetric(found: ReadonlyMap<number, WireField>): string | number | boolean | null | undefined {
  const int = integerOf(found.get(10));
  if (int !== null) return int;
  const long = found.get(11);
  // Beyond 2^53 a double would lose what makes a number negative.
  if (long?.type === 0) return Number(BigInt.asIntN(64, long.integer));
  const float = found.get(12);
  if (float?.type === 5) return finite(tidyFloat(view(float).getFloat32(0, true)));
  const double = found.get(13);
  if (double?.type === 1) return finite(view(double).getFloat64(0, true));
  const flag = integerOf(found.get(14));
  return flag === null ? textOf(found.get(15)) : flag !== 0;
}

const view = ({ bytes }: WireField): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
const integerOf = (field: WireField | undefined): number | null => (field?.type === 0 ? Number(field.integer) : null);
const isSet = (field: WireField | undefined): boolean => field?.type === 0 && field.integer !== 0n;
const textOf = (field: WireField | undefined): string | null | undefined =>
  field?.type === 2 ? (readText(field.bytes) ?? undefined) : null;

/**
 * A whole number of the wire as its type means it. Negative ones of 32 bits and less stand there in two's complement; some
 * clients cut them to the type's own width. Those of 64 bits come with their sign.
 */
export function signed(value: number, dataType: string | null): number {
  if (dataType === 'UInt64') return value < 0 ? value + 2 ** 64 : value;
  const own = OWN_BITS.get(dataType);
  if (own === undefined) return value;
  if (value >= 2 ** (own - 1) && value < 2 ** own) return value - 2 ** own;
  return own < 32 && value >= 2 ** 31 ? value - 2 ** 32 : value;
}

const OWN_BITS: ReadonlyMap<string | null, number> = new Map([
  ['Int8', 8],
  ['Int16', 16],
  ['Int32', 32],
]);

/** A payload in bytes: whole numbers as Int64, others as Double. */
export function writePayload(payload: {
  readonly timestamp: number;
  readonly seq?: number;
  readonly metrics: readonly { readonly name: string; readonly value: string | number | boolean }[];
}): Uint8Array {
  const metrics = payload.metrics.flatMap(({ name, value }) =>
    bytesField(2, [...bytesField(1, name), ...integerField(3, payload.timestamp), ...typed(value)]),
  );
  return Uint8Array.from([
    ...integerField(1, payload.timestamp),
    ...metrics,
    ...(payload.seq === undefined ? [] : integerField(3, payload.seq)),
  ]);
}

function typed(value: string | number | boolean): number[] {
  if (typeof value === 'boolean') return [...integerField(4, TYPE_NAMES.indexOf('Boolean')), ...integerField(14, value)];
  if (typeof value === 'string') return [...integerField(4, TYPE_NAMES.indexOf('String')), ...bytesField(15, value)];
  if (!Number.isSafeInteger(value)) return [...integerField(4, TYPE_NAMES.indexOf('Double')), ...doubleField(13, value)];
  return [...integerField(4, TYPE_NAMES.indexOf('Int64')), ...integerField(11, BigInt(value))];
}
