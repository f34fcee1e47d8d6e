import { nothing, startDecoding } from '../decoding.ts';
import type { Decoded, DeviceMessage, Example } from '../define-device.ts';
import { createFramer } from '../framers.ts';
import { refuse } from '../json.ts';
import type { Framer } from '../stream.ts';

/** What a display that only listens may still say: ACK, NAK, and XON, XOFF when it has to catch up. */
const ANSWERS: ReadonlyMap<number, string> = new Map([
  [0x06, 'command-reply'],
  [0x15, 'command-reply'],
  [0x11, 'flow-control'],
  [0x13, 'flow-control'],
]);

const ESC = 0x1b;

/** Answers of one byte; everything else is noise. */
export const createOneWayFramer = (): Framer =>
  createFramer(
    (bytes) => (ANSWERS.has(bytes[0] ?? -1) ? { whole: 1 } : { not: 'unknown-shape', detail: 'a display has nothing to say' }),
    1,
  );

export function decodeOneWay(message: DeviceMessage): Decoded {
  const { bytes } = message;
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  const answer = bytes.length === 1 ? ANSWERS.get(bytes[0] ?? -1) : undefined;
  // What the till or the gateway said to it: a capture of the line holds that side too.
  if (bytes[0] === ESC && bytes.length > 1) return nothing(startDecoding(message), 'command');
  return answer === undefined ? refuse('unknown-shape', 'a display has nothing to say') : nothing(startDecoding(message), answer);
}

export const oneWayExamples: readonly Example[] = [
  { name: 'it took a line (ACK)', payload: new Uint8Array([0x06]), readings: [] },
  { name: 'it did not take a line (NAK)', payload: new Uint8Array([0x15]), readings: [] },
  { name: 'it may be sent more (XON)', payload: new Uint8Array([0x11]), readings: [] },
  { name: 'it has to catch up (XOFF)', payload: new Uint8Array([0x13]), readings: [] },
  { name: 'an echo of what was sent', payload: '\x1bQA25.50\r', readings: [] },
  { name: 'noise', payload: new Uint8Array([0xff, 0x00]), readings: [], rejected: 'unknown-shape' },
];
