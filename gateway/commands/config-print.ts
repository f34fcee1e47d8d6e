import type { Command } from 'commander';
import { Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { isSecretPath, REDACTED, withoutCredentials } from '../config/secrets.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';

export interface PrintOptions {
  /** With defaults; otherwise only what the file, the environment or a flag gave. */
  readonly effective: boolean;
  /** Say of each value where it came from. */
  readonly origin: boolean;
  readonly json: boolean;
}

/** Adds `aisle config print [--config FILE] [--effective] [--origin] [--json]`. Secrets and cards are never printed. */
export function registerConfigPrint(program: Command): void {
  const parent =
    program.commands.find((command) => command.name() === 'config') ?? program.command('config').description('look at the configuration');
  configOptions(parent.command('print'))
    .description('print the configuration as the gateway reads it, without secrets')
    .option('--effective', 'with all defaults', false)
    .option('--origin', 'say where each value came from', false)
    .option('--json', 'print JSON', false)
    .action((options: PrintOptions & ConfigOptions) => console.log(configText(loadFromOptions(options), process.env, options)));
}

/**
 * The configuration as YAML, or as JSON. `--origin` puts a comment behind each value; in JSON the result is then one object
 * per dotted path. Secrets that the environment holds are named, not shown.
 */
export function configText(loaded: LoadedConfig, env: Readonly<Record<string, string | undefined>>, options: PrintOptions): string {
  const isShown = (path: string): boolean => options.effective || loaded.origins.get(path) !== 'default';
  const value = redact(loaded.config, '', isShown) ?? {};
  if (options.json) {
    return JSON.stringify(options.origin ? byPath(value, loaded) : value, null, 2);
  }
  const document = new Document(value);
  if (document.contents) layOut(document.contents, '', options.origin ? loaded.origins : null);
  const secrets = ['AISLE_INFLUX_TOKEN', 'AISLE_BROKER_PASSWORD'].filter((name) => env[name]).map((name) => `# ${name}=${REDACTED}`);
  return [document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd(), ...secrets].join('\n');
}

/** A copy without secrets and without what is not to be shown; undefined when nothing is left. List entries stay whole, so that indexes hold. */
function redact(value: unknown, path: string, isShown: (path: string) => boolean): unknown {
  if (isSecretPath(path)) return isShown(path) ? REDACTED : undefined;
  if (Array.isArray(value) && value.length > 0) {
    const parts = value.map((part, index) => redact(part, `${path}.${index}`, isShown));
    return parts.every((part) => part === undefined)
      ? undefined
      : value.map((part, index) => parts[index] ?? redact(part, `${path}.${index}`, () => true));
  }
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    const parts = Object.entries(value).map(([key, part]) => [key, redact(part, path === '' ? key : `${path}.${key}`, isShown)] as const);
    const left = parts.filter(([, part]) => part !== undefined);
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }
  if (!isShown(path)) return undefined;
  return typeof value === 'string' ? withoutCredentials(value) : value;
}

function byPath(value: unknown, loaded: LoadedConfig): Record<string, { value: unknown; origin: string }> {
  const result: Record<string, { value: unknown; origin: string }> = {};
  const walk = (part: unknown, path: string): void => {
    const inner = typeof part === 'object' && part !== null ? Object.entries(part) : [];
    if (inner.length === 0) result[path] = { value: part, origin: loaded.origins.get(path) ?? 'default' };
    for (const [key, each] of inner) walk(each, path === '' ? key : `${path}.${key}`);
  };
  walk(value, '');
  return result;
}

/** Short lists on one line, and the origin of each value as a comment. */
function layOut(node: Node, path: string, origins: ReadonlyMap<string, string> | null): void {
  const note = (place: Node, at: string): void => {
    const origin = origins?.get(at);
    if (origin !== undefined) place.comment = ` ${origin}`;
  };
  if (isMap(node)) {
    if (node.items.length === 0) note(node, path);
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      if (pair.value) layOut(pair.value as Node, path === '' ? key : `${path}.${key}`, origins);
    }
  } else if (isSeq(node)) {
    node.flow = node.items.every((item) => isScalar(item));
    if (node.flow) note(node, node.items.length === 0 ? path : `${path}.0`);
    else for (const [index, item] of node.items.entries()) layOut(item as Node, `${path}.${index}`, origins);
  } else {
    note(node, path);
  }
}
