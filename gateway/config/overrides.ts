import { parse } from 'yaml';
import { didYouMean } from './did-you-mean.ts';
import type { ConfigProblem, Path } from './problem.ts';
import { type SchemaNode, schemaAt, settingPaths } from './schema-tree.ts';

/** A value from outside store.yaml. */
export interface Override {
  readonly path: Path;
  readonly value: unknown;
  /** `env NAME` or `flag`. */
  readonly origin: string;
}

/** Secrets share the prefix but are no settings: they are read where they are used, and never shown. */
const SECRETS = new Set(['AISLE_INFLUX_TOKEN', 'AISLE_BROKER_PASSWORD', 'AISLE_BROKER_PASSWORD_FILE', 'AISLE_INFLUX_TOKEN_FILE']);

/** `http.publicUrl` is AISLE_HTTP_PUBLIC_URL. */
export const environmentName = (path: readonly string[]): string =>
  `AISLE_${path.map((step) => step.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_')}`;

/**
 * Settings from `AISLE_…`. Empty variables count as absent. A name that starts like a part of store.yaml but names no
 * setting is a problem; other names (folders, keys, tests) belong to someone else.
 */
export function fromEnvironment(tree: SchemaNode, env: Readonly<Record<string, string | undefined>>) {
  const byName = new Map(
    [...settingPaths(tree)].filter(({ path }) => path[0] !== 'version').map((setting) => [environmentName(setting.path), setting]),
  );
  const parts = Object.keys(tree.properties ?? {}).map((key) => `${environmentName([key])}_`);
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  for (const [name, text] of Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!name.startsWith('AISLE_') || text === undefined || text === '' || SECRETS.has(name)) continue;
    const setting = byName.get(name);
    if (setting) overrides.push({ path: setting.path, value: coerce(text, setting.node), origin: `env ${name}` });
    else if (parts.some((part) => name.startsWith(part))) {
      const message = `names no setting${didYouMean(name, byName.keys())}`;
      problems.push({ source: `env ${name}`, line: null, column: null, path: '', message, got: null });
    }
  }
  return { overrides, problems };
}

/** Settings from `--set path=value`; lists are reached by index. Unknown paths are left for the schema to name. */
export const fromFlags = (tree: SchemaNode, flags: Readonly<Record<string, unknown>>): Override[] =>
  Object.entries(flags).map(([name, value]) => {
    const path = name.split('.');
    const node = schemaAt(tree, path);
    return { path, value: typeof value === 'string' && node ? coerce(value, node) : value, origin: 'flag' };
  });

/** Text stays text where the schema takes text; else it is read as YAML, so that numbers, booleans and lists can be given. */
function coerce(text: string, node: SchemaNode): unknown {
  const options = node.anyOf ?? [node];
  const isText = options.some((option) => option.type === 'string' || option.enum?.some((value) => typeof value === 'string'));
  if (isText && !(options.length > 1 && /^\s*[[{]/.test(text))) return text;
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    // Not YAML: the schema says what was expected instead.
    return text;
  }
}

/** The file's value with the overrides put in; later ones win. The file's value is not changed. */
export function applyOverrides(value: Readonly<Record<string, unknown>>, overrides: readonly Override[]): Record<string, unknown> {
  const merged = structuredClone(value) as Record<string, unknown>;
  for (const override of overrides) put(merged, override.path, override.value);
  return merged;
}

function put(root: Record<string, unknown>, path: Path, value: unknown): void {
  let place: Record<string | number, unknown> = root;
  for (const step of path.slice(0, -1)) {
    const next = Object.hasOwn(place, step) ? place[step] : undefined;
    if (typeof next === 'object' && next !== null) place = next as Record<string, unknown>;
    else place = define(place, step, {}) as Record<string, unknown>;
  }
  const last = path.at(-1);
  if (last !== undefined) define(place, last, value);
}

/** Own property always: a path through `__proto__` must not reach the prototype that all objects share. */
function define(place: Record<string | number, unknown>, key: string | number, value: unknown): unknown {
  Object.defineProperty(place, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}
