import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['gateway', 'devices', 'firmware-config', 'simulators', 'dashboards'] as const;

export interface Cruise {
  /** How many modules were read. */
  readonly modules: number;
  /** Source files that should have been read and were not: then silence proves nothing. */
  readonly unread: readonly string[];
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

/** Follows every import of the product below `root` and judges it by the rules of .dependency-cruiser.mjs. */
export function cruise(root: string): Cruise {
  const program = join(root, 'node_modules', '.bin', 'depcruise');
  const run = spawnSync(program, ['--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...FOLDERS], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!run.stdout) throw new Error(run.stderr || 'dependency-cruiser said nothing');
  const { summary, modules } = JSON.parse(run.stdout) as {
    summary: { violations: { from: string; to: string; rule: { name: string } }[] };
    modules: { source: string }[];
  };
  const read = new Set(modules.map(({ source }) => source));
  const sources = globSync(
    FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: root },
  );
  return {
    modules: read.size,
    unread: sources.filter((file) => !read.has(file) && !file.includes('/dist/')),
    violations: summary.violations.map(({ from, to, rule }) => ({ rule: rule.name, from, to })),
  };
}
