import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

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
  const run = spawnSync(
    bin('depcruise'),
    ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'gateway', 'devices', 'simulators', 'dashboards'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    },
  );
  if (!run.stdout) return run.stderr || 'dependency-cruiser said nothing';
  const { summary, modules } = JSON.parse(run.stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
    modules: { source: string }[];
  };
  const read = new Set(modules.map(({ source }) => source));
  const unread = globSync(['gateway/**/*.ts', 'devices/**/*.ts', 'simulators/**/*.ts'], { cwd: root }).filter((file) => !read.has(file));
  if (unread.length > 0) return `not read by dependency-cruiser: ${unread.slice(0, 5).join(', ')} (${unread.length} files)`;
  if (summary.violations.length > 0) return summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`).join('\n');
  console.log(`  ${read.size} modules read, no forbidden import`);
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
