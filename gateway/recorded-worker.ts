import { parentPort, workerData } from 'node:worker_threads';
import { type Instant, instant } from './domain/units.ts';
import { isGatewayError } from './errors.ts';
import { createPacker } from './pipeline/packed-readings.ts';
import { type Recorded, readReadings } from './recorded.ts';
import type { RecordedWord } from './recorded-thread.ts';

/** Packets on their way; the domain is slower, and what it has not taken yet only costs memory. */
const AHEAD = 4;

/** Reads and decodes a recording while the other thread does the thinking. Hears a word for each packet that was taken. */
async function serve(port: NonNullable<typeof parentPort>, recorded: Recorded): Promise<void> {
  const say = (word: RecordedWord, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(word, transfer);
  const packer = createPacker();
  let first: Instant | null = null;
  let last = instant(0);
  let underWay = 0;
  let goOn: (() => void) | null = null;
  port.on('message', () => {
    underWay--;
    goOn?.();
  });
  try {
    const counts = await readReadings(
      recorded,
      (receivedAt, readings) => {
        first ??= receivedAt;
        last = receivedAt;
        for (const reading of readings) packer.add(reading);
      },
      async (bytes) => {
        const packed = packer.take();
        say({ kind: 'packet', first: first ?? last, last, bytes, packed }, [packed.rows.buffer]);
        underWay++;
        while (underWay >= AHEAD) {
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
        }
      },
    );
    say({ kind: 'end', counts });
  } catch (error) {
    if (!isGatewayError(error)) throw error;
    say({ kind: 'failed', code: error.code, message: error.message, context: error.context });
  }
  port.close();
}

// Without a parent this file was only imported.
if (parentPort) await serve(parentPort, workerData as Recorded);
