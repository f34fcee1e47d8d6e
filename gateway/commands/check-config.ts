import type { Command } from 'commander';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { GatewayError, isGatewayError } from '../errors.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';

/** Adds `aisle check-config FILE`: exit code 0 and a summary, or 1 and every error, each with file, line and column. */
export function registerCheckConfig(program: Command): void {
  configOptions(program.command('check-config'))
    .description('check store.yaml and the files it names')
    .argument('[file]', 'store.yaml; the same as --config')
    .action((file: string | undefined, options: ConfigOptions) => {
      const config = file ?? options.config;
      if (config === undefined) throw new GatewayError('CONFIG_MISSING', 'No file to check was named.');
      const { ok, text } = checkConfig({ ...options, config });
      if (ok) console.log(text);
      else console.error(text);
      process.exitCode = ok ? 0 : 1;
    });
}

/** What the command says. */
function checkConfig(options: ConfigOptions): { readonly ok: boolean; readonly text: string } {
  try {
    return { ok: true, text: summary(loadFromOptions(options)) };
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
  return `${file} is in order: ${words.join(', ')}.`;
}

const plural = (word: string): string => (word === 'shelf' ? 'shelves' : `${word}s`);
