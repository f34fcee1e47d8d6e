import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PtyEnds {
  /** The end that the gateway opens, such as /dev/pts/4. */
  readonly gateway: string;
  readonly device: string;
  close(): Promise<void>;
}

/** Two terminals of the kernel joined like a null-modem cable, by the program socat. Null when socat is not installed. */
export async function openPtyPair(): Promise<PtyEnds | null> {
  const cable = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'pty,raw,echo=0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(cable, 'exit').catch(() => undefined);
  const ends = await new Promise<string[] | null>((resolve) => {
    let told = '';
    cable.once('error', () => resolve(null));
    cable.once('exit', () => resolve(null));
    cable.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const names = [...told.matchAll(/PTY is (\S+)/g)].flatMap(([, name]) => name ?? []);
      if (told.includes('starting data transfer')) resolve(names);
    });
  });
  const [gateway, device] = ends ?? [];
  if (gateway === undefined || device === undefined) return null;
  return {
    gateway,
    device,
    async close() {
      cable.kill();
      await exited;
    },
  };
}
