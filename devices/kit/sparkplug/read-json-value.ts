import type { JsonObject } from '../json.ts';
import { TYPE_NAMES } from './payload.ts';
import { tidyFloat } from './tidy-float.ts';

/** Where libraries that print the protobuf as JSON put a value, in either spelling. @see sparkplug_b.proto, oneof value */
const PLACES = ['int', 'long', 'float', 'double', 'boolean', 'string'] as const;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** The name of a metric's type: as a text, or by its number. Null for one that is unknown or left out. */
export function jsonType(raw: unknown): string | null {
  const name = typeof raw === 'number' ? TYPE_NAMES[raw] : raw;
  return typeof name === 'string' && TYPE_NAMES.includes(name) ? name : null;
}

/**
 * The value of a metric in JSON. 64-bit numbers come as texts from printers of protobuf, and 32-bit floats with the digits of
 * a double; both are as they were sent. Null for nulls, and for data sets, templates, files and lists.
 */
export function jsonValue(metric: JsonObject, dataType: string | null): string | number | boolean | null {
  if (metric.is_null === true || metric.isNull === true) return null;
  const value =
    metric.value ?? PLACES.map((place) => metric[`${place}Value`] ?? metric[`${place}_value`]).find((each) => each !== undefined);
  const isNumeric = /^(U?Int(8|16|32|64)|Float|Double|DateTime)$/.test(dataType ?? '');
  if (typeof value === 'string') return isNumeric && NUMBER.test(value) ? Number(value) : value;
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const isFloat = dataType === 'Float' || metric.floatValue !== undefined || metric.float_value !== undefined;
  return isFloat && Math.fround(value) === value ? tidyFloat(value) : value;
}

/** A time or a number of the protocol: a whole number of at least 0, or a text of one. */
export function jsonWhole(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
