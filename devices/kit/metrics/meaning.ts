import { z } from 'zod';
import type { Grams } from '../../../gateway/domain/units.ts';
import type { DriverMemory } from '../define-device.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { gramsOfKg, isSettled, type stableWithinG } from '../telemetry/settling.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

const meaning = z.enum([
  ...['state', 'ignore', 'temperature', 'humidity', 'illuminance', 'door', 'door-inverted'],
  ...['occupied', 'people', 'grams', 'kilograms', 'button'],
] as const);
type Meaning = z.output<typeof meaning>;

/** `settings` of self-describing devices: names alone do not tell whether a temperature is that of the room or of an engine. */
export const meaningsSetting = z
  .record(z.string().min(1).max(128), meaning)
  .default({})
  .describe(
    'What a value means, by its name: temperature (°C of the place), humidity (%), illuminance (lx), door (true = open), door-inverted, ' +
      'occupied (true = somebody there), people, grams, kilograms, button (its text is the press), ignore; all others are only shown',
  );

/** What decides how values are understood. */
export interface Meanings {
  readonly meanings: Readonly<Record<string, Meaning>>;
  readonly stableWithinG: z.output<typeof stableWithinG>;
  readonly memory: DriverMemory;
}

const MEASURES = { temperature: 'temperature', humidity: 'humidity', illuminance: 'illuminanceLux' } as const;

/** Tells one value by its name. Refuses values that cannot have the meaning that store.yaml gives them. */
export function tellValue(telemetry: Telemetry, name: string, value: string | number | boolean, options: Meanings): void {
  const known = Object.hasOwn(options.meanings, name) ? options.meanings[name] : undefined;
  switch (known) {
    case undefined:
    case 'state':
      telemetry.state(name, value);
      return;
    case 'ignore':
      return;
    case 'temperature':
    case 'humidity':
    case 'illuminance':
      telemetry.measure(MEASURES[known], value, name);
      return;
    case 'door':
    case 'door-inverted':
      if (typeof value !== 'boolean') telemetry.fail('wrong-type', `${known}: expected true or false`);
      else telemetry.doorOpen(value === (known === 'door'));
      return;
    case 'occupied':
      if (typeof value !== 'boolean') telemetry.fail('wrong-type', 'occupied: expected true or false');
      else telemetry.add({ kind: 'presence', people: value ? 1 : 0, counted: false });
      return;
    case 'people':
      tellPeople(telemetry, value);
      return;
    case 'grams':
    case 'kilograms':
      tellWeight(telemetry, name, value, known, options);
      return;
    case 'button':
      if (typeof value !== 'string' || value === '' || value.length > 64) telemetry.fail('wrong-type', 'button: expected a short text');
      else telemetry.add({ kind: 'button', button: value });
  }
}

function tellPeople(telemetry: Telemetry, value: string | number | boolean): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) telemetry.fail('wrong-type', 'people: expected a whole number');
  else if (!isInRange(value, QUANTITIES.people)) telemetry.fail('out-of-range', `people: outside 0 to ${QUANTITIES.people.max}`);
  else telemetry.add({ kind: 'presence', people: value, counted: true });
}

function tellWeight(
  telemetry: Telemetry,
  channel: string,
  value: string | number | boolean,
  unit: 'grams' | 'kilograms',
  { memory, stableWithinG: within }: Meanings,
): void {
  if (typeof value !== 'number') {
    telemetry.fail('wrong-type', `${unit}: expected a number`);
    return;
  }
  const grams = unit === 'grams' ? value : gramsOfKg(value);
  if (!isInRange(grams, QUANTITIES.grams)) telemetry.fail('out-of-range', `${unit}: more than any scale carries`);
  else telemetry.add({ kind: 'weight', channel, grams: grams as Grams, stable: isSettled(memory, channel, grams, within) });
}
