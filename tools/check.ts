import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from './cruise.ts';

const root = join(import.meta.dirname, '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const steps: readonly Step[] = [
  { name: 'format and lint', command: [bin('biome'), 'ci', '--error-on-warnings', '.'] },
  { name: 'types', command: [bin('tsc'), '-p', '.'] },
  { name: 'types of the pages', command: [bin('tsc'), '-p', 'dashboards'] },
  { name: 'dead code and dependencies', command: [bin('knip'), '--no-progress'] },
];

/** The arrows of import. A cruiser that read no module reports no violation, so what it read is counted too. */
function checkImports(): string | null {
  const { modules, unread, violations } = cruise(root);
  if (unread.length > 0) return `not read by dependency-cruiser: ${unread.slice(0, 5).join(', ')} (${unread.length} files)`;
  if (violations.length > 0) return violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`).join('\n');
  console.log(`  ${modules} modules read, no forbidden import`);
  return null;
}

let failed = 0;
for (const { name, command } of steps) {
  console.log(`# ${name}`);
  const [program, ...args] = command;
  if (!existsSync(program)) throw new Error(`${program} is missing: npm ci`);
  if (spawnSync(program, args, { cwd: root, stdio: 'inherit' }).status !== 0) {
    console.log(`  ${name}: failed`);
    failed++;
  }
}
console.log('# imports');
const wrong = checkImports();
if (wrong) {
  console.log(wrong);
  failed++;
}
console.log(failed === 0 ? 'check: all well' : `check: ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
