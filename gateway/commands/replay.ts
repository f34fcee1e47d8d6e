import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import { replayRecording } from '../replay.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';

interface ReplayOptions extends ConfigOptions {
  readonly from: string;
  readonly out: string;
  readonly quiet?: boolean;
}

/** `aisle replay`: a recording through the gateway's own way of a reading, as fast as the machine can. */
export function registerReplay(program: Command): void {
  configOptions(program.command('replay'))
    .description('run a recording through the shop of store.yaml and write visits, items, alerts, offers, shelves, footfall and figures')
    .requiredOption('--from <file>', 'recording: one {"receivedAt","topic","payload"} per line; see docs/recordings.md')
    .requiredOption('--out <folder>', 'where the results go')
    .option('--quiet', 'no progress')
    .action(replay);
}

async function replay(options: ReplayOptions): Promise<void> {
  const loaded = loadFromOptions(options);
  if (!existsSync(options.from))
    throw new GatewayError('RECORDING_INVALID', `there is no recording ${options.from}`, { file: options.from });
  const size = statSync(options.from).size;
  const show = !options.quiet && process.stderr.isTTY;
  const started = performance.now();
  const { report, frames, reads } = await replayRecording(loaded, options.from, {
    onProgress: (bytes) => {
      if (show) process.stderr.write(`\r${bar(bytes / size)} ${Math.floor((100 * bytes) / Math.max(1, size))} %`);
    },
    inTwoThreads: availableParallelism() > 1,
  });
  const elapsed = (performance.now() - started) / 1_000;
  if (show) process.stderr.write('\r\x1b[K');
  mkdirSync(options.out, { recursive: true });
  for (const [name, lines] of Object.entries(report)) writeFileSync(join(options.out, name), lines.map((line) => `${line}\n`).join(''));
  console.error(
    `${frames} messages, ${reads} tag reads in ${elapsed.toFixed(2)} s (${Math.round(reads / elapsed).toLocaleString('en')} reads/s); results in ${options.out}`,
  );
}

const bar = (share: number): string => {
  const full = Math.round(Math.min(1, share) * 30);
  return `[${'='.repeat(full)}${' '.repeat(30 - full)}]`;
};
