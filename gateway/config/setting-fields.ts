import { unitOf } from './config-reference.ts';
import type { Path } from './problem.ts';
import type { SchemaNode } from './schema-tree.ts';
import { isSecretPath } from './secrets.ts';

/** How a setting is asked for. `group`: a part of the file that is there or not; `structure`: anything else, as YAML. */
type SettingType =
  | 'text'
  | 'texts'
  | 'number'
  | 'integer'
  | 'switch'
  | 'choice'
  | 'choices'
  | 'list'
  | 'numbers'
  | 'hours'
  | 'structure'
  | 'group';

/** One setting as a form shows it, from the schema alone. */
export interface SettingField {
  readonly path: readonly string[];
  /** The part of the form it stands in: `http`, `sensing.tags`. */
  readonly section: string;
  readonly type: SettingType;
  readonly description: string;
  readonly unit: string | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly choices: readonly string[];
  /** Null where there is none. */
  readonly fallback: unknown;
  /** Must be given where its group is given. */
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** A list of which one entry may stand without a list. */
  readonly isSingle: boolean;
}

/** Parts with parts of their own that are long enough to stand by themselves. */
const PARTED: ReadonlySet<string> = new Set(['sensing', 'outputs']);
/** What stands at the top of the file by itself. */
const GOODS: ReadonlySet<string> = new Set(['products', 'inventory']);

/** Every setting that can be asked for by itself. Lists of groups (zones, devices, shelves, offers, rules, webhooks) are not. */
export function settingFields(root: SchemaNode): readonly SettingField[] {
  return [...fieldsOf(root, [])].filter(({ path }) => path[0] !== 'version');
}

function* fieldsOf(node: SchemaNode, path: readonly string[]): Generator<SettingField> {
  for (const [key, value] of Object.entries(node.properties ?? {})) {
    const at = [...path, key];
    const isRequired = (node.required ?? []).includes(key);
    if (value.properties) {
      // A group without a default may be left out, and then it is off.
      if (value.default === undefined && !isRequired) yield fieldOf(value, at, 'group', false);
      yield* fieldsOf(value, at);
    } else {
      const type = typeOf(value);
      if (type !== null) yield fieldOf(value, at, type, isRequired && value.default === undefined);
    }
  }
}

function fieldOf(node: SchemaNode, path: readonly string[], type: SettingType, isRequired: boolean): SettingField {
  const [first = '', second = ''] = path;
  const limits = node.anyOf?.find(({ type: kind }) => kind === 'number' || kind === 'integer') ?? node;
  const bounds = type === 'numbers' ? (node.items ?? {}) : limits;
  return {
    path,
    section: GOODS.has(first) ? 'goods' : PARTED.has(first) ? `${first}.${second}` : first,
    type,
    description: node.description ?? '',
    unit: type === 'group' ? null : unitOf(path.join('.')),
    minimum: bounds.minimum ?? bounds.exclusiveMinimum ?? null,
    // zod bounds every whole number by what a double can hold; that is no rule of the shop.
    maximum: bounds.maximum !== undefined && bounds.maximum < Number.MAX_SAFE_INTEGER ? bounds.maximum : null,
    choices: (node.enum ?? node.items?.enum ?? []).map(String),
    fallback: type === 'group' ? null : (node.default ?? null),
    isRequired,
    isSecret: isSecretPath(path.join('.')) || path.join('.') === 'staff.cards',
    isSingle: type === 'list' && (node.anyOf?.some((form) => form.type === 'string') ?? false),
  };
}

function typeOf(node: SchemaNode): SettingType | null {
  const forms = node.anyOf ?? [node];
  const has = (type: string) => forms.some((form) => form.type === type);
  const list = forms.find(({ type }) => type === 'array');
  const group = forms.find(({ additionalProperties }) => typeof additionalProperties === 'object');
  if (list) {
    if (list.items?.properties) return null;
    if (list.items?.type === 'number') return 'numbers';
    return list.items?.enum ? 'choices' : 'list';
  }
  if (group) {
    if (has('string')) return 'texts';
    return group.propertyNames?.enum?.includes('mon') ? 'hours' : 'structure';
  }
  if (node.enum) return 'choice';
  if (has('boolean')) return 'switch';
  if (has('integer')) return 'integer';
  if (has('number')) return 'number';
  return has('string') ? 'text' : null;
}

/** The value at a path of a file as it is written; undefined where nothing is. */
export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (place, step) =>
      typeof place === 'object' && place !== null && Object.hasOwn(place, step)
        ? (place as Record<string | number, unknown>)[step]
        : undefined,
    root,
  );
