#!/usr/bin/env node
import { CommanderError } from 'commander';
import { createProgram } from './commands/create-program.ts';
import { isGatewayError } from './errors.ts';

/** The `aisle` command. Exit codes: 0 done, 1 failed, 2 wrong arguments. */
try {
  await (await createProgram(process.argv[2])).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exit(2);
  if (!isGatewayError(error)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n${error.next}\n`);
  process.exitCode = 1;
}
