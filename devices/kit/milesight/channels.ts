import type { Instant } from '../../../gateway/domain/units.ts';
import { type Refusal, refuse } from '../json.ts';

/** People of one line; a side is absent when the uplink does not say it. */
export interface LineCount {
  in?: number;
  out?: number;
}

/** What one uplink said, gathered channel by channel. */
export interface Told {
  readonly state: Record<string, string | number | boolean>;
  readonly info: { serial?: string; firmware?: string };
  readonly climate: { temperature?: number; humidity?: number; doorOpen?: boolean };
  /** People in view; null when nothing was said. */
  people: number | null;
  /** People by region, for counters that do not say the sum. */
  readonly regions: Map<number, number>;
  occupied: boolean | null;
  readonly totals: Map<string, LineCount>;
  readonly periods: Map<string, LineCount>;
  readonly buttons: string[];
  /** The device was just switched on. */
  poweredOn: boolean;
  /** The device's own clock. */
  deviceTime: Instant | null;
  /** Records of earlier hours that are sent again. */
  history: number;
  /** Answers to settings of ours. */
  replies: number;
}

/** One channel: how long its data is, bytes, and what it says. `read` gives false for data that no such device sends. */
export interface Channel {
  /** Bytes of data; a function where the data itself says how long it is: null when its form is unknown. */
  readonly size: number | ((rest: DataView) => number | null);
  readonly read: (data: DataView, told: Told) => boolean | undefined;
}

/** By channel number and type, `0x05cc`. */
export type ChannelTable = ReadonlyMap<number, Channel>;

export const channel = (size: Channel['size'], read: (data: DataView, told: Told) => boolean | undefined): Channel => ({ size, read });

const nothingTold = (): Told => ({
  state: {},
  info: {},
  climate: {},
  people: null,
  regions: new Map(),
  occupied: null,
  totals: new Map(),
  periods: new Map(),
  buttons: [],
  poweredOn: false,
  deviceTime: null,
  history: 0,
  replies: 0,
});

/**
 * Reads an uplink of repeated channel, type, data. All of it or nothing: behind a channel that the table does not know nobody
 * can tell where the next one begins. Codes `empty`, `unknown-shape`, `bad-checksum` (cut short) and `out-of-range`.
 * @see Milesight LoRaWAN payload structure (IPSO channel, type, data), as its manuals of every model print it
 */
export function readChannels(bytes: Uint8Array, table: ChannelTable): Told | Refusal {
  if (bytes.length === 0) return refuse('empty', 'an uplink without data');
  const told = nothingTold();
  let at = 0;
  while (at < bytes.length) {
    if (at + 2 > bytes.length) return refuse('bad-checksum', `cut short at byte ${at}`);
    const id = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const known = table.get(id);
    if (known === undefined) return refuse('unknown-shape', `byte ${at}: a channel that this model does not have`);
    const rest = new DataView(bytes.buffer, bytes.byteOffset + at + 2, bytes.length - at - 2);
    const size = typeof known.size === 'number' ? known.size : known.size(rest);
    if (size === null) return refuse('unknown-shape', `byte ${at}: data of unknown length`);
    if (size > rest.byteLength) return refuse('bad-checksum', `byte ${at}: cut short`);
    if (known.read(new DataView(rest.buffer, rest.byteOffset, size), told) === false)
      return refuse('out-of-range', `byte ${at}: a value that this model does not send`);
    at += 2 + size;
  }
  return told;
}

/** The side of a line, made when it is new. */
export function lineOf(lines: Map<string, LineCount>, line: string): LineCount {
  const known = lines.get(line);
  if (known !== undefined) return known;
  const fresh: LineCount = {};
  lines.set(line, fresh);
  return fresh;
}
