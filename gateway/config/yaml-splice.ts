import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path } from './problem.ts';

/**
 * Cuts and fills in the text of a YAML file at the places that its parser tells. Each returns null where the file is not written in a
 * way that it understands; the caller checks what came out.
 */

/** Other characters in the place of a value. */
export function replaceChild(text: string, document: Document, path: Path, value: unknown): string | null {
  const node = document.getIn(path, true);
  if (!isNode(node) || !node.range) return null;
  const [start] = node.range;
  const end = endOf(text, node);
  // A key with nothing behind it is where its comment ends, by the parser's word: the value belongs before that.
  const key = start >= end ? keyOf(document, path)?.range?.[1] : undefined;
  if (key !== undefined && text[key] === ':') return `${text.slice(0, key + 1)} ${inLine(value)}${text.slice(key + 1)}`;
  const isBlock = isCollection(node) && !node.flow;
  const from = isBlock ? afterColon(text, start) : start;
  const isFilled = from < end;
  const gap = (isBlock && from !== start) || (!isFilled && /[:-]$/.test(text.slice(0, from))) ? ' ' : '';
  return text.slice(0, from) + gap + (isScalar(node) ? like(node, value) : inLine(value)) + text.slice(isFilled ? end : from);
}

/** One more key of the nearest group on the way that is there, with what is missing below it. */
export function addPair(text: string, document: Document, path: Path, value: unknown): string | null {
  let depth = path.length - 1;
  while (depth > 0 && !document.hasIn(path.slice(0, depth))) depth--;
  const parent = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
  const key = String(path[depth]);
  const nested = path.slice(depth + 1).reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  if (depth === 0 && !isCollection(parent)) return isBare(parent) ? `${ended(text)}${lines(key, nested, 0)}` : null;
  if (isMap(parent))
    return parent.flow ? addToFlow(text, parent, `${keyText(key)}: ${inLine(nested)}`) : addToBlock(text, parent, key, nested);
  if (!isBare(parent) || depth === 0) return null;
  const column = columnOf(text, keyOf(document, path.slice(0, depth)));
  if (column === null) return null;
  const place = lineEnd(text, parent.range?.[0] ?? 0);
  return insert(text, place, lines(key, nested, column + 2));
}

/** One more entry of a list, before the one that has its index now. */
export function insertItem(text: string, document: Document, path: Path, value: unknown): string | null {
  const list = document.getIn(path.slice(0, -1), true);
  const index = Number(path.at(-1));
  if (!isSeq(list)) return null;
  const next = list.items[index] as Node | undefined;
  if (list.flow) {
    const start = next?.range?.[0];
    return start === undefined ? addToFlow(text, list, inLine(value)) : `${text.slice(0, start)}${inLine(value)}, ${text.slice(start)}`;
  }
  const sibling = list.items[Math.max(0, index - 1)] as Node;
  const dash = dashOf(text, sibling);
  if (dash === null) return null;
  const column = dash - lineStart(text, dash);
  const isInLine = !isGroup(value) || (isCollection(sibling) && sibling.flow === true);
  const item = isInLine ? `${inLine(value)}\n` : lines(...first(value), column + 2).trimStart() + rest(value, column + 2);
  const place = index === 0 ? lineStart(text, dash) : lineEnd(text, endOf(text, sibling));
  return insert(text, place, `${' '.repeat(column)}- ${item}`);
}

/** Takes a key or an entry away, with the comment on its own line; comments on lines before it stay. */
export function removeChild(text: string, document: Document, path: Path): string | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isCollection(parent)) return null;
  const items = parent.items as readonly (Pair | Node)[];
  const index = isSeq(parent) ? Number(path.at(-1)) : (parent as YAMLMap).items.findIndex((pair) => keyName(pair) === String(path.at(-1)));
  const spans = items.map((item) => spanOf(text, item));
  const [span, before, after] = [spans[index], spans[index - 1], spans[index + 1]];
  if (!span) return null;
  if (parent.flow) {
    if (after) return text.slice(0, span[0]) + text.slice(after[0]);
    return before ? text.slice(0, before[1]) + text.slice(span[1]) : text.slice(0, span[0]).trimEnd() + text.slice(span[1]).trimStart();
  }
  const start = isSeq(parent) ? dashOf(text, items[index] as Node) : span[0];
  if (start === null) return null;
  const line = lineStart(text, start);
  const ownsLine = text.slice(line, start).trim() === '';
  if (items.length === 1) {
    if (path.length === 1) return ownsLine ? text.slice(0, line) + text.slice(lineEnd(text, span[1])) : null;
    const from = afterColon(text, start);
    return `${text.slice(0, from)}${from === start ? '' : ' '}${isSeq(parent) ? '[]' : '{}'}${text.slice(span[1])}`;
  }
  if (ownsLine) return text.slice(0, line) + text.slice(lineEnd(text, span[1]));
  // The first key of an entry, on the line of its dash: the next one moves there.
  return after ? text.slice(0, start) + text.slice(after[0]) : null;
}

