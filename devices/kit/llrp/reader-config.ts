import { bytesOf, u32 } from './message.ts';
import { PARAMETER } from './numbers.ts';
import { readParameters, tlv } from './parameters.ts';

/** Event types that are asked for: inputs, full report memory, exceptions, antennas. @see LLRP 1.0.1, 13.1.4 */
const EVENTS: readonly number[] = [1, 3, 4, 8];
const PERIODIC = 1;
const ON = 0x80;

/** The body of SET_READER_CONFIG: nothing is reset, the reader tells the events that matter and lives up to the period. */
export const writeReaderConfig = (keepaliveMs: number): Buffer =>
  Buffer.concat([
    bytesOf(1, 0),
    tlv(
      PARAMETER.READER_EVENT_NOTIFICATION_SPEC,
      ...EVENTS.map((type) => tlv(PARAMETER.EVENT_NOTIFICATION_STATE, bytesOf(2, type), bytesOf(1, ON))),
    ),
    tlv(PARAMETER.KEEPALIVE_SPEC, bytesOf(1, PERIODIC), bytesOf(4, keepaliveMs)),
  ]);

/** The keep-alive period of such a body, ms; null when it asks for none or cannot be read. */
export function readKeepalive(body: Uint8Array): number | null {
  const parameters = readParameters(body, Math.min(1, body.length), body.length);
  if (typeof parameters === 'string') return null;
  const spec = parameters.find(({ type, from, to }) => type === PARAMETER.KEEPALIVE_SPEC && to - from >= 5);
  return spec && body[spec.from] === PERIODIC ? u32(body, spec.from + 1) : null;
}
