import type { Command } from 'commander';
import { type LoadOptions, loadConfig } from '../config/load-config.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { isGatewayError } from '../errors.ts';
import { setOption } from './set-option.ts';

/** Adds `aisle check-config FILE`: exit code 0 and a summary, or 1 and every error, each with file, line and column. */
export function registerCheckConfig(program: Command, known: { readonly drivers?: readonly string[] } = {}): void {
  program
    .command('check-config')
    .description('check store.yaml and the files it names')
    .argument('<file>', 'store.yaml')
    .addOption(setOption())
    .action((file: string, options: { readonly set: Readonly<Record<string, string>> }) => {
      const { ok, text } = checkConfig({ file, env: process.env, flags: options.set, drivers: known.drivers });
      if (ok) console.log(text);
      else console.error(text);
      process.exitCode = ok ? 0 : 1;
    });
}

/** What the command says. */
export function checkConfig(options: LoadOptions): { readonly ok: boolean; readonly text: string } {
  try {
    return { ok: true, text: summary(loadConfig(options)) };
  } catch (error) {
    if (!isGatewayError(error)) throw error;
    const { lines } = error.context;
    const count = Array.isArray(lines) ? `\n\n${lines.length} ${lines.length === 1 ? 'error' : 'errors'}. ` : '\n\n';
    return { ok: false, text: `${error.message}${count}${error.next}` };
  }
}

function summary({ config, file, products, inventory, members }: LoadedConfig): string {
  const counts = {
    zone: config.zones.length,
    device: config.devices.length,
    antenna: config.devices.flatMap((device) => device.antennas).length,
    shelf: config.shelves.length,
    product: products.length,
    item: inventory.length,
    member: members.length,
    offer: config.offers.length,
  };
  const words = Object.entries(counts).map(([word, count]) => `${count} ${count === 1 ? word : plural(word)}`);
  return `${file ?? 'store.yaml'} is in order: ${words.join(', ')}.`;
}

const plural = (word: string): string => (word === 'shelf' ? 'shelves' : `${word}s`);
