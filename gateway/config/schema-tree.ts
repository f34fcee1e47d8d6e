import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The part of JSON Schema that zod writes for store.yaml. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly minLength?: number;
  readonly required?: readonly string[];
  readonly propertyNames?: SchemaNode;
  readonly [key: string]: unknown;
}

let tree: SchemaNode | null = null;

/** store.yaml as JSON Schema (2020-12), in the form that operators write: fields with defaults may be missing. Made once, on demand. */
export function schemaTree(): SchemaNode {
  tree ??= z.toJSONSchema(configSchema, { io: 'input', reused: 'inline' }) as SchemaNode;
  return tree;
}

/** The schema of the value at a path; null when the schema knows no such path. Of alternatives the first that fits the path counts. */
export function schemaAt(node: SchemaNode, path: readonly (string | number)[]): SchemaNode | null {
  const [step, ...rest] = path;
  if (step === undefined) return node;
  for (const option of node.anyOf ?? [node]) {
    const named = Object.hasOwn(option.properties ?? {}, step) ? option.properties?.[step] : undefined;
    const open = typeof option.additionalProperties === 'object' ? option.additionalProperties : undefined;
    const next = named ?? open ?? option.prefixItems?.[Number(step)] ?? (option.type === 'array' ? option.items : undefined);
    const found = next ? schemaAt(next, rest) : null;
    if (found) return found;
  }
  return null;
}

/** Keys that the schema knows inside the value at a path; empty where any key may stand. */
export function knownKeys(root: SchemaNode, path: readonly (string | number)[]): readonly string[] {
  const node = schemaAt(root, path);
  return (node?.anyOf ?? (node ? [node] : [])).flatMap((option) => [
    ...Object.keys(option.properties ?? {}),
    ...(option.propertyNames?.enum ?? []).map(String),
  ]);
}

/** Every fixed path (no list, no free key on the way) that holds one value or a list of them. */
export function* settingPaths(node: SchemaNode, path: readonly string[] = []): Generator<{ path: readonly string[]; node: SchemaNode }> {
  for (const [key, value] of Object.entries(node.properties ?? {})) {
    if (value.properties) yield* settingPaths(value, [...path, key]);
    else if (typeof value.additionalProperties !== 'object' && !value.items?.properties) yield { path: [...path, key], node: value };
  }
}
