import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import { readJournal } from '../journal/read-journal.ts';
import { readOrMakeKey } from '../keys.ts';
import { recordingLine } from '../pipeline/recording.ts';

interface RecordOptions {
  readonly data: string;
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
}

/** `aisle record`: what the journal holds, as a recording that `aisle replay` runs again. Works beside a running gateway. */
export function registerRecord(program: Command): void {
  program
    .command('record')
    .description('write what the flight recorder holds as a recording (NDJSON); it holds messages as devices sent them, card numbers too')
    .requiredOption('--out <file>', 'where to write')
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--from <time>', 'first receive time, RFC 3339')
    .option('--to <time>', 'last receive time, RFC 3339')
    .action(record);
}

async function record({ data, out, from, to }: RecordOptions): Promise<void> {
  // Looked for first: reading a key makes one where there is none, and a new key beside an old journal would only confuse.
  if (!existsSync(join(data, 'journal')))
    throw new GatewayError('NOT_FOUND', `there is no journal in ${data}; name the gateway's data folder with --data`);
  const key = readOrMakeKey(join(data, 'keys', 'journal.key'), process.env.AISLE_JOURNAL_KEY);
  const after = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const until = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to);
  if (Number.isNaN(after) || Number.isNaN(until)) {
    throw new GatewayError('INPUT_INVALID', '--from and --to want a time like 2026-05-01T09:00:00+08:00');
  }
  const file = createWriteStream(out, { mode: 0o600 });
  let frames = 0;
  for await (const batch of readJournal(join(data, 'journal'), key)) {
    for (const frame of batch) {
      if (frame.transport === 'gateway' || frame.receivedAt < after || frame.receivedAt > until) continue;
      frames++;
      if (!file.write(recordingLine(frame))) await once(file, 'drain');
    }
  }
  file.end();
  await finished(file);
  console.log(`${frames} messages written to ${out} (readable by you only: it may hold card numbers)`);
}
