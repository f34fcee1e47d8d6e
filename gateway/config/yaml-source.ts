import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type { ConfigProblem, Path } from './problem.ts';

interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML file with the places of its values. */
export interface YamlSource {
  readonly value: Readonly<Record<string, unknown>>;
  /** Syntax errors; then `value` is empty. */
  readonly problems: readonly ConfigProblem[];
  /**
   * Where the value at the path stands, or its nearest existing parent; `exact` tells which. `key` asks for the key's own place,
   * `offset` for a character of the text there, counted from 0.
   */
  locate(path: Path, key?: boolean, offset?: number): Position & { readonly exact: boolean };
}

/** Parses YAML 1.2; a repeated key is a syntax error. An empty file is an empty shop. */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: ConfigProblem[] = document.errors.map((error) => ({
    source: file,
    ...positionAt(error.pos[0]),
    path: '',
    message: error.message,
    got: null,
  }));
  const root = document.contents;
  if (problems.length === 0 && root !== null && !isMap(root) && !(isScalar(root) && root.value === null)) {
    problems.push({ source: file, line: 1, column: 1, path: '', message: 'expected keys such as "store:" and "zones:"', got: null });
  }
  let value: Record<string, unknown> = {};
  if (problems.length === 0) {
    try {
      value = (document.toJS({ maxAliasCount: 1_000 }) as Record<string, unknown> | null) ?? {};
    } catch (error) {
      problems.push({
        source: file,
        line: 1,
        column: 1,
        path: '',
        message: String(error instanceof Error ? error.message : error),
        got: null,
      });
    }
  }
  const resolve = (node: unknown): Node | null => {
    const found = isAlias(node) ? node.resolve(document) : node;
    return isNode(found) ? found : null;
  };
  const locate = (path: Path, key = false, offsetInText?: number) => {
    let node = resolve(root);
    let offset = node?.range?.[0] ?? 0;
    for (const [depth, step] of path.entries()) {
      const next = child(node, step);
      if (!next) return { ...positionAt(offset), exact: false };
      node = resolve(next.value);
      const wantsKey = key && depth === path.length - 1;
      offset = (wantsKey ? next.keyOffset : isNode(next.value) ? next.value.range?.[0] : undefined) ?? next.keyOffset ?? offset;
    }
    return { ...positionAt(isScalar(node) && offsetInText !== undefined ? inScalar(text, node, offsetInText) : offset), exact: true };
  };
  return { value, problems, locate };
}

/**
 * Where a character of a scalar's value stands in the file. Quotes, escapes, and the indentation and line breaks of block and folded
 * forms are passed over: only what is no white space is counted on both sides, since that is what every form keeps.
 */
function inScalar(text: string, scalar: Scalar, offset: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  const isBlock = scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED';
  const isQuoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE';
  const escaping = scalar.type === 'QUOTE_DOUBLE' ? '\\' : scalar.type === 'QUOTE_SINGLE' ? "'" : null;
  let wanted = String(scalar.value).slice(0, offset).replaceAll(/\s/g, '').length;
  // The header of a block (`|`, `>-`) and an opening quote are no part of the value.
  let place = isBlock ? text.indexOf('\n', start) + 1 : start + (isQuoted ? 1 : 0);
  for (; place < end; place++) {
    if (/\s/.test(text[place] ?? '')) continue;
    if (wanted === 0) break;
    if (text[place] === escaping) place++;
    wanted--;
  }
  return place;
}

function child(node: Node | null, step: string | number): { value: unknown; keyOffset: number | undefined } | null {
  if (isMap(node)) {
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? pair.key : null;
      if (key && String(key.value) === String(step)) return { value: pair.value, keyOffset: key.range?.[0] };
    }
  }
  if (isSeq(node)) {
    const value = node.items[Number(step)];
    if (value !== undefined) return { value, keyOffset: isNode(value) ? value.range?.[0] : undefined };
  }
  return null;
}
