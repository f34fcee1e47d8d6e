import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drivers } from '../../devices/index.ts';
import { type LoadOptions, loadConfig } from '../../gateway/config/load-config.ts';
import type { LoadedConfig } from '../../gateway/config/loaded-config.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Writes files into a new folder and loads its store.yaml. */
export function loadShop(files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): LoadedConfig {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  try {
    return loadConfig({ file: join(folder, 'store.yaml'), env: {}, drivers, ...options });
  } catch (error) {
    if (isGatewayError(error)) error.message = error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
}

/** The error lines of a shop, without the folder; empty when it is in order. */
export function errorsOf(files: Readonly<Record<string, string>>, options: Partial<LoadOptions> = {}): string[] {
  try {
    loadShop(files, options);
    return [];
  } catch (error) {
    if (!isGatewayError(error, 'CONFIG_INVALID')) throw error;
    return error.message.split('\n');
  }
}
