import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { GatewayError } from '../errors.ts';
import type { KnownDriver } from './check-devices.ts';
import { loadConfig } from './load-config.ts';

/**
 * Writes settings into store.yaml by their dotted paths; comments and order of the file stay. The new file takes the place of
 * the old one only when it is in order as a whole: otherwise CONFIG_INVALID names what is wrong, and nothing has changed.
 */
export function setValues(file: string, values: Readonly<Record<string, unknown>>, drivers: readonly KnownDriver[]): void {
  const document = parseDocument(readStore(file));
  for (const [path, value] of Object.entries(values)) document.setIn(path.split('.'), value);
  replaceStore(file, document.toString({ lineWidth: 0 }), drivers);
}

/** The text of a store.yaml; CONFIG_MISSING when it cannot be read. */
export function readStore(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new GatewayError('CONFIG_MISSING', `${file} cannot be read`, { file }, error);
  }
}

/** Puts a new store.yaml in the place of the old one, when it is in order; throws CONFIG_INVALID and changes nothing when it is not. */
export function replaceStore(file: string, text: string, drivers: readonly KnownDriver[]): void {
  // Beside the old one, since the file names others by their path from there.
  const draft = join(dirname(file), `.${basename(file)}.new`);
  try {
    writeFileSync(draft, text);
    loadConfig({ file: draft, env: {}, drivers });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
