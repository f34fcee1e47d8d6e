import { z } from 'zod';
import type { DriverMemory } from '../define-device.ts';
import { isObject, type Refusal, readJson, refuse } from '../json.ts';

/** Kept of a description: more properties no device of a shop has. */
const MOST_PROPERTIES = 256;
/** Identifiers of nodes and properties. @see Homie 5, topic IDs */
const NAME = /^[a-z0-9-]{1,64}$/;

const property = z.object({ datatype: z.string().max(16), settable: z.boolean() });
type Property = z.output<typeof property>;
const properties = z.record(z.string(), property);

/** The properties that a device described, by `node/property`. */
export function knownProperties(memory: DriverMemory): Readonly<Record<string, Property>> {
  const parsed = properties.safeParse(memory.properties);
  return parsed.success ? parsed.data : {};
}

/** Remembers the `$description` of a Homie 5 device, which takes the place of the one before. */
export function rememberDescription(bytes: Uint8Array, memory: DriverMemory): Refusal | null {
  const json = readJson(bytes);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('wrong-type', '$description: expected an object');
  const nodes = isObject(json.value.nodes) ? json.value.nodes : {};
  const found: Record<string, Property> = {};
  for (const [node, described] of Object.entries(nodes)) {
    const own = isObject(described) && isObject(described.properties) ? described.properties : {};
    for (const [name, raw] of Object.entries(own)) {
      if (!isObject(raw) || !NAME.test(node) || !NAME.test(name) || Object.keys(found).length >= MOST_PROPERTIES) continue;
      if (typeof raw.datatype === 'string')
        found[`${node}/${name}`] = { datatype: raw.datatype.slice(0, 16), settable: raw.settable === true };
    }
  }
  memory.properties = found;
  return null;
}

/** Remembers one attribute of a Homie 4 property. */
export function rememberAttribute(name: string, attribute: string, text: string, memory: DriverMemory): void {
  if (attribute !== '$datatype' && attribute !== '$settable') return;
  const known = { ...knownProperties(memory) };
  const before = known[name] ?? { datatype: '', settable: false };
  if (known[name] === undefined && Object.keys(known).length >= MOST_PROPERTIES) return;
  known[name] = attribute === '$datatype' ? { ...before, datatype: text.slice(0, 16) } : { ...before, settable: text === 'true' };
  memory.properties = known;
}

/**
 * The text of a property as its datatype says, or as it looks when nobody described it. Null for a text that the datatype
 * does not allow. @see Homie 5, payload
 */
export function readProperty(text: string, datatype: string | undefined): string | number | boolean | null {
  switch (datatype) {
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
    case 'float':
      return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : null;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : null;
    case undefined:
    case '':
      if (text === 'true' || text === 'false') return text === 'true';
      return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : text;
    default:
      return text;
  }
}

/** Digits behind a leading zero are a name or a code, no number. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?([eE][+-]?\d{1,3})?$/;
