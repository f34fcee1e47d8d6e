import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Full path of an installed program, or null. */
export function findProgram(program: string): string | null {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin']) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: look in the next folder.
    }
  }
  return null;
}
