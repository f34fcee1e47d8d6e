import { isSecretPath, REDACTED, withoutCredentials } from './secrets.ts';

/**
 * Every single value of a configuration by its path. Entries of lists with an `id` are named by it (`zones.tea.kind`), so that an entry
 * before them changes nothing; lists of plain values are one value. Secrets are hidden.
 */
export function leavesById(config: unknown): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  const walk = (value: unknown, path: string): void => {
    if (isSecretPath(path)) leaves.set(path, REDACTED);
    else if (path === 'staff.cards') leaves.set(path, Array.isArray(value) ? value.length : 0);
    else if (isGroup(value)) for (const [key, part] of Object.entries(value)) walk(part, path === '' ? key : `${path}.${key}`);
    else if (Array.isArray(value) && value.some(isGroup)) {
      for (const [i, part] of value.entries()) walk(part, `${path}.${isGroup(part) && typeof part.id === 'string' ? part.id : i}`);
    } else leaves.set(path, typeof value === 'string' ? withoutCredentials(value) : value);
  };
  walk(config, '');
  return leaves;
}

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
