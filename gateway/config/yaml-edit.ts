import { isDeepStrictEqual } from 'node:util';
import { type Document, parseDocument } from 'yaml';
import { GatewayError } from '../errors.ts';
import { dotted, type Path } from './problem.ts';
import { addPair, insertItem, removeChild, replaceChild } from './yaml-splice.ts';

/** A change to one value of a YAML file; `value` undefined takes it away. */
export interface YamlEdit {
  readonly path: Path;
  readonly value: unknown;
}

type Step =
  | { readonly do: 'put' | 'insert'; readonly path: Path; readonly value: unknown }
  | { readonly do: 'remove'; readonly path: Path };

/**
 * The text with other values in it. Only the characters of what changes are touched: comments, order, quotes and layout of everything
 * else stay, byte for byte. A value that is there already changes nothing; groups on the way that are missing are made; a group that
 * loses its last key stays as `{}`, since a group that is there may mean something by itself.
 *
 * Each change is checked against what it was to come to. Where a file is written in a way that cannot be cut, it is written anew by the
 * YAML library, which keeps comments but may lay lines out differently. Throws CONFIG_READ_ONLY when that does not do either (aliases),
 * CONFIG_INVALID when the text is no YAML.
 */
export function editYaml(text: string, edits: readonly YamlEdit[]): string {
  let file = read(text);
  for (const { path, value } of edits) {
    for (const step of stepsTo(at(file.value, path), unshared(value), path)) file = apply(file, step);
  }
  return file.text;
}

/** A text with what its parser made of it: parsing is what takes time. */
interface Parsed {
  readonly text: string;
  readonly document: Document;
  readonly value: unknown;
}

function read(text: string): Parsed {
  const document = parseDocument(text);
  const [wrong] = document.errors;
  if (wrong !== undefined) throw new GatewayError('CONFIG_INVALID', wrong.message);
  return { text, document, value: unshared(document.toJS({ maxAliasCount: 1_000 }) ?? {}) };
}

/** The smallest steps from one value to another: keys and entries that are equal are left alone. */
function stepsTo(before: unknown, after: unknown, path: Path): Step[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (after === undefined) return [{ do: 'remove', path }];
  if (isGroup(before) && isGroup(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => stepsTo(own(before, key), own(after, key), [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > 0) return listSteps(before, after, path);
  return [{ do: 'put', path, value: after }];
}

function listSteps(before: readonly unknown[], after: readonly unknown[], path: Path): Step[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isDeepStrictEqual(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && isDeepStrictEqual(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const common = shorter - head - tail;
  const steps: Step[] = [];
  for (let i = head; i < head + common; i++) steps.push(...stepsTo(before[i], after[i], [...path, i]));
  for (let i = before.length - tail - 1; i >= head + common; i--) steps.push({ do: 'remove', path: [...path, i] });
  for (let i = head + common; i < after.length - tail; i++) steps.push({ do: 'insert', path: [...path, i], value: after[i] });
  return steps;
}

function apply(file: Parsed, step: Step): Parsed {
  const wanted = expected(file.value, step);
  for (const make of [() => splice(file, step), () => rewritten(file.text, step.path, wanted)]) {
    const text = make();
    const made = text === null ? null : readable(text);
    if (made !== null && isDeepStrictEqual(made.value, wanted)) return made;
  }
  throw new GatewayError('CONFIG_READ_ONLY', `${dotted(step.path)} is written in a form that only hands can change.`);
}

function splice({ text, document }: Parsed, step: Step): string | null {
  if (step.do === 'remove') return removeChild(text, document, step.path);
  if (step.do === 'insert') return insertItem(text, document, step.path, step.value);
  return document.hasIn(step.path) ? replaceChild(text, document, step.path, step.value) : addPair(text, document, step.path, step.value);
}

/** By the library, from the part of the file below the first key on: the rest of that part may be laid out anew. */
function rewritten(text: string, path: Path, wanted: unknown): string | null {
  const document = parseDocument(text);
  try {
    document.setIn(path.slice(0, 1), at(wanted, path.slice(0, 1)));
    return document.toString({ lineWidth: 0 });
  } catch {
    // What the library cannot write, nobody here can.
    return null;
  }
}

function readable(text: string): Parsed | null {
  try {
    return read(text);
  } catch {
    // A cut that left no YAML behind.
    return null;
  }
}

/** A copy in which nothing stands twice, as aliases make it: a change in one place would be one in the other. */
function unshared(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unshared);
  if (!isGroup(value)) return value;
  const copy = {};
  for (const [key, part] of Object.entries(value)) define(copy, key, unshared(part));
  return copy;
}

function expected(root: unknown, step: Step): unknown {
  const whole = unshared(root) as Record<string | number, unknown>;
  let place: Record<string | number, unknown> = whole;
  for (const key of step.path.slice(0, -1)) {
    const next = Object.hasOwn(place, key) ? place[key] : undefined;
    place = (typeof next === 'object' && next !== null ? next : define(place, key, {})) as Record<string | number, unknown>;
  }
  const last = step.path.at(-1) ?? '';
  if (step.do !== 'put' && Array.isArray(place)) place.splice(Number(last), step.do === 'remove' ? 1 : 0, ...valuesOf(step));
  else if (step.do === 'remove') delete place[last];
  else define(place, last, step.value);
  return whole;
}

const valuesOf = (step: Step): unknown[] => (step.do === 'remove' ? [] : [step.value]);

/** Own property always: a key such as `__proto__` must not reach the prototype that all objects share. */
function define(place: object, key: string | number, value: unknown): unknown {
  Object.defineProperty(place, key, { value, writable: true, enumerable: true, configurable: true });
  return value;
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (place: object, key: string | number): unknown =>
  Object.hasOwn(place, key) ? (place as Record<string | number, unknown>)[key] : undefined;

/** The value at a path; undefined where there is none. */
const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((place, step) => (typeof place === 'object' && place !== null ? own(place, step) : undefined), value);
