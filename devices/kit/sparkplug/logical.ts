import { isObject, type Refusal, readJson, refuse } from '../json.ts';
import type { Metric, Payload } from './payload.ts';
import { jsonType, jsonValue, jsonWhole } from './read-json-value.ts';

const MOST_METRICS = 1_000;
const LONGEST_NAME = 256;

/**
 * A payload in the JSON that the specification prints, as bridges and test tools send it: the same facts as the bytes.
 * @see Sparkplug 3.0, chapter 6.4
 */
export function readLogical(bytes: Uint8Array): Payload | Refusal {
  const json = readJson(bytes);
  if (!json.ok) return json;
  const raw = json.value;
  // The death of a device has no metrics.
  if (!isObject(raw) || (raw.metrics === undefined && (jsonWhole(raw.timestamp) === null || jsonWhole(raw.seq) === null)))
    return refuse('unknown-shape', 'no Sparkplug payload');
  const list: unknown = raw.metrics ?? [];
  if (!Array.isArray(list)) return refuse('wrong-type', 'metrics: expected a list');
  if (list.length > MOST_METRICS) return refuse('too-many', `more than ${MOST_METRICS} metrics`);
  const metrics: Metric[] = [];
  for (const each of list) {
    if (!isObject(each)) return refuse('wrong-type', 'metrics: expected objects');
    const { name, alias, timestamp } = each;
    const dataType = jsonType(each.dataType ?? each.datatype);
    if (name !== undefined && (typeof name !== 'string' || name.length > LONGEST_NAME))
      return refuse('wrong-type', 'name: expected a short text');
    metrics.push({
      name: name ?? null,
      alias: typeof alias === 'number' || typeof alias === 'string' ? String(alias).slice(0, 20) : null,
      timestamp: jsonWhole(timestamp),
      dataType,
      isHistorical: each.is_historical === true || each.isHistorical === true,
      value: jsonValue(each, dataType),
    });
  }
  return { timestamp: jsonWhole(raw.timestamp), seq: jsonWhole(raw.seq), metrics };
}
