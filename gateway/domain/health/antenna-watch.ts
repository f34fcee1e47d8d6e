import type { AntennaMinute, Evidence } from '../events.ts';
import type { DeviceId, ZoneId } from '../ids.ts';
import { rounded } from '../statistics.ts';
import type { Instant } from '../units.ts';
import type { Alarms } from './alarms.ts';
import { type Baseline, isFarBelow, isSteady, learn, newBaseline, type Usual, usualAt } from './baseline.ts';

/** What is remembered of one antenna; plain data. */
interface AntennaState {
  readonly baseline: Baseline;
  /** Minutes in a row that were far below the usual, while others on the same reader were heard. */
  low: number;
  /** Whether it read anything in all of them. */
  mute: boolean;
}

/** What is remembered of a reader's antennas; plain data. */
export interface ReaderState {
  /** Reads of the running minute by port; other ports than those of the shop's description are not counted. */
  readonly reads: number[];
  readonly antennas: (readonly [port: number, AntennaState])[];
  /** Minutes in a row in which a reader that usually reads read nothing. */
  blind: number;
}

export interface Minute {
  readonly device: DeviceId;
  readonly now: Instant;
  /** Hour of the day in the shop, 0..23. */
  readonly hour: number;
  readonly isOpen: boolean;
  /** That the device said something in this minute, whatever it was. */
  readonly spoke: boolean;
  readonly zoneOf: (port: number) => ZoneId | null;
}

/** Minutes without a read, while its neighbours read, until an antenna is reported. */
const MUTE_MINUTES = 2;
/** Minutes with hardly a read until it is. */
const LOW_MINUTES = 10;
/** Minutes in which a reader speaks and reads nothing until it is. */
const BLIND_MINUTES = 3;
/** A place that was emptied for good becomes the new usual, within days. */
const SLOWLY = 0.1;

export const newReader = (ports: readonly number[]): ReaderState => ({
  reads: ports.length === 0 ? [] : new Array<number>(Math.max(...ports) + 1).fill(0),
  antennas: ports.map((port) => [port, { baseline: newBaseline(), low: 0, mute: false }]),
  blind: 0,
});

/**
 * Closes a minute of a reader: compares each antenna with what is usual for it, then learns. An antenna that is not heard is
 * told apart from a reader that hears nothing at all, and both from one that is silent altogether, which is nobody's baseline.
 */
export function closeMinute(reader: ReaderState, minute: Minute, alarms: Alarms): readonly AntennaMinute[] {
  const { now, device, hour } = minute;
  const total = reader.reads.reduce((sum, reads) => sum + reads, 0);
  // A reader with one antenna need not name it.
  const readsOf = (port: number): number => (reader.antennas.length === 1 ? total : (reader.reads[port] ?? 0));
  const rows = reader.antennas.map(([port, state]) => ({ port, state, reads: readsOf(port), usual: usualAt(state.baseline, hour) }));
  reader.reads.fill(0);
  if (minute.spoke) {
    judgeReader(reader, rows, total, minute, alarms);
    for (const row of rows) judgeAntenna(row, total, minute, alarms);
    for (const { state, reads, usual } of rows)
      learn(state.baseline, hour, reads, isSteady(usual) && isFarBelow(reads, usual) ? SLOWLY : 1);
  }
  if (total > 0) {
    reader.blind = 0;
    alarms.clear('reader-blind', device, '', now, 'reads-again');
  }
  return rows.map(({ port, reads, usual }) => ({
    port,
    reads,
    usual: usual === null ? null : rounded(usual.mean),
    quiet: alarms.stands('antenna-quiet', device, String(port)),
  }));
}

interface Row {
  readonly port: number;
  readonly state: AntennaState;
  readonly reads: number;
  readonly usual: Usual | null;
}

function judgeReader(reader: ReaderState, rows: readonly Row[], total: number, { device, now, isOpen }: Minute, alarms: Alarms): void {
  const steady = rows.filter(({ usual }) => isSteady(usual));
  if (total > 0 || steady.length === 0 || !isOpen) return;
  reader.blind++;
  if (reader.blind < BLIND_MINUTES) return;
  const usual = rounded(steady.reduce((sum, row) => sum + (row.usual?.mean ?? 0), 0));
  const why: Evidence[] = [{ code: 'speaks-without-reads', nats: 3.9, facts: { minutes: reader.blind, usual } }];
  alarms.raise({ about: 'reader-blind', severity: 'major', confidence: 0.95, device, why }, now);
}

function judgeAntenna({ port, state, reads, usual }: Row, total: number, minute: Minute, alarms: Alarms): void {
  const { device, now, isOpen, zoneOf } = minute;
  const isLow = isSteady(usual) && isFarBelow(reads, usual);
  // A reader that hears nothing is one matter, not one for each of its antennas.
  if (isLow && total === 0) return;
  if (!isLow) {
    state.low = 0;
    alarms.clear('antenna-quiet', device, String(port), now, 'reads-again');
    return;
  }
  if (!isOpen) return;
  state.mute = reads === 0 && (state.low === 0 || state.mute);
  state.low++;
  if (state.low < (state.mute ? MUTE_MINUTES : LOW_MINUTES)) return;
  const why: Evidence[] = [
    { code: 'reads-below-usual', nats: 2.5, facts: { antenna: port, perMinute: reads, usual: rounded(usual.mean) } },
    { code: 'neighbours-heard', nats: 1.4, facts: { reads: total - reads } },
  ];
  alarms.raise({ about: 'antenna-quiet', severity: 'minor', confidence: 0.9, device, part: String(port), zone: zoneOf(port), why }, now);
}
