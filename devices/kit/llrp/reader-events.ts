import { bytesOf, u16, u64 } from './message.ts';
import { PARAMETER } from './numbers.ts';
import { type Parameter, readParameters, tlv } from './parameters.ts';
import { printable } from './status.ts';

/** What happened at a reader. `other` are events that only tell of its own round: hopping, specs that start and end, surveys. */
export type ReaderEvent =
  | { readonly event: 'connection-attempt'; readonly outcome: number }
  | { readonly event: 'connection-close' }
  | { readonly event: 'antenna'; readonly antenna: number; readonly isConnected: boolean }
  | { readonly event: 'gpi'; readonly port: number; readonly isHigh: boolean }
  /** The reader's memory for reports is so full. */
  | { readonly event: 'buffer-level'; readonly percent: number }
  /** It threw reports away. */
  | { readonly event: 'buffer-overflow' }
  | { readonly event: 'exception'; readonly text: string }
  | { readonly event: 'other'; readonly type: number };

export interface ReaderEvents {
  /** UTC, microseconds; null when the reader only knows how long it has been on. */
  readonly utcMicros: number | null;
  readonly events: readonly ReaderEvent[];
}

/** Outcomes of a connection attempt, by number. @see LLRP 1.0.1, 13.1.6.9 */
export const CONNECTION_OUTCOMES: readonly string[] = [
  'success',
  'the reader already has a connection that it opened itself',
  'the reader already serves another client',
  'the reader refused the connection',
  'another client tried to connect',
];

/** The content of a READER_EVENT_NOTIFICATION; a text says why it cannot be read. */
export function readReaderEvents(body: Uint8Array): ReaderEvents | string {
  const top = readParameters(body, 0, body.length);
  if (typeof top === 'string') return top;
  const data = top.find(({ type }) => type === PARAMETER.READER_EVENT_NOTIFICATION_DATA);
  if (!data) return 'a notification without its data';
  const parts = readParameters(body, data.from, data.to);
  if (typeof parts === 'string') return parts;
  let utcMicros: number | null = null;
  const events: ReaderEvent[] = [];
  for (const part of parts) {
    if (part.type === PARAMETER.UTC_TIMESTAMP && part.to - part.from === 8) utcMicros = u64(body, part.from);
    else if (part.type !== PARAMETER.UTC_TIMESTAMP && part.type !== PARAMETER.UPTIME) {
      const event = readEvent(body, part);
      if (event === null) return `event ${part.type} is cut short`;
      events.push(event);
    }
  }
  return { utcMicros, events };
}

/** Bytes that an event has at least. */
const LEAST: Readonly<Record<number, number>> = {
  [PARAMETER.GPI_EVENT]: 3,
  [PARAMETER.BUFFER_LEVEL_WARNING]: 1,
  [PARAMETER.READER_EXCEPTION]: 2,
  [PARAMETER.ANTENNA_EVENT]: 3,
  [PARAMETER.CONNECTION_ATTEMPT]: 2,
};

function readEvent(body: Uint8Array, { type, from, to }: Parameter): ReaderEvent | null {
  if (to - from < (LEAST[type] ?? 0)) return null;
  switch (type) {
    case PARAMETER.CONNECTION_ATTEMPT:
      return { event: 'connection-attempt', outcome: u16(body, from) };
    case PARAMETER.CONNECTION_CLOSE:
      return { event: 'connection-close' };
    case PARAMETER.ANTENNA_EVENT:
      return { event: 'antenna', antenna: u16(body, from + 1), isConnected: body[from] === 1 };
    case PARAMETER.GPI_EVENT:
      return { event: 'gpi', port: u16(body, from), isHigh: ((body[from + 2] ?? 0) & 0x80) !== 0 };
    case PARAMETER.BUFFER_LEVEL_WARNING:
      return { event: 'buffer-level', percent: body[from] ?? 0 };
    case PARAMETER.BUFFER_OVERFLOW:
      return { event: 'buffer-overflow' };
    case PARAMETER.READER_EXCEPTION:
      return { event: 'exception', text: printable(body.subarray(from + 2, Math.min(to, from + 2 + u16(body, from)))) };
    default:
      return { event: 'other', type };
  }
}

/** One notification's body; `other` events cannot be written. */
export const writeReaderEvents = (utcMs: number, events: readonly ReaderEvent[]): Buffer =>
  tlv(
    PARAMETER.READER_EVENT_NOTIFICATION_DATA,
    tlv(PARAMETER.UTC_TIMESTAMP, bytesOf(8, Math.max(0, utcMs) * 1_000)),
    ...events.map(writeEvent),
  );

function writeEvent(event: ReaderEvent): Buffer {
  switch (event.event) {
    case 'connection-attempt':
      return tlv(PARAMETER.CONNECTION_ATTEMPT, bytesOf(2, event.outcome));
    case 'connection-close':
      return tlv(PARAMETER.CONNECTION_CLOSE);
    case 'antenna':
      return tlv(PARAMETER.ANTENNA_EVENT, bytesOf(1, event.isConnected ? 1 : 0), bytesOf(2, event.antenna));
    case 'gpi':
      return tlv(PARAMETER.GPI_EVENT, bytesOf(2, event.port), bytesOf(1, event.isHigh ? 0x80 : 0));
    case 'buffer-level':
      return tlv(PARAMETER.BUFFER_LEVEL_WARNING, bytesOf(1, event.percent));
    case 'buffer-overflow':
      return tlv(PARAMETER.BUFFER_OVERFLOW);
    case 'exception': {
      const text = Buffer.from(event.text);
      return tlv(PARAMETER.READER_EXCEPTION, bytesOf(2, text.length), text);
    }
    case 'other':
      return Buffer.alloc(0);
  }
}
