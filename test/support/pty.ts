import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary.ts';
import { until } from './until.ts';

/** Two ends of a serial line. A real one: the kernel's terminals, with socat as the cable. */
export interface PtyPair {
  /** The end that the gateway opens; the name stays over unplug and plug. */
  readonly gateway: string;
  /** The end of the device. */
  readonly device: string;
  /** Pulls the cable: both ends hang up and their names are gone. */
  unplug(): Promise<void>;
  /** Puts it back in. */
  plug(): Promise<void>;
}

/** Plugged in already, gone after the test. Run inside `describeWith('socat', ...)`, which hands in the program. */
export async function openPty(program: string): Promise<PtyPair> {
  const folder = temporaryFolder();
  const [gateway, device] = [join(folder, 'gateway'), join(folder, 'device')];
  let cable: ChildProcess | null = null;

  async function unplug(): Promise<void> {
    const pulled = cable;
    cable = null;
    if (!pulled || pulled.exitCode !== null) return;
    const gone = once(pulled, 'exit');
    pulled.kill();
    await gone;
  }

  async function plug(): Promise<void> {
    const started = spawn(program, ['-d', '-d', `pty,raw,echo=0,link=${gateway}`, `pty,raw,echo=0,link=${device}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    cable = started;
    let told = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    await until(() => told.includes('starting data transfer') && existsSync(gateway) && existsSync(device), 'two terminals of socat');
  }

  onTestFinished(unplug);
  await plug();
  return { gateway, device, unplug, plug };
}
