import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from 'vitest';

/** Programs from outside that some tests drive, with the Debian package that brings each. */
const PACKAGES = {
  mosquitto: 'mosquitto',
  mosquitto_pub: 'mosquitto-clients',
  socat: 'socat',
  chromium: 'chromium',
  'victoria-metrics': 'victoria-metrics',
  influxd: 'influxdb',
} as const;

export type Program = keyof typeof PACKAGES;

/** Full path of an installed program, or null. */
function findProgram(program: Program): string | null {
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

/** A suite that needs a program: skipped by name with the install line where it is missing, but never on CI. */
export function describeWith(program: Program, name: string, suite: (path: string) => void): void {
  const path = findProgram(program);
  if (path) describe(name, () => suite(path));
  else if (process.env.CI) throw new Error(`${program} is missing on CI: apt-get install ${PACKAGES[program]}`);
  else describe.skip(`${name} (needs ${program}: apt-get install ${PACKAGES[program]})`, () => suite(''));
}
