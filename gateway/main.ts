#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { registerCheckConfig } from './commands/check-config.ts';
import { registerConfigPrint } from './commands/config-print.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDevice } from './commands/device.ts';
import { registerRecord } from './commands/record.ts';
import { registerReplay } from './commands/replay.ts';
import { registerScore } from './commands/score.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerStart } from './commands/start.ts';
import { registerUser } from './commands/user.ts';
import { isGatewayError } from './errors.ts';
import { VERSION } from './version.ts';

/** The `aisle` command. Exit codes: 0 done, 1 failed, 2 wrong arguments. */
const program = new Command('aisle')
  .description('Silent Aisle: the edge gateway of a shop')
  .version(VERSION)
  .showSuggestionAfterError()
  .showHelpAfterError('(--help says more)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
for (const register of [
  registerDemo,
  registerStart,
  registerCheckConfig,
  registerConfigPrint,
  registerUser,
  registerDevice,
  registerRecord,
  registerReplay,
  registerSimulate,
  registerScore,
]) {
  register(program);
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(2);
  if (!isGatewayError(error)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.next}\n`);
  process.exitCode = 1;
}
