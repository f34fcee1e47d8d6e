import { asId, type CommandId } from '../../../gateway/domain/ids.ts';
import type { CommandAcknowledged, InfoReported, StateReported, StatusReported } from '../../../gateway/domain/readings.ts';
import { milliseconds } from '../../../gateway/domain/units.ts';
import { type Decoding, sensed } from '../decoding.ts';
import { createFields } from '../fields.ts';
import { isObject, type JsonObject, type Refusal } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';

const MAX_STATE_KEYS = 32;
const MAX_STATE_TEXT = 256;

/** `{"state":"online"|"offline","boot":n}`. */
export function readStatus(raw: JsonObject, decoding: Decoding): StatusReported | Refusal {
  const fields = createFields(raw, decoding);
  const online = fields.oneOf('state', ['online', 'offline']) === 'online';
  const boot = fields.has('boot') ? fields.integer('boot', QUANTITIES.boot) : null;
  fields.skip('boot');
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'status', online, boot });
}

/** `{"model","serial","firmware","address"}`, any of them. */
export function readInfo(raw: JsonObject, decoding: Decoding): InfoReported | Refusal {
  const fields = createFields(raw, decoding);
  const told: Partial<Record<'model' | 'serial' | 'firmware' | 'address', string>> = {};
  for (const key of ['model', 'serial', 'firmware', 'address'] as const) {
    fields.skip(key);
    if (fields.has(key)) told[key] = fields.text(key, 128);
  }
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'info', ...told });
}

/** `{"id","result","visibleMs"?,"at"}`: what became of a command of ours, and for how long people could see it so far. */
export function readAck(raw: JsonObject, decoding: Decoding): CommandAcknowledged | Refusal {
  const fields = createFields(raw, decoding);
  const command = asId<CommandId>(fields.text('id', 64));
  const result = fields.oneOf('result', ['shown', 'done', 'refused', 'expired']);
  const visible = fields.has('visibleMs') ? { visible: milliseconds(fields.integer('visibleMs', QUANTITIES.visible)) } : {};
  fields.skip('visibleMs');
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'ack', command, result, ...visible });
}

/**
 * Texts, numbers and flags as they stand; what is nested or null is counted as unknown. More than 32 keys are refused: a
 * state is small.
 */
export function readState(raw: JsonObject, decoding: Decoding): StateReported | Refusal {
  const fields = createFields(raw, decoding);
  const reportedAt = fields.time();
  const values: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === 'at' || isObject(value) || Array.isArray(value) || value === null) continue;
    fields.skip(key);
    if (typeof value === 'number' && !Number.isFinite(value)) fields.fail('out-of-range', 'a number that is too large');
    if (typeof value === 'string' && value.length > MAX_STATE_TEXT) fields.fail('out-of-range', `text longer than ${MAX_STATE_TEXT}`);
    if (key.length > 64) fields.fail('out-of-range', 'a key longer than 64');
    values[key] = value as string | number | boolean;
  }
  if (Object.keys(values).length > MAX_STATE_KEYS) fields.fail('too-many', `more than ${MAX_STATE_KEYS} keys`);
  return fields.finish({ ...sensed(decoding, reportedAt), kind: 'state', values });
}
