import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { RUNTIME_FLAGS } from '../../runtime-flags.mjs';
import { until } from './until.ts';

const MAIN = new URL('../../gateway/main.ts', import.meta.url).pathname;

/** What a finished command wrote, and its exit code. */
interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `aisle …` as an operator does, to its end. */
export const runAisle = (...words: readonly string[]): Promise<Finished> => runAisleWith('', ...words);

/** Runs `aisle …` with this on its standard input. */
export const runAisleWith = (input: string | Uint8Array, ...words: readonly string[]): Promise<Finished> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [...RUNTIME_FLAGS, MAIN, ...words], { timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, out, err });
    });
    // A command that reads nothing may have ended before.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });

/** `aisle start …`, running. */
interface RunningGateway {
  readonly pid: number;
  readonly url: string;
  readonly mqttPort: number;
  /** The token of the first login. */
  readonly token: string;
  /** Sends the signal; resolves with the exit code, null when the signal itself ended the process. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts a gateway on any free ports and waits until it says where it is. */
export async function startAisle(...words: readonly string[]): Promise<RunningGateway> {
  const free = ['--set', 'http.port=0', '--set', 'broker.port=0', '--log-level', 'warn'];
  const child = spawn(process.execPath, [...RUNTIME_FLAGS, MAIN, 'start', ...free, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  endWithTest(child);
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await until(() => text.includes('#token=') || child.exitCode !== null, 'the first login link', 30_000);
  const [, url = '', port = ''] = /runs: (\S+) \(MQTT on port (\d+)/.exec(text) ?? [];
  const [, token = ''] = /#token=(\S+)/.exec(text) ?? [];
  if (child.exitCode !== null) throw new Error(`aisle start ended with ${child.exitCode}: ${text}`);
  return {
    pid: child.pid ?? 0,
    url,
    token,
    mqttPort: Number(port),
    async stop(signal) {
      const gone = once(child, 'exit');
      child.kill(signal);
      const [code] = (await gone) as [number | null];
      return code;
    },
  };
}

function endWithTest(child: ChildProcess): void {
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
}
