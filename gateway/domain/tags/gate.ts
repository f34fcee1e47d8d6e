import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import { clip, rounded } from '../statistics.ts';
import type { GateRun, Tag } from './tag.ts';

/** Reads at the gate that are farther apart belong to different passes. */
const RUN_GAP_MS = 8_000;
/** Nats from which a finished run was an exit. */
export const EXITED_AT = 0.8;

/** True for antennas that watch people leave: portals, and plain antennas in an entrance or exit zone. */
export const isGate = (antenna: AntennaPlace): boolean =>
  antenna.kind === 'portal-inner' ||
  antenna.kind === 'portal-outer' ||
  (antenna.kind === 'zone' && (antenna.zone?.kind === 'exit' || antenna.zone?.kind === 'entrance'));

const newRun = (antenna: AntennaPlace, at: number): GateRun => ({
  zone: antenna.zone?.id ?? null,
  first: at,
  last: at,
  reads: 0,
  strongest: -120,
  innerWeight: 0,
  innerSeconds: 0,
  outerWeight: 0,
  outerSeconds: 0,
  lastOuter: false,
  directed: false,
  antennas: [],
  inside: 0,
});

/** Takes a read at the gate into the present run, or begins a new one after a gap. */
export const addGateRead = (run: GateRun | null, antenna: AntennaPlace, rssi: number | null, at: number): GateRun => {
  const open = run === null || at - run.last > RUN_GAP_MS ? newRun(antenna, at) : run;
  const level = rssi ?? -65;
  const weight = 10 ** ((level + 70) / 12);
  const after = Math.max(0, at - open.first) / 1_000;
  if (antenna.kind === 'portal-outer') {
    open.outerWeight += weight;
    open.outerSeconds += weight * after;
  } else if (antenna.kind === 'portal-inner') {
    open.innerWeight += weight;
    open.innerSeconds += weight * after;
  }
  if (antenna.kind !== 'zone') {
    open.directed = true;
    open.lastOuter = antenna.kind === 'portal-outer';
  }
  if (!open.antennas.includes(antenna.index)) open.antennas.push(antenna.index);
  open.reads++;
  open.strongest = Math.max(open.strongest, level);
  open.last = Math.max(open.last, at);
  open.inside = 0;
  return open;
};

const direction = (run: GateRun): number => {
  if (!run.directed) return 0;
  const last = run.lastOuter ? 1.2 : -1.2;
  if (run.innerWeight === 0 || run.outerWeight === 0) return last;
  return last + clip(1.5 * (run.outerSeconds / run.outerWeight - run.innerSeconds / run.innerWeight), -3, 3);
};

/** What the door counter says of a run: an `out` near it, none, or no counter to ask. */
export type DoorWitness = 'out' | 'none' | 'no-counter';

const doorNats: Readonly<Record<DoorWitness, number>> = { out: 2, none: -1.5, 'no-counter': 0 };

/**
 * How much speaks for an exit, nats, with reasons: order of inner and outer antenna, the door counter, number and strength of
 * reads, whether the item was on its way already, and reads inside the shop since.
 */
export const exitEvidence = (tag: Tag, run: GateRun, door: DoorWitness): { readonly nats: number; readonly why: Evidence[] } => {
  const gateCells = tag.cells.filter((cell) => run.antennas.includes(cell.antenna)).length;
  const away = tag.trip !== null && !(tag.trip.arriving && tag.zone === run.zone);
  const why: Evidence[] = [
    { code: 'gate-direction', nats: rounded(direction(run)), facts: { last: run.lastOuter ? 'outer' : 'inner' } },
    { code: 'door-counter', nats: doorNats[door], facts: { seen: door } },
    {
      code: 'gate-reads',
      nats: rounded(Math.min(1.5, 0.25 * run.reads) + (run.strongest + 70) / 8 - 1),
      facts: { reads: run.reads, strongestDbm: rounded(run.strongest) },
    },
    { code: away ? 'on-its-way' : 'was-at-rest', nats: away ? 1 : -0.5 - 0.5 * gateCells, facts: {} },
  ];
  if (run.inside > 0) why.push({ code: 'seen-inside-since', nats: -4 * Math.min(3, run.inside), facts: { reads: run.inside } });
  return { nats: why.reduce((sum, evidence) => sum + evidence.nats, 0), why };
};
