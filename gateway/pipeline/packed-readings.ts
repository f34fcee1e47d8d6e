import type { DeviceId, Epc, Tid } from '../domain/ids.ts';
import type { Reading, TagRead } from '../domain/readings.ts';
import { dbm, instant } from '../domain/units.ts';

/**
 * Readings on their way to another thread. Tag reads are rows of numbers, since copying an object costs more than the domain needs for
 * a read; all others are rare and go as they are. Texts are sent once and known by their number from then on.
 */
export interface PackedReadings {
  /** COLUMNS numbers for each reading, in their order. */
  readonly rows: Float64Array<ArrayBuffer>;
  /** Texts that were not sent before; their numbers go on from those of the last packet. */
  readonly texts: readonly string[];
  /** In their order, what the rows without a device stand for. */
  readonly others: readonly Reading[];
}

// receivedAt, at, reportedAt, device, epc, antenna, rssi, tid, count
const COLUMNS = 9;
/** Number of a text that is not there; what is not known of a time or a level is NaN. */
const NONE = -1;

/** Packs readings until they are taken. The radio details of a read are left out: no decision asks for them. */
export function createPacker() {
  const numbers = new Map<string, number>();
  let texts: string[] = [];
  let others: Reading[] = [];
  let rows = new Float64Array(COLUMNS * 4_096);
  let used = 0;

  const numberOf = (text: string): number => {
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(text, number);
      texts.push(text);
    }
    return number;
  };

  const roomForOne = (): void => {
    if (used + COLUMNS <= rows.length) return;
    const larger = new Float64Array(2 * rows.length);
    larger.set(rows);
    rows = larger;
  };

  return {
    add(reading: Reading): void {
      roomForOne();
      rows[used] = reading.receivedAt;
      if (reading.kind === 'tag') {
        rows[used + 1] = reading.at;
        rows[used + 2] = reading.reportedAt ?? Number.NaN;
        rows[used + 3] = numberOf(reading.device);
        rows[used + 4] = numberOf(reading.epc);
        rows[used + 5] = reading.antenna;
        rows[used + 6] = reading.rssi ?? Number.NaN;
        rows[used + 7] = reading.tid === null ? NONE : numberOf(reading.tid);
        rows[used + 8] = reading.count;
      } else {
        rows[used + 3] = NONE;
        others.push(reading);
      }
      used += COLUMNS;
    },
    /** What was added since the last call. */
    take(): PackedReadings {
      const packed = { rows: rows.slice(0, used), texts, others };
      texts = [];
      others = [];
      used = 0;
      return packed;
    },
  };
}

/** Takes packets in the order in which they were packed and hands their readings on, one by one. */
export function createUnpacker(): (packed: PackedReadings, hand: (reading: Reading) => void) => void {
  // One text for each tag and device: who looks for it among its like then compares no letters.
  const known: string[] = [];
  const readAt = (rows: Float64Array, from: number): TagRead => {
    const reportedAt = rows[from + 2] ?? Number.NaN;
    const rssi = rows[from + 6] ?? Number.NaN;
    const tid = rows[from + 7] ?? NONE;
    return {
      device: known[rows[from + 3] ?? NONE] as DeviceId,
      at: instant(rows[from + 1] ?? 0),
      reportedAt: Number.isNaN(reportedAt) ? null : instant(reportedAt),
      receivedAt: instant(rows[from] ?? 0),
      kind: 'tag',
      epc: known[rows[from + 4] ?? NONE] as Epc,
      antenna: rows[from + 5] ?? 0,
      rssi: Number.isNaN(rssi) ? null : dbm(rssi),
      tid: tid === NONE ? null : (known[tid] as Tid),
      count: rows[from + 8] ?? 1,
      detail: null,
    };
  };
  return ({ rows, texts, others }, hand) => {
    for (const text of texts) known.push(text);
    let other = 0;
    for (let from = 0; from < rows.length; from += COLUMNS) {
      if (rows[from + 3] !== NONE) hand(readAt(rows, from));
      else {
        const reading = others[other++];
        if (reading !== undefined) hand(reading);
      }
    }
  };
}
