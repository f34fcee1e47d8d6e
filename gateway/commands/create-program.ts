import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { VERSION } from '../version.ts';

type Register = (program: Command) => void;

/** Beside what npm keeps, not where every user of the machine may write; one that cannot be written costs time only. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/aisle', import.meta.url));

/** Each command where it stands: what runs a whole shop takes a second to load, and a capture is to be looked at without it. */
const COMMANDS: Readonly<Record<string, () => Promise<Register>>> = {
  demo: async () => (await import('./demo.ts')).registerDemo,
  start: async () => (await import('./start.ts')).registerStart,
  'check-config': async () => (await import('./check-config.ts')).registerCheckConfig,
  config: async () => (await import('./config-print.ts')).registerConfigPrint,
  user: async () => (await import('./user.ts')).registerUser,
  device: async () => (await import('./device.ts')).registerDevice,
  customers: async () => (await import('./customers.ts')).registerCustomers,
  async decode() {
    // Asked again and again by somebody who waits: what was compiled for the last capture is kept where it can be.
    enableCompileCache(COMPILED);
    return (await import('./decode.ts')).registerDecode;
  },
  webhook: async () => (await import('./webhook.ts')).registerWebhook,
  audit: async () => (await import('./audit.ts')).registerAudit,
  provision: async () => (await import('./provision.ts')).registerProvision,
  export: async () => (await import('./export.ts')).registerExport,
  report: async () => (await import('./report.ts')).registerReport,
  record: async () => (await import('./record.ts')).registerRecord,
  replay: async () => (await import('./replay.ts')).registerReplay,
  simulate: async () => (await import('./simulate.ts')).registerSimulate,
  score: async () => (await import('./score.ts')).registerScore,
  tune: async () => (await import('./tune.ts')).registerTune,
};

/** The `aisle` command, not yet run: with the one command whose name is `asked`, for any other word with everything it can do. */
export async function createProgram(asked = ''): Promise<Command> {
  const program = new Command('aisle')
    .description('Silent Aisle: the edge gateway of a shop')
    .version(VERSION)
    // What stands behind a subcommand belongs to it, also where a command and its own subcommand know the same option.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError('(--help says more)')
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  const load = Object.hasOwn(COMMANDS, asked) ? COMMANDS[asked] : undefined;
  const all = load === undefined ? Object.values(COMMANDS) : [load];
  for (const each of all) (await each())(program);
  return program;
}
