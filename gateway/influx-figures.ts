import { statSync } from 'node:fs';
import { instant } from './domain/units.ts';
import type { Reader } from './http/ports.ts';
import { gatewayPoints } from './outputs/gateway-points.ts';
import type { Outbox } from './pipeline/ledger-port.ts';

const EVERY_MS = 60_000;

export interface InfluxFiguresOptions {
  readonly store: string;
  readonly outbox: Outbox;
  readonly reader: Pick<Reader, 'devices'>;
  readonly clock: () => number;
  /** The ledger's file. */
  readonly file: string;
  readonly journalBytes: () => number;
  readonly journalLag: () => number;
  readonly waiting: () => Readonly<Record<string, number>>;
  /** A look that failed; the next one is a minute away. */
  readonly onFailure: (error: unknown) => void;
}

/** Bytes of the ledger with what SQLite has beside it; 0 for what is not there. */
const ledgerBytes = (file: string): number =>
  ['', '-wal'].reduce((sum, suffix) => sum + (statSync(`${file}${suffix}`, { throwIfNoEntry: false })?.size ?? 0), 0);

/**
 * Once a minute, how the gateway and its devices do, as points for InfluxDB. They go through the outbox like all others: what the
 * database misses while it is away comes later, with its own time.
 */
export function createInfluxFigures(options: InfluxFiguresOptions) {
  const { store, outbox, reader, clock, file, journalBytes, journalLag, waiting, onFailure } = options;
  let timer: NodeJS.Timeout | null = null;

  const write = async (): Promise<void> => {
    const at = instant(clock());
    const figures = {
      journalLag: journalLag(),
      outboxDepth: Object.values(waiting()).reduce((sum, n) => sum + n, 0),
      diskBytes: journalBytes() + ledgerBytes(file),
      rssBytes: process.memoryUsage.rss(),
    };
    const points = gatewayPoints(store, at, figures, await reader.devices());
    outbox.add(points.map((body, i) => ({ sink: 'influx', key: `figures ${at} ${i}`, at, expires: null, body })));
  };
  const look = (): void => void write().catch(onFailure);

  return {
    write,
    start(): void {
      timer ??= setInterval(look, EVERY_MS);
      look();
    },
    /** Safe to call twice. */
    stop(): void {
      if (timer !== null) clearInterval(timer);
      timer = null;
    },
  };
}