function addToFlow(text: string, parent: YAMLMap | YAMLSeq, item: string): string | null {
  const last = parent.items.at(-1) as Pair | Node | undefined;
  if (last !== undefined) {
    const [, end] = spanOf(text, last) ?? [0, 0];
    return `${text.slice(0, end)}, ${item}${text.slice(end)}`;
  }
  const [start, end] = parent.range ?? [0, 0];
  const filled = isMap(parent) ? `{ ${item} }` : `[${item}]`;
  return text.slice(0, start) + filled + text.slice(end);
}

function addToBlock(text: string, parent: YAMLMap, key: string, value: unknown): string | null {
  const [first, last] = [parent.items[0], parent.items.at(-1)];
  const span = last && spanOf(text, last);
  const column = columnOf(text, first && isScalar(first.key) ? first.key : null);
  if (!span || column === null) return null;
  return insert(text, lineEnd(text, span[1]), lines(key, value, column));
}

/** Whole lines at the beginning of one; a file that does not end its last line is given the end. */
const insert = (text: string, place: number, added: string): string => `${ended(text.slice(0, place))}${added}${text.slice(place)}`;
const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** `key: value` as lines of their own: groups below each other, lists and single values on one line. */
function lines(key: string, value: unknown, column: number): string {
  const indent = ' '.repeat(column);
  if (!isGroup(value) || Object.keys(value).length === 0) return `${indent}${keyText(key)}: ${inLine(value)}\n`;
  const inner = Object.entries(value).map(([name, part]) => lines(name, part, column + 2));
  return `${indent}${keyText(key)}:\n${inner.join('')}`;
}

const first = (value: object): [string, unknown] => Object.entries(value)[0] ?? ['', null];
const rest = (value: object, column: number): string =>
  Object.entries(value)
    .slice(1)
    .map(([key, part]) => lines(key, part, column))
    .join('');

/** A value on one line, in the spelling of the shops that come with the product: `[1, 2]`, `{ x: 1 }`. */
function inLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inLine).join(', ')}]`;
  if (isGroup(value)) {
    const pairs = Object.entries(value).map(([key, part]) => `${keyText(key)}: ${inLine(part)}`);
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
  }
  // Inside a list, so that commas and brackets are quoted wherever it stands.
  const list = stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
  return list.slice(1, -1);
}

const keyText = (key: string): string => inLine(key);

/** A text stays in the quotes that the old one had. */
function like(node: Node, value: unknown): string {
  const isQuoted = isScalar(node) && node.type === 'QUOTE_DOUBLE';
  return isQuoted && typeof value === 'string' ? JSON.stringify(value) : inLine(value);
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Nothing, or a key with nothing behind it. */
const isBare = (node: unknown): node is Node => node === null || (isScalar(node) && node.value === null);
const keyName = (pair: Pair): string | null => (isScalar(pair.key) ? String(pair.key.value) : null);

function keyOf(document: Document, path: Path): Node | null {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find((each) => keyName(each) === String(path.at(-1))) : undefined;
  return pair && isScalar(pair.key) ? pair.key : null;
}

function columnOf(text: string, node: Node | null): number | null {
  const start = node?.range?.[0];
  return start === undefined ? null : start - lineStart(text, start);
}

/** Where the entry or pair begins, and where the last character that belongs to it ends. */
function spanOf(text: string, item: Pair | Node): readonly [number, number] | null {
  if (isNode(item)) return item.range ? [item.range[0], endOf(text, item)] : null;
  if (!isScalar(item.key) || !item.key.range) return null;
  const [start, keyEnd] = item.key.range;
  if (isNode(item.value) && item.value.range) return [start, Math.max(endOf(text, item.value), keyEnd)];
  return [start, keyEnd];
}

/** Behind the last character of a value: comments and empty lines after it are not its own. */
function endOf(text: string, node: Node): number {
  if (isCollection(node) && !node.flow) {
    const last = node.items.at(-1) as Pair | Node | undefined;
    const span = last === undefined ? null : spanOf(text, last);
    if (span) return span[1];
  }
  const [start, end] = node.range ?? [0, 0];
  return start + text.slice(start, end).trimEnd().length;
}

function dashOf(text: string, item: Node): number | null {
  const start = item.range?.[0];
  if (start === undefined) return null;
  const dash = text.lastIndexOf('-', start - 1);
  return dash >= 0 && text.slice(dash + 1, start).trim() === '' && text.slice(lineStart(text, dash), dash).trim() === '' ? dash : null;
}

/** Back over white space to behind the colon of the key, when nothing else stands between; else the place itself. */
function afterColon(text: string, place: number): number {
  const before = text.slice(0, place).trimEnd();
  return before.endsWith(':') ? before.length : place;
}

const lineStart = (text: string, place: number): number => text.lastIndexOf('\n', place - 1) + 1;
/** Behind the end of the line on which the place is. */
function lineEnd(text: string, place: number): number {
  const end = text.indexOf('\n', place);
  return end < 0 ? text.length : end + 1;
}
