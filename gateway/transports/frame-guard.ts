import type { Duplex } from 'node:stream';

type FrameFault = 'oversize' | 'malformed';

/** First bytes that a client may send, with the only lengths allowed where there is but one. @see MQTT 3.1.1, 2.2 */
const FIXED_LENGTH = new Map<number, number | null>([
  ...[0x10, 0x82, 0xa2].map((first) => [first, null] as const),
  // PUBLISH: any RETAIN; DUP only with QoS 1 and 2 (3.3.1-2); both QoS bits never (3.3.1-4).
  ...[0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x3a, 0x3b, 0x3c, 0x3d].map((first) => [first, null] as const),
  ...[0x40, 0x50, 0x62, 0x70].map((first) => [first, 2] as const),
  ...[0xc0, 0xe0].map((first) => [first, 0] as const),
]);
const CONNECT = 0x10;

/**
 * Reads only fixed headers: `inspect(chunk)` follows the packets of one connection and tells the first one that must not be
 * buffered, with where it begins in this chunk (0 when earlier). What a packet says is aedes' concern; how large it will be
 * is decided here, before a byte of its body is kept. CONNECT comes first and once (3.1.0-1, 3.1.0-2).
 */
export function createFrameGuard(maxBytes: number): (chunk: Uint8Array) => { readonly fault: FrameFault; readonly from: number } | null {
  let first: number | undefined;
  let length = 0;
  let shift = 0;
  let body = 0;
  let connected = false;

  function headerFault(byte: number): boolean {
    if (!FIXED_LENGTH.has(byte) || (byte === CONNECT) === connected) return true;
    [first, length, shift, connected] = [byte, 0, 0, true];
    return false;
  }

  function lengthFault(byte: number): FrameFault | null {
    length += (byte & 0x7f) << shift;
    shift += 7;
    if (byte > 0x7f) return shift > 21 ? 'malformed' : null;
    if (length > maxBytes) return 'oversize';
    if (length !== (FIXED_LENGTH.get(first ?? 0) ?? length)) return 'malformed';
    [first, body] = [undefined, length];
    return null;
  }

  return function inspect(chunk) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (body > 0) {
        const step = Math.min(body, chunk.length - at);
        body -= step;
        at += step;
        if (at >= chunk.length) break;
      }
      const byte = chunk[at] ?? 0;
      if (first === undefined) {
        from = at;
        if (headerFault(byte)) return { fault: 'malformed', from };
      } else {
        const fault = lengthFault(byte);
        if (fault) return { fault, from };
      }
    }
    return null;
  };
}

/**
 * Puts the guard in front of whoever reads the connection. It wraps `read` instead of adding a stream in between: aedes
 * pulls whole chunks with `read()`, and a Transform would copy every one of them. Whole packets before the bad one still
 * get through, so that a device with one poisonous message can be rid of the others; the next read closes.
 */
export function guardConnection(connection: Duplex, maxBytes: number, onFault: (fault: FrameFault, header: Uint8Array) => void): void {
  const inspect = createFrameGuard(maxBytes);
  const read = connection.read.bind(connection);
  let isBad = false;
  connection.read = (size?: number) => {
    if (isBad) {
      connection.destroy();
      return null;
    }
    const chunk: Buffer | null = read(size);
    const bad = chunk && inspect(chunk);
    if (!chunk || !bad) return chunk;
    isBad = true;
    onFault(bad.fault, chunk.subarray(bad.from, bad.from + 5));
    if (bad.from > 0) return chunk.subarray(0, bad.from);
    connection.destroy();
    return null;
  };
}
