import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument } from 'yaml';

/** Stands where something is not to be shown. */
export const REDACTED = '‹redacted›';
const CHANGED = '‹redacted, changed›';

/** Secrets, the names of files that hold them, and card numbers, by their dotted path. */
export const isSecretPath = (path: string): boolean => /(token|password|secret)(File)?$/i.test(path) || /^staff\.cards\.\d+$/.test(path);

/** Addresses that hold a password, without it. */
export const withoutCredentials = (text: string): string => text.replace(/(\w+:\/\/[^/:@]*):[^/@]*@/, `$1:${REDACTED}@`);

/** A YAML file to be shown: secrets in values and in what comments say of them are hidden. Null for what is no YAML. */
export function redactYaml(text: string, before: ReadonlyMap<string, string> = new Map()) {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const secrets = new Map<string, string>();
  const hidden: { readonly start: number; readonly end: number; readonly by: string }[] = [];
  const hide = (path: string, [start, end]: readonly [number, number, number], by = REDACTED): void => {
    const own = text.slice(start, end).trimEnd();
    secrets.set(path, own);
    const changed = before.get(path) !== undefined && before.get(path) !== own;
    if (own !== '') hidden.push({ start, end: start + own.length, by: changed ? by.replace(REDACTED, CHANGED) : by });
  };
  const walk = (node: unknown, path: string): void => {
    if (isMap(node)) for (const pair of node.items) walk(pair.value, join(path, keyOf(pair)));
    else if (isSeq(node)) for (const [i, item] of node.items.entries()) walk(item, join(path, String(i)));
    else if (isScalar(node) && node.range) {
      if (isSecretPath(path)) hide(path, node.range);
      else if (typeof node.value === 'string' && withoutCredentials(node.value) !== node.value) {
        hide(path, node.range, JSON.stringify(withoutCredentials(node.value)));
      }
    } else if (isAlias(node) && node.range && isSecretPath(path)) hide(path, node.range);
  };
  walk(document.contents, '');
  let shown = text;
  for (const { start, end, by } of hidden.toSorted((a, b) => b.start - a.start)) shown = shown.slice(0, start) + by + shown.slice(end);
  const quiet = shown.replace(/(#.*?(?:token|password|secret)\w*\s*[:=]\s*)(?!‹)\S+/gi, `$1${REDACTED}`);
  return { text: quiet, secrets };
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
const keyOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');
