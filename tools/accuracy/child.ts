import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './digest.ts';

export interface Told {
  readonly out: string;
  readonly err: string;
}

/** Runs an `aisle` command in a process of its own. Rejects with the end of what it complained about when it fails. */
export function aisle(...args: readonly string[]): Promise<Told> {
  return new Promise((resolve, reject) => {
    const flags = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=4096'];
    const child = spawn(process.execPath, [...flags, join(root, 'gateway', 'main.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.on('error', reject);
    child.on('close', (code) => {
      const told = { out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() };
      if (code === 0) resolve(told);
      else reject(new Error(`aisle ${args.join(' ')} ended with ${code}: ${told.err.slice(-2_000)}`));
    });
  });
}

/** Does the work for each thing, so many at a time; ends when all are done, or with the first failure. */
export async function inParallel<T, R>(things: readonly T[], jobs: number, work: (thing: T) => Promise<R>): Promise<R[]> {
  const results = new Map<number, R>();
  const queue = [...things.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, thing] = next;
      try {
        results.set(index, await work(thing));
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, jobs) }, worker));
  return things.flatMap((_, index) => results.get(index) ?? []);
}
