import { describe } from 'vitest';
import { findProgram } from './find-program.ts';

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

/** A suite that needs a program: skipped by name with the install line where it is missing, but never on CI. */
export function describeWith(program: Program, name: string, suite: (path: string) => void): void {
  const path = findProgram(program);
  if (path) describe(name, () => suite(path));
  else if (process.env.CI) throw new Error(`${program} is missing on CI: apt-get install ${PACKAGES[program]}`);
  else describe.skip(`${name} (needs ${program}: apt-get install ${PACKAGES[program]})`, () => suite(''));
}
