import { Environment } from '@marcbachmann/cel-js';
import { type ConditionMistake, mistakeAt } from './condition.ts';

/**
 * What a filter may ask of an event: single values only. A field that the event does not have is '', 0 or false. The people
 * `in` and `out` are not among them: `in` is a word of CEL.
 */
const FIELDS = {
  type: 'string',
  zone: 'string',
  from: 'string',
  section: 'string',
  shelf: 'string',
  epc: 'string',
  gtin: 'string',
  sku: 'string',
  visit: 'string',
  device: 'string',
  display: 'string',
  offer: 'string',
  arm: 'string',
  on: 'string',
  reason: 'string',
  alert: 'string',
  about: 'string',
  severity: 'string',
  because: 'string',
  by: 'string',
  outcome: 'string',
  state: 'string',
  home: 'string',
  tier: 'string',
  sale: 'string',
  button: 'string',
  result: 'string',
  party: 'int',
  total: 'int',
  value: 'int',
  onShelf: 'int',
  misplaced: 'int',
  facings: 'int',
  antenna: 'int',
  confidence: 'double',
  people: 'double',
  uncertainty: 'double',
  spread: 'double',
  temperature: 'double',
  humidity: 'double',
  illuminanceLux: 'double',
  doorOpen: 'bool',
} as const;

type Field = keyof typeof FIELDS;
type FilterValue = string | number | bigint | boolean;

/** The fields that `when` of a webhook may ask. */
export const FILTER_FIELDS: readonly string[] = Object.keys(FIELDS);

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 32 } });
environment.registerVariable('event', { schema: FIELDS });

/** True for events that the receiver wants. Never throws; what cannot be told (a division by zero) is not wanted. */
type EventFilter = (event: Readonly<Record<string, unknown>>) => boolean;

export type CompiledFilter = { readonly ok: true; readonly wants: EventFilter } | ({ readonly ok: false } & ConditionMistake);

/** Compiles the `when` of a webhook; syntax, names and types are checked here. */
export function compileFilter(expression: string): CompiledFilter {
  // The usual one, for every event of the shop: nothing to work out.
  if (expression.trim() === 'true') return { ok: true, wants: () => true };
  const checked = environment.check(expression);
  if (!checked.valid) {
    const error = checked.error as { summary?: string; message?: string; range?: { start: number } } | undefined;
    return { ok: false, ...mistakeAt(expression, error?.summary ?? error?.message ?? 'not a CEL expression', error?.range?.start ?? 0) };
  }
  if (checked.type !== 'bool') return { ok: false, ...mistakeAt(expression, `must be true or false, but is ${checked.type}`, 0) };
  const run = environment.parse(expression);
  return {
    ok: true,
    wants(event) {
      try {
        return run({ event: typed(event) }) === true;
      } catch {
        // Compiled expressions fail on single values only, such as a division by zero.
        return false;
      }
    },
  };
}

function typed(event: Readonly<Record<string, unknown>>): Record<string, FilterValue> {
  const values: Record<string, FilterValue> = {};
  for (const [field, type] of Object.entries(FIELDS) as [Field, (typeof FIELDS)[Field]][]) values[field] = valueAs(type, event[field]);
  return values;
}

/** CEL's integers are bigint. */
function valueAs(type: (typeof FIELDS)[Field], value: unknown): FilterValue {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : '';
    case 'int':
      return typeof value === 'number' ? BigInt(Math.round(value)) : 0n;
    case 'double':
      return typeof value === 'number' ? value : 0;
    case 'bool':
      return value === true;
  }
}
