import type { NowView, PendingDeviceView } from './contract.ts';
import type { Reader } from './ports.ts';

/** What the running process adds to the ledger's picture. */
interface NowFigures {
  /** Receive time up to which everything is in the ledger, epoch ms. */
  readonly completeUntil: number;
  readonly readsPerSecond: number;
  /** Frames on disk that are not yet applied. */
  readonly journalLag: number;
  readonly pending: readonly PendingDeviceView[];
  readonly problemOf: (device: string) => string | null;
}

export interface NowOptions {
  readonly reader: Pick<Reader, 'zones' | 'footfall' | 'shelves' | 'visits' | 'decisions' | 'devices' | 'alerts'>;
  readonly figures: () => NowFigures;
  /** Epoch ms. */
  readonly clock: () => number;
}

const FRESH_MS = 1_000;
/** As much as the first page shows; older ones are on the pages of their own. */
const MOST_VISITS = 200;
const MOST_OFFERS = 30;
const MOST_ALERTS = 100;

async function build({ reader, figures, clock }: NowOptions): Promise<NowView> {
  // Taken before the questions: the picture may know more than it claims, never less.
  const { completeUntil, readsPerSecond, journalLag, pending, problemOf } = figures();
  const at = clock();
  const [zones, footfall, shelves, visits, offers, known, alerts] = await Promise.all([
    reader.zones(),
    reader.footfall(),
    reader.shelves(),
    reader.visits({ limit: MOST_VISITS, open: true }),
    reader.decisions({ limit: MOST_OFFERS }),
    reader.devices(),
    reader.alerts({ limit: MOST_ALERTS, open: true }),
  ]);
  const devices = known.map((device) => ({ ...device, problem: problemOf(device.id) }));
  return {
    at,
    completeUntil,
    pending: [...pending],
    zones,
    footfall,
    shelves,
    visits,
    offers,
    devices,
    alerts,
    readsPerSecond,
    journalLag,
  };
}

/**
 * Gives the first page's picture, at most one second old by `clock`. Whoever asks while one is being made waits for that
 * one, so a hundred pages cost the reader one set of questions per second. A failure is told to those who waited and not
 * kept: the next asks anew.
 */
export function createNow(options: NowOptions): () => Promise<NowView> {
  let newest: NowView | null = null;
  let underWay: Promise<NowView> | null = null;

  const isFresh = (view: NowView): boolean => {
    const age = options.clock() - view.at;
    return age >= 0 && age < FRESH_MS;
  };

  const start = async (): Promise<NowView> => {
    try {
      newest = await build(options);
      return newest;
    } finally {
      underWay = null;
    }
  };

  return () => {
    if (underWay) return underWay;
    if (newest && isFresh(newest)) return Promise.resolve(newest);
    underWay = start();
    return underWay;
  };
}
