import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort, temporaryFolder } from './temporary.ts';
import { until } from './until.ts';

/** A Mosquitto of its own for one test, on the loopback, without passwords; `more` is put into its configuration. */
export async function startMosquitto(program: string, more = ''): Promise<{ readonly port: number; readonly url: string }> {
  const port = await freePort();
  const file = join(temporaryFolder(), 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\n${more}`);
  const child = spawn(program, ['-c', file], { stdio: 'ignore' });
  onTestFinished(async () => {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  });
  let isUp = false;
  while (!isUp) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    let isOver = false;
    socket.on('connect', () => {
      isUp = true;
    });
    socket.on('close', () => {
      isOver = true;
    });
    await until(() => isUp || isOver, 'an answer of mosquitto');
    socket.destroy();
    if (child.exitCode !== null) throw new Error('mosquitto ended');
  }
  return { port, url: `mqtt://127.0.0.1:${port}` };
}
