import { decodeEpc } from '../devices/kit/epc/decode-epc.ts';
import type { Catalogue } from './config/catalogue.ts';
import type { TagRead } from './domain/readings.ts';
import { createShopNames } from './explain/shop-names.ts';
import type { ItemView, NowView, PendingDeviceView, ReadView, StoreView } from './http/contract.ts';
import type { LiveHub } from './http/live-hub.ts';
import type { Live, Reader } from './http/ports.ts';
import type { Pipeline } from './pipeline/create-pipeline.ts';
import type { Journal } from './pipeline/journal-port.ts';
import type { RecentReads } from './pipeline/recent-reads.ts';

const READS_SHOWN = 100;

export interface LiveOptions {
  readonly catalogue: Catalogue;
  readonly zoneOf: (device: string, antenna: number) => string | null;
  readonly reader: Reader;
  readonly pipeline: Pipeline;
  readonly journal: Journal;
  readonly recent: RecentReads;
  readonly now: () => Promise<NowView>;
  readonly problemOf: (device: string) => string | null;
  readonly pendingDevices: () => PendingDeviceView[];
  readonly hub: LiveHub;
  readonly clock: () => number;
  /** Most people at a time; null where the shop has no limit. */
  readonly occupancyLimit: number | null;
  readonly isDemo: boolean;
  /** Throws when a part that readings need is not there. */
  readonly ready: () => void;
}

/** What the running process adds to the ledger's answers: the newest reads, the state in memory, the journal's figures. */
export function createLive(options: LiveOptions): Live {
  const { catalogue, reader, pipeline, journal, recent, hub } = options;
  const products = new Map(catalogue.products.map((product) => [product.gtin, product]));

  return {
    names: createShopNames(catalogue),
    store: (): StoreView => ({
      id: catalogue.storeId,
      name: { ...catalogue.name },
      timezone: catalogue.timezone,
      currency: catalogue.currency,
      locale: catalogue.locale,
      plan: { ...catalogue.plan },
      zones: catalogue.zones.map((zone) => ({
        ...zone,
        name: { ...zone.name },
        polygon: zone.polygon.map(([x, y]) => [x, y] as [number, number]),
      })),
      now: options.clock(),
      occupancyLimit: options.occupancyLimit,
      demo: options.isDemo,
    }),
    now: options.now,
    problemOf: options.problemOf,
    pendingDevices: options.pendingDevices,
    async item(epc): Promise<ItemView | null> {
      const known = pipeline.item(epc);
      const reads = recent.of(epc, READS_SHOWN);
      const { history, visit } = await reader.itemHistory(epc);
      if (!known && reads.length === 0 && history.length === 0) return null;
      const facts = decodeEpc(epc);
      const product = facts.gtin14 === null ? undefined : products.get(facts.gtin14);
      const newest = reads[0];
      return {
        epc,
        scheme: facts.scheme,
        uri: facts.pureUri,
        gtin: facts.gtin14,
        serial: facts.serial,
        identity: facts.identity,
        sku: product?.sku ?? null,
        name: product ? { ...product.name } : null,
        state: known?.state ?? 'heard',
        zone: known?.zone ?? null,
        section: known?.section ?? null,
        confidence: known?.confidence ?? 0,
        visit,
        reads: known?.reads ?? reads.length,
        firstRead: known?.firstRead ?? reads.at(-1)?.at ?? 0,
        lastRead: known?.lastRead ?? newest?.at ?? 0,
        recent: reads.map((read) => toReadView(read, options.zoneOf(read.device, read.antenna))),
        history,
      };
    },
    async ledger() {
      const [part, { bytes, segments, evicted, corrupt }] = [await reader.ledger(), journal.stats()];
      const pending = pipeline.backlog();
      const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, n) => total + n, 0);
      const accounted = part.applied + part.duplicate + sum(part.rejected) + sum(part.evicted);
      return {
        ...part,
        received: part.received + pending,
        pending,
        balanced: part.received === accounted,
        journal: { lastSeq: journal.lastSeq, firstSeq: journal.firstSeq, bytes, segments, evicted, corrupt },
      };
    },
    subscribe: hub.subscribe,
    recent: hub.recent,
    ready: options.ready,
  };
}

function toReadView(read: TagRead, zone: string | null): ReadView {
  const { reportedAt, receivedAt, device, antenna, rssi, tid, count, detail } = read;
  return { at: reportedAt ?? receivedAt, receivedAt, device, antenna, rssiDbm: rssi, tid, count, zone, ...detail };
}
