/**
 * Names of keys whose value no log line may hold, compared without case, dashes and underscores. A name that ends in one of
 * them counts too (`apiToken`, `loyaltyCard`); `discard` would be hidden as well, which costs nothing.
 */
const SECRET_ENDINGS = ['token', 'password', 'passphrase', 'secret', 'card', 'cookie', 'authorization', 'apikey'] as const;
const SECRET_NAMES: ReadonlySet<string> = new Set(['cardid', 'cardnumber', 'cookies', 'session', 'visitor', 'visitorid', 'cards', 'phone']);

const HIDDEN = '[hidden]';
const DEEPEST = 8;
const LONGEST_LIST = 100;

const isSecretName = (key: string): boolean => {
  const name = key.toLowerCase().replaceAll(/[-_]/g, '');
  return SECRET_NAMES.has(name) || SECRET_ENDINGS.some((ending) => name.endsWith(ending));
};

/** Errors carry their `cause` chain and our `context`, which both go through the same sieve. */
const fromError = (error: Error, depth: number): Record<string, unknown> => ({
  type: error.name,
  message: error.message,
  stack: error.stack,
  ...withoutSecrets(Object.fromEntries(Object.entries(error)), depth),
  ...(error.cause === undefined ? {} : { cause: clean(error.cause, depth) }),
});

function clean(value: unknown, depth: number): unknown {
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? String(value) : value;
  if (depth >= DEEPEST) return '[too deep]';
  if (value instanceof Error) return fromError(value, depth + 1);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return value;
  if (value instanceof Map) return withoutSecrets(Object.fromEntries(value), depth + 1);
  if (Array.isArray(value) || value instanceof Set) {
    const list = [...value];
    const kept = list.slice(0, LONGEST_LIST).map((element) => clean(element, depth + 1));
    return list.length > LONGEST_LIST ? [...kept, `[${list.length - LONGEST_LIST} more]`] : kept;
  }
  return withoutSecrets(value, depth + 1);
}

/**
 * A copy of what a log line says in which every value under a secret name, at any depth, is replaced by `[hidden]`. Raw bytes
 * become their length, since a frame can hold a card number. Deeper than eight levels and cycles end as `[too deep]`.
 */
export function withoutSecrets(fields: object, depth = 0): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    copy[key] = isSecretName(key) && value !== null && value !== undefined ? HIDDEN : clean(value, depth);
  }
  return copy;
}
