import { fork } from 'node:child_process';
import { once } from 'node:events';
import { RUNTIME_ENV, RUNTIME_FLAGS } from '../../runtime-flags.mjs';

/** A gateway in a process of its own, which can be killed. `secrets` are made anew at each start. */
export interface GatewayProcess {
  readonly pid: number;
  readonly mqttPort: number;
  readonly url: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Resolves when everything that was acknowledged is applied and committed. */
  drained(): Promise<void>;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
  /** An orderly stop; resolves with the exit code. */
  stop(): Promise<number | null>;
}

const PROGRAM = new URL('./gateway-main.ts', import.meta.url);

export async function startGatewayProcess(config: string, dataFolder: string, checkpointEveryMs?: number): Promise<GatewayProcess> {
  const more = checkpointEveryMs === undefined ? [] : [String(checkpointEveryMs)];
  const child = fork(PROGRAM, [config, dataFolder, ...more], {
    execArgv: [...RUNTIME_FLAGS],
    env: { ...RUNTIME_ENV, ...process.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  // A test that fails half way leaves nobody behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const [ready] = (await Promise.race([once(child, 'message'), gone])) as [
    { mqttPort: number; url: string; secrets: Record<string, string> } | number | null,
  ];
  if (ready === null || typeof ready !== 'object') throw new Error(`the gateway did not start (exit ${ready})`);
  return {
    ...ready,
    pid: child.pid ?? 0,
    async drained() {
      for (let backlog = 1; backlog > 0; ) {
        child.send('backlog?');
        [{ backlog }] = (await once(child, 'message')) as [{ backlog: number }];
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await gone) as [number | null];
      return code;
    },
  };
}
