import type { ButtonPressed, ClimateMeasured, Counted, PresenceSensed, Weighed } from '../../../gateway/domain/readings.ts';
import { celsius, grams, percent } from '../../../gateway/domain/units.ts';
import { type Decoding, sensed } from '../decoding.ts';
import type { RawCard } from '../define-device.ts';
import { createFields, type Fields } from '../fields.ts';
import type { JsonObject, Refusal } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';

/** `{"card","at","tech"?}`: the card id in upper case, as the pseudonym is made from it. */
export function readCard(raw: JsonObject, decoding: Decoding): RawCard | Refusal {
  const fields = createFields(raw, decoding);
  const card = fields.text('card', 64).toUpperCase();
  fields.skip('tech');
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'card', card, antenna: 0, rssi: null });
}

/** `{"channel","grams","stable"?,"at"}`: without a word about it a weight is stable. */
export function readWeight(raw: JsonObject, decoding: Decoding): Weighed | Refusal {
  const fields = createFields(raw, decoding);
  const channel = readLabel(fields, raw, 'channel');
  const weight = grams(fields.number('grams', QUANTITIES.grams));
  const stable = fields.has('stable') ? fields.flag('stable') : true;
  fields.skip('stable');
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'weight', channel, grams: weight, stable });
}

/** Increments `{"in","out","at"}` or totals `{"totalIn","totalOut","at"}`; a direction that is not told is 0. Never both forms. */
export function readCount(raw: JsonObject, decoding: Decoding): Counted | Refusal {
  const fields = createFields(raw, decoding);
  const increments = fields.has('in') || fields.has('out');
  const totals = fields.has('totalIn') || fields.has('totalOut');
  if (increments === totals) fields.fail('unknown-shape', 'expected in and out, or totalIn and totalOut');
  const people = (key: string) => {
    fields.skip(key);
    return fields.has(key) ? fields.integer(key, QUANTITIES.in) : 0;
  };
  const [entered, left] = totals ? [people('totalIn'), people('totalOut')] : [people('in'), people('out')];
  const line = fields.has('line') ? readLabel(fields, raw, 'line') : '';
  fields.skip('line');
  const form = totals ? 'total' : 'increment';
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'count', line, in: entered, out: left, form });
}

/** `{"people"}` or `{"occupied"}`; a number says more and wins. */
export function readPresence(raw: JsonObject, decoding: Decoding): PresenceSensed | Refusal {
  const fields = createFields(raw, decoding);
  const counted = fields.has('people');
  if (!counted && !fields.has('occupied')) fields.fail('unknown-shape', 'expected people or occupied');
  fields.skip('occupied');
  const people = counted ? fields.integer('people', QUANTITIES.people) : fields.flag('occupied') ? 1 : 0;
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'presence', people, counted });
}

/** `{"temperatureC"?,"humidityPct"?,"illuminanceLux"?,"doorOpen"?,"at"}`, at least one of them. */
export function readClimate(raw: JsonObject, decoding: Decoding): ClimateMeasured | Refusal {
  const fields = createFields(raw, decoding);
  const keys = ['temperatureC', 'humidityPct', 'illuminanceLux', 'doorOpen'] as const;
  if (!keys.some((key) => fields.has(key))) fields.fail('unknown-shape', `expected one of ${keys.join(', ')}`);
  const [temperature, humidity, light, door] = keys.map((key) => fields.has(key));
  for (const key of keys) fields.skip(key);
  return fields.finish({
    ...sensed(decoding, fields.time()),
    kind: 'climate',
    ...(temperature ? { temperature: celsius(fields.number('temperatureC', QUANTITIES.temperature)) } : {}),
    ...(humidity ? { humidity: percent(fields.number('humidityPct', QUANTITIES.humidity)) } : {}),
    ...(light ? { illuminanceLux: fields.number('illuminanceLux', QUANTITIES.illuminanceLux) } : {}),
    ...(door ? { doorOpen: fields.flag('doorOpen') } : {}),
  });
}

/** `{"button","at"}`. */
export function readButton(raw: JsonObject, decoding: Decoding): ButtonPressed | Refusal {
  const fields = createFields(raw, decoding);
  const button = readLabel(fields, raw, 'button');
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'button', button });
}

/** The name of a channel, line or button: text, or a small whole number as many firmwares count them. */
function readLabel(fields: Fields, raw: JsonObject, key: string): string {
  const value = raw[key];
  if (typeof value !== 'number') return fields.text(key, 64);
  return String(fields.integer(key, { kind: 'weight', unit: 'none', min: 0, max: 65_535 }));
}
