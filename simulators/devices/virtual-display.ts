import { z } from 'zod';
import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { createRandom } from '../random.ts';
import { ackReading } from './readings.ts';

/** What a display needs to know of a command; what it shall show is of no interest to a test of the way there. */
const command = z.object({ id: z.string().min(1), deadline: z.union([z.number(), z.string()]).optional() });

interface DisplayAnswer {
  /** Time from the command to the answer, ms of real time. */
  readonly afterMs: number;
  readonly reading: DeviceReading;
}

/** A screen on the shop floor: shows what it is told after a moment, refuses now and then, and sometimes says nothing. */
export interface VirtualDisplay {
  /** The answer to a command; null when the screen fails silently or the bytes are no command. */
  command(bytes: Uint8Array, now: number): DisplayAnswer | null;
}

/** Share of commands that get no answer at all, and that are refused. */
const SILENT = 0.01;
const REFUSED = 0.01;

export function createVirtualDisplay(device: string, seed: number): VirtualDisplay {
  const random = createRandom(seed, `display ${device}`);
  return {
    command(bytes, now) {
      const parsed = parse(bytes);
      if (!parsed || random.chance(SILENT)) return null;
      const afterMs = random.int(80, 900);
      const deadline = parsed.deadline === undefined ? Infinity : new Date(parsed.deadline).getTime();
      const result = now + afterMs > deadline ? 'expired' : random.chance(REFUSED) ? 'refused' : 'shown';
      return { afterMs, reading: ackReading({ device, at: (now + afterMs) as Instant }, parsed.id, result) };
    },
  };
}

function parse(bytes: Uint8Array): z.infer<typeof command> | null {
  try {
    return command.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    // Not a command: a real screen ignores it too.
    return null;
  }
}
