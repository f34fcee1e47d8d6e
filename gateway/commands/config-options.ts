import { type Command, InvalidArgumentError } from 'commander';
import { drivers } from '../../devices/index.ts';
import { loadConfig } from '../config/load-config.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';

/** Options of every command that reads a store.yaml. */
export interface ConfigOptions {
  readonly config?: string;
  readonly set?: Readonly<Record<string, string>>;
}

const collect = (pair: string, before: Record<string, string>): Record<string, string> => {
  const at = pair.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It needs path=value.');
  return { ...before, [pair.slice(0, at)]: pair.slice(at + 1) };
};

export const configOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'store.yaml of the shop')
    .option(
      '--set <path=value>',
      'one setting over file and environment, for example --set sensing.tags.decayS=30; may be repeated',
      collect,
      {},
    );

/** The shop that the options, the environment and the file describe. Throws CONFIG_INVALID with every error at once. */
export const loadFromOptions = ({ config, set }: ConfigOptions): LoadedConfig =>
  loadConfig({
    ...(config === undefined ? {} : { file: config }),
    env: process.env,
    flags: set ?? {},
    drivers,
  });
