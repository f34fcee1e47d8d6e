import type { AntennaPlace } from '../../floor-plan.ts';
import type { ZoneId } from '../../ids.ts';
import type { Gate } from './gates.ts';

/** Reads at the gate that are farther apart belong to different passes, ms. */
export const RUN_GAP_MS = 8_000;
/** What a read without a strength stands for, dBm. */
const UNKNOWN_DBM = -65;

/** What one side of a gate has heard of a pass. */
interface Side {
  reads: number;
  /** Strongest read in dB over the weak reads of its antenna, 0 or more; -1 while no read stated a strength. */
  margin: number;
  /** Reads and seconds since the begin of the pass, weighted by their strength: their quotient is when it was nearest. */
  weight: number;
  seconds: number;
}

/** A pass through the gate: reads there that the tag's resting place does not explain. */
export interface GateRun {
  readonly gate: number;
  readonly zone: ZoneId | null;
  /** True when the gate can tell the direction. */
  readonly directed: boolean;
  readonly first: number;
  /** When it came near the gate: passes close after each other are one stay there. */
  readonly since: number;
  /** Passes of the same stay before this one. */
  readonly before: number;
  last: number;
  /** Strongest read, dBm. */
  strongest: number;
  readonly inner: Side;
  readonly outer: Side;
  /** Antennas that are neither inner nor outer. */
  readonly plain: Side;
  lastOuter: boolean;
  /** Index of each antenna that took part. */
  antennas: readonly number[];
  /** Reads inside the shop after the last one at the gate; the first seconds count in part. */
  inside: number;
  /** When it was heard last, at the gate or inside. */
  heard: number;
  /** Proven listening of the shop at that moment, ms. */
  upAt: number;
  /** The probability that was said when it became suspicious; 0 before. */
  suspected: number;
}

const newSide = (): Side => ({ reads: 0, margin: -1, weight: 0, seconds: 0 });

/** An earlier pass of the same tag. */
export type EarlierPass = Pick<GateRun, 'since' | 'before' | 'last'>;

/** Who is heard again within this time has stayed near the gate, ms. */
export const STAY_GAP_MS = 30_000;

const newRun = (gate: Gate, at: number, earlier: EarlierPass | undefined): GateRun => ({
  gate: gate.index,
  zone: gate.zone,
  directed: gate.directed,
  ...(earlier !== undefined && at - earlier.last < STAY_GAP_MS
    ? { since: earlier.since, before: earlier.before + 1 }
    : { since: at, before: 0 }),
  first: at,
  last: at,
  strongest: -120,
  inner: newSide(),
  outer: newSide(),
  plain: newSide(),
  lastOuter: false,
  antennas: [],
  inside: 0,
  heard: at,
  upAt: 0,
  suspected: 0,
});

const sideOf = (run: GateRun, antenna: AntennaPlace): Side =>
  antenna.kind === 'portal-outer' ? run.outer : antenna.kind === 'portal-inner' ? run.inner : run.plain;

export const readsOf = (run: GateRun): number => run.inner.reads + run.outer.reads + run.plain.reads;

/** One read at a gate, with how far it is above the weak reads of its antenna, dB; null without a strength. */
export interface GateRead {
  readonly gate: Gate;
  readonly antenna: AntennaPlace;
  readonly rssi: number | null;
  readonly margin: number | null;
  readonly at: number;
}

/** The pass that a read belongs to: the present one, or a new one after a gap or at another gate. */
const runFor = (run: GateRun | null, { gate, rssi, at }: GateRead, earlier: EarlierPass | undefined): GateRun => {
  if (run === null || at - run.last > RUN_GAP_MS) return newRun(gate, at, earlier);
  // Two doors hear one person: the nearer one counts.
  if (run.gate !== gate.index && (rssi ?? UNKNOWN_DBM) > run.strongest) return newRun(gate, at, earlier);
  return run;
};

/** Takes a read at the gate into the present pass, or begins a new one. Late reads of the same pass are in order by their own time. */
export const addGateRead = (present: GateRun | null, read: GateRead, upAt: number, earlier?: EarlierPass): GateRun => {
  const run = runFor(present, read, earlier);
  const { gate, antenna, rssi, margin, at } = read;
  if (run.gate !== gate.index) return run;
  const level = rssi ?? UNKNOWN_DBM;
  const side = sideOf(run, antenna);
  const weight = 10 ** ((level + 70) / 12);
  side.reads++;
  side.margin = Math.max(side.margin, margin ?? -1);
  side.weight += weight;
  side.seconds += (weight * (at - run.first)) / 1_000;
  if (at >= run.last && antenna.kind !== 'zone') run.lastOuter = antenna.kind === 'portal-outer';
  if (!run.antennas.includes(antenna.index)) run.antennas = [...run.antennas, antenna.index];
  run.strongest = Math.max(run.strongest, level);
  run.last = Math.max(run.last, at);
  run.heard = Math.max(run.heard, at);
  run.upAt = upAt;
  run.inside = 0;
  return run;
};

/** Reads inside within this time of the last one at the gate may be reflections of the same pass, ms. */
const ECHO_MS = 4_000;

/** The tag is heard inside the shop while its pass is open. */
export const addInsideRead = (run: GateRun, at: number, upAt: number): void => {
  if (at <= run.last) return;
  run.inside += Math.min(1, (at - run.last) / ECHO_MS);
  run.heard = Math.max(run.heard, at);
  run.upAt = upAt;
};

/** A copy that shares nothing with a snapshot. */
export const copyRun = (run: GateRun): GateRun => ({
  ...run,
  inner: { ...run.inner },
  outer: { ...run.outer },
  plain: { ...run.plain },
});
