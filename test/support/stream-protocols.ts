import { createFramer } from '../../devices/kit/framers.ts';
import type { StreamProtocol } from '../../devices/kit/stream.ts';
import type { TransportLog } from '../../gateway/transports/transport-log.ts';

/** A small protocol with mark, length and sum: `A5 n data.. sum`, the sum over n and the data. */
export const packet = (data: readonly number[]): Buffer => {
  const body = [data.length, ...data];
  return Buffer.from([0xa5, ...body, body.reduce((sum, byte) => sum + byte, 0) & 0xff]);
};

export const packets: StreamProtocol = {
  line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
  gapMs: 40,
  createFramer: () =>
    createFramer((bytes) => {
      if (bytes[0] !== 0xa5) return { not: 'unknown-shape', detail: 'no mark' };
      const length = bytes[1];
      if (length === undefined || bytes.length < length + 3) return 'more';
      const sum = bytes.subarray(1, length + 2).reduce((all, byte) => all + byte, 0) & 0xff;
      return sum === bytes[length + 2] ? { whole: length + 3 } : { not: 'bad-checksum', detail: 'the sum does not fit' };
    }, 258),
};

/** Asked: `?` and the turn; greeted with `hello` and sent off with `bye`. */
export const polite: StreamProtocol = {
  ...packets,
  start: ({ antennas }) => [Buffer.from(`hello ${antennas.join()}\n`)],
  poll: { everyMs: () => 20, say: (turn) => [Buffer.from(`? ${turn}\n`)] },
  stop: () => [Buffer.from('bye\n')],
};

/** Keeps what is logged; nothing of it is printed. */
export function createLogOf(): { readonly log: TransportLog; readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (facts: Readonly<Record<string, unknown>>, text: string) => {
    lines.push(`${level} ${text} ${JSON.stringify(facts)}`);
  };
  return { log: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') }, lines };
}
