import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { registerCheckConfig } from './check-config.ts';
import { registerConfigPrint } from './config-print.ts';
import { registerDemo } from './demo.ts';
import { registerDevice } from './device.ts';
import { registerRecord } from './record.ts';
import { registerReplay } from './replay.ts';
import { registerScore } from './score.ts';
import { registerSimulate } from './simulate.ts';
import { registerStart } from './start.ts';
import { registerUser } from './user.ts';

/** The `aisle` command with everything it can do, not yet run. */
export function createProgram(): Command {
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
  return program;
}
