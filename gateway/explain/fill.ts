/** A value that a pattern may take up: as written, and as the number that decides between one and many. */
export interface Value {
  readonly text: string;
  readonly number?: number;
}

const OPTIONAL = /\[([^\]]*)\]/g;
const KEY = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;

/** What stands for a fact that is missing outside of `[ ]`: visible, so that no sentence claims to be whole. */
const MISSING = '–';

/**
 * Fills a pattern: `{key}` with the value's text, `{key:one|many}` with the word that agrees with its number by `isOne`, and
 * drops every `[part]` of which a value is missing.
 */
export function fill(pattern: string, values: (key: string) => Value | null, isOne: (n: number) => boolean): string {
  const isWhole = (part: string): boolean => [...part.matchAll(KEY)].every(([, key = '']) => values(key) !== null);
  return pattern
    .replace(OPTIONAL, (_whole, part: string) => (isWhole(part) ? part : ''))
    .replace(KEY, (_whole, key: string, one: string | undefined, many: string | undefined) => {
      const value = values(key);
      if (value === null) return MISSING;
      if (one === undefined || many === undefined) return value.text;
      return isOne(value.number ?? Number.NaN) ? one : many;
    });
}
