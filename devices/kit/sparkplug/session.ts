import { z } from 'zod';
import type { DriverMemory } from '../define-device.ts';
import { type Metric, type Payload, signed } from './payload.ts';

/** Names that are remembered of one edge node. */
const MOST_NAMES = 512;

const session = z.object({
  /** Names by alias, with the device in front where one edge node stands for several. */
  names: z.record(z.string(), z.string()),
  /** Types by name. */
  types: z.record(z.string(), z.string()),
  seq: z.number().nullable(),
  bdSeq: z.number().nullable(),
  group: z.string(),
  /** Something was said that only a birth explains. */
  wantsRebirth: z.boolean(),
  /** A birth was heard, and no death since. */
  isBorn: z.boolean().default(false),
});
export type Session = z.output<typeof session>;

/** What is known of an edge node since its birth. Plain data in the driver's memory. */
export function sessionOf(memory: DriverMemory): Session {
  const parsed = session.safeParse(memory.session);
  return parsed.success ? parsed.data : { names: {}, types: {}, seq: null, bdSeq: null, group: '', wantsRebirth: false, isBorn: false };
}

/** Learns the names, aliases and types of a birth; `isOwn` is that of whoever this session is of: it begins everything anew. */
export function learnBirth(known: Session, payload: Payload, isOwn: boolean): void {
  if (isOwn) {
    known.isBorn = true;
    known.names = {};
    known.types = {};
    known.wantsRebirth = false;
    known.bdSeq = numberOf(payload.metrics.find(({ name }) => name === 'bdSeq'));
  }
  for (const { name, alias, dataType } of payload.metrics) {
    if (name === null || Object.keys(known.types).length >= MOST_NAMES) continue;
    if (alias !== null) known.names[alias] = name;
    if (dataType !== null) known.types[name] = dataType;
  }
}

/** True when the number behind the last one is missing. Numbers run to 255 and through all messages of an edge node. */
export function isGap(known: Session, seq: number | null): boolean {
  if (seq === null) return false;
  const before = known.seq;
  known.seq = seq;
  return before !== null && seq !== (before + 1) % 256;
}

/** The name and value of a metric; null when only a birth that was missed tells its name. */
export function nameMetric(known: Session, metric: Metric): { readonly name: string; readonly value: Metric['value'] } | null {
  const name = metric.name ?? (metric.alias === null ? undefined : known.names[metric.alias]);
  if (name === undefined) return null;
  const { value } = metric;
  return { name, value: typeof value === 'number' ? signed(value, metric.dataType ?? known.types[name] ?? null) : value };
}

export const numberOf = (metric: Metric | undefined): number | null => (typeof metric?.value === 'number' ? metric.value : null);
