import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { catalogueOf } from '../config/catalogue.ts';
import { GatewayError } from '../errors.ts';
import { createExports } from '../exports/create-exports.ts';
import type { Exports } from '../http/ports.ts';
import { openReader } from '../ledger/open-reader.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';

interface ExportOptions extends ConfigOptions {
  readonly data: string;
  readonly out?: string;
  readonly from?: number;
  readonly to?: number;
}

const KINDS: Readonly<Record<string, (exports: Exports, from: number, to: number) => AsyncIterable<string>>> = {
  epcis: (exports, from, to) => exports.epcis(from, to),
  sales: (exports, from, to) => exports.sales(from, to),
  inventory: (exports) => exports.inventory(),
};

/** `aisle export`: what other programs take from the shop, also while no gateway runs. */
export function registerExport(program: Command): void {
  configOptions(program.command('export'))
    .description('write item events as EPCIS 2.0, receipts or stock as CSV; works beside a running gateway')
    .argument('<kind>', Object.keys(KINDS).join(', '))
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--out <file>', 'where to write; the screen when absent')
    .option('--from <time>', 'first time, RFC 3339; the beginning when absent', parseTime)
    .option('--to <time>', 'time before which it ends, RFC 3339; now when absent', parseTime)
    .action(writeExport);
}

function parseTime(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError('It needs a time like 2026-05-01T09:00:00+08:00.');
  return time;
}

async function writeExport(kind: string, options: ExportOptions): Promise<void> {
  const pieces = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (pieces === undefined) throw new GatewayError('INPUT_INVALID', `${kind} cannot be exported; ${Object.keys(KINDS).join(', ')} can`);
  const file = join(options.data, 'ledger.sqlite');
  if (!existsSync(file))
    throw new GatewayError('NOT_FOUND', `there is no ledger in ${options.data}; name the gateway's data folder with --data`);
  const catalogue = catalogueOf(loadFromOptions(options));
  const reader = await openReader({ file, catalogue, clock: Date.now });
  try {
    const exports = createExports({ shop: catalogue, reader, clock: Date.now });
    await write(pieces(exports, options.from ?? 0, options.to ?? Date.now()), options.out);
  } finally {
    await reader.close();
  }
}

async function write(pieces: AsyncIterable<string>, out: string | undefined): Promise<void> {
  const target = out === undefined ? process.stdout : createWriteStream(out, { mode: 0o600 });
  for await (const piece of pieces) if (!target.write(piece)) await once(target, 'drain');
  if (target === process.stdout) return;
  target.end();
  await finished(target);
}
