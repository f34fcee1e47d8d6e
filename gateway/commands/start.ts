import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import { createLog } from '../observability/log.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';
import { runGateway } from './run-gateway.ts';
import { loginLink } from './user.ts';

interface StartOptions extends ConfigOptions {
  readonly data: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

const LINK_MINUTES = 60;

/** `aisle start`: the gateway of a shop. */
export function registerStart(program: Command): void {
  configOptions(program.command('start'))
    .description('run the gateway of a shop')
    .option('--data <folder>', 'where journal, ledger and keys are kept', '.aisle')
    .option('--log-level <level>', 'debug, info, warn or error', 'info')
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const config = options.config ?? 'store.yaml';
  if (!existsSync(config)) throw new GatewayError('CONFIG_MISSING', `there is no ${config}`, { file: config });
  const loaded = loadFromOptions({ ...options, config });
  const log = createLog({ level: options.logLevel });
  await runGateway({ loaded, dataFolder: options.data, env: process.env, log }, (gateway) => {
    console.error(
      `Silent Aisle runs: ${gateway.url} (MQTT on port ${gateway.mqttPort ?? 'of the external broker'}, data in ${options.data})`,
    );
    // The very first start has nobody who could log in: this link, which works once, is the only way.
    if (!gateway.access.hasUsers()) {
      const token = gateway.access.createLoginToken('operator', LINK_MINUTES);
      console.error(`First login, within ${LINK_MINUTES} minutes: ${loginLink(gateway.url, token)}`);
    }
    return undefined;
  });
}
