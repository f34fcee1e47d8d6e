import { environmentName } from './overrides.ts';
import { type SchemaNode, schemaTree, settingPaths } from './schema-tree.ts';

/** Units as the names of fields end in them. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/PerSecond$/, 'per second'],
  [/Minor$/, 'minor units'],
  [/Dbm$/, 'dBm'],
  [/Db$/, 'dB'],
  [/Kb$/, 'KB'],
  [/Mb$/, 'MB'],
  [/Hours$/, 'hours'],
  [/Days$/, 'days'],
  [/[a-z]S$/, 's'],
  [/[a-z]M$/, 'minutes'],
  [/[a-z]H$/, 'hours'],
  [/[a-z]Ms$/, 'ms'],
];

/** The unit of a number, as the name of its field ends in it; null where it has none. */
export const unitOf = (path: string): string | null => UNITS.find(([ending]) => ending.test(path))?.[1] ?? null;

const HEAD = `# store.yaml, field by field

Written from the schema by \`node tools/write-references.ts\`; do not edit. \`[]\` is each entry of a list, \`*\` a name of your own.
A field without a default must be given where its group is given; "optional" ones may be missing.

A value is taken from the first of these that has it: \`--set path=value\`, the environment, store.yaml, the default.
Fields with a name in the last table can be set by an environment variable. Secrets are no fields: they are read from the
files that \`tokenFile\` and \`passwordFile\` name, or from \`AISLE_INFLUX_TOKEN\` and \`AISLE_BROKER_PASSWORD\`.
`;

/** docs/config.md: every field with type, default, unit and reason, made from the schema alone. */
export function configReference(): string {
  const tree = schemaTree();
  const parts = Object.entries(tree.properties ?? {}).map(([name, node]) => {
    const rows = [...fields(node, name, !(tree.required ?? []).includes(name))];
    const table = ['| field | type | default | unit | what and why |', '|---|---|---|---|---|', ...rows].join('\n');
    return `## ${name}\n\n${table}\n`;
  });
  const variables = [...settingPaths(tree)]
    .filter(({ path }) => path[0] !== 'version')
    .map(({ path }) => `| \`${environmentName(path)}\` | \`${path.join('.')}\` |`);
  const environment = ['## Environment variables', '', '| variable | field |', '|---|---|', ...variables].join('\n');
  return `${HEAD}\n${parts.join('\n')}\n${environment}\n`;
}

function* fields(node: SchemaNode, path: string, optional: boolean): Generator<string> {
  // A plain group without a word of its own is told by its fields.
  if (!node.properties || node.description) yield row(node, path, optional);
  for (const form of node.anyOf ?? [node]) {
    for (const [key, value] of Object.entries(form.properties ?? {})) {
      yield* fields(value, `${path}.${key}`, !(form.required ?? []).includes(key));
    }
    if (form.items) yield* inner(form.items, `${path}[]`);
    if (typeof form.additionalProperties === 'object') yield* inner(form.additionalProperties, `${path}.*`);
  }
}

function* inner(node: SchemaNode, path: string): Generator<string> {
  for (const form of node.anyOf ?? [node]) {
    for (const [key, value] of Object.entries(form.properties ?? {})) {
      yield* fields(value, `${path}.${key}`, !(form.required ?? []).includes(key));
    }
  }
}

function row(node: SchemaNode, path: string, optional: boolean): string {
  const fallback =
    node.default === undefined || isEmptyGroup(node) ? (optional ? 'optional' : 'required') : `\`${JSON.stringify(node.default)}\``;
  const unit = unitOf(path) ?? '';
  const cells = [`\`${path}\``, typeName(node), fallback, unit, node.description ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** A group whose default is "each field's own default" says nothing with \`{}\`. */
const isEmptyGroup = (node: SchemaNode): boolean => node.properties !== undefined && JSON.stringify(node.default) === '{}';

/** The type of a field in words: `whole number 1..32`, `text`, its choices. */
export function typeName(node: SchemaNode): string {
  if (node.anyOf) return node.anyOf.map(typeName).join(' or ');
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.prefixItems) return 'pair of numbers';
  if (node.type === 'array') return `list of ${node.items?.properties ? 'groups' : typeName(node.items ?? {})}`;
  if (node.type === 'object') return typeof node.additionalProperties === 'object' ? 'group by name' : 'group';
  if (node.type === 'number' || node.type === 'integer') return `${node.type === 'integer' ? 'whole number' : 'number'}${range(node)}`;
  return { string: node.format === 'uri' ? 'address' : 'text', boolean: 'true or false', null: 'null' }[node.type ?? ''] ?? 'any';
}

function range(node: SchemaNode): string {
  const low = node.minimum ?? node.exclusiveMinimum;
  const { maximum } = node;
  // zod bounds every whole number by what a double can hold; that is no rule of the shop.
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (low !== undefined && high !== undefined) return ` ${low}..${high}`;
  if (node.exclusiveMinimum !== undefined) return ` > ${node.exclusiveMinimum}`;
  return low === undefined ? '' : ` >= ${low}`;
}
