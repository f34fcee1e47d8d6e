import type { SchemaNode } from '../config/schema-tree.ts';
import { schemaAt, settingPaths } from '../config/schema-tree.ts';
import { GatewayError } from '../errors.ts';

/** A number of store.yaml that may be varied, with the range in which it is. */
export interface Tunable {
  /** As `--set` takes it: `sensing.tags.pickSilenceS`. */
  readonly path: string;
  readonly low: number;
  readonly high: number;
  /** The value before. */
  readonly start: number;
  readonly isWhole: boolean;
}

/** The parts of store.yaml that decide what the gateway believes. */
const PARTS: ReadonlySet<string> = new Set(['sensing', 'security']);

const isNumber = (node: SchemaNode): boolean => node.type === 'number' || node.type === 'integer';

const tunableOf = (path: string, node: SchemaNode, start: number): Tunable | null => {
  const { minimum, maximum } = node;
  if (!isNumber(node) || minimum === undefined || maximum === undefined) return null;
  return { path, low: minimum, high: maximum, start, isWhole: node.type === 'integer' };
};

const valueAt = (config: unknown, path: readonly string[]): number => {
  let value = config;
  for (const step of path) value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[step];
  return typeof value === 'number' ? value : Number.NaN;
};

/** All settings that may be tuned, in the order of the schema, from where `config` has them. */
export function allTunables(tree: SchemaNode, config: unknown): Tunable[] {
  return [...settingPaths(tree)].flatMap(({ path, node }) => {
    if (!PARTS.has(path[0] ?? '')) return [];
    const tunable = tunableOf(path.join('.'), node, valueAt(config, path));
    return tunable === null ? [] : [tunable];
  });
}

/**
 * One setting as an operator names it: `sensing.tags.pickSilenceS`, or with a narrower range `sensing.tags.pickSilenceS=4..20`.
 * Throws CONFIG_INVALID for what is no number with bounds, and for a range outside the schema's.
 */
export function parseTunable(text: string, tree: SchemaNode, config: unknown): Tunable {
  const [path = '', range] = text.split('=', 2);
  const steps = path.split('.');
  const node = schemaAt(tree, steps);
  const tunable = node === null || !PARTS.has(steps[0] ?? '') ? null : tunableOf(path, node, valueAt(config, steps));
  if (tunable === null) throw refused(text, `${path} is no setting of ${[...PARTS].join(' or ')} that is a number with bounds`);
  if (range === undefined) return tunable;
  const [low, high] = range.split('..').map(Number);
  if (low === undefined || high === undefined || !(low < high) || low < tunable.low || high > tunable.high) {
    throw refused(text, `the range must be LOW..HIGH inside ${tunable.low}..${tunable.high}`);
  }
  return { ...tunable, low, high, start: Math.min(high, Math.max(low, tunable.start)) };
}

const refused = (text: string, what: string): GatewayError =>
  new GatewayError('CONFIG_INVALID', `--vary ${text}: ${what}`, { setting: text });
