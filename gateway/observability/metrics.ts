import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createRate } from './rate.ts';

/** What only a look at the running parts can tell; asked for once per scrape. */
interface Figures {
  /** Frames on disk that are not yet applied. */
  readonly journalLag: number;
  readonly journalBytes: number;
  /** Rows waiting, by sink. */
  readonly outbox: Readonly<Record<string, number>>;
  readonly openVisits: number;
  readonly trackedTags: number;
}

/** The gateway's figures for Prometheus. Every `count*` is cheap enough for the way of a reading. */
export interface Metrics {
  countApplied(frames: number): void;
  countDuplicate(frames: number): void;
  countRejected(reason: string, frames: number): void;
  /** Turned away before it became a frame. */
  countRefused(reason: string, frames: number): void;
  /** Frames that retention took before they were applied. */
  countEvicted(reason: string, frames: number): void;
  countReads(reads: number): void;
  countRequest(method: string, route: string, status: number, seconds: number): void;
  /** Tag reads per second over the last five seconds. */
  readsPerSecond(): number;
  /** Where the gauges look when they are scraped; the last one given counts. */
  observe(figures: () => Figures): void;
  /** Starts to measure the event loop's delay. */
  start(): void;
  stop(): void;
  /** Media type of `text()`. */
  readonly contentType: string;
  /** The Prometheus exposition format. */
  text(): Promise<string>;
}

/** More different label values than this share the value `other`: a label may not grow with what strangers send. */
const MOST_LABEL_VALUES = 100;

/** A counter with one label whose children are looked up once per label value. */
function labelled(registry: Registry, name: string, help: string, label: string): (value: string, n?: number) => void {
  const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
  const children = new Map<string, { inc(n?: number): void }>();
  return (value, n = 1) => {
    const known = children.get(value);
    if (known) return known.inc(n);
    const name = children.size < MOST_LABEL_VALUES ? value : 'other';
    const child = children.get(name) ?? counter.labels(name);
    children.set(name, child);
    child.inc(n);
  };
}

function plain(registry: Registry, name: string, help: string): (n?: number) => void {
  const counter = new Counter({ name, help, registers: [registry] });
  return (n = 1) => counter.inc(n);
}

/** Gauges that are read from the running parts at each scrape. */
function figureGauges(registry: Registry, figures: () => Figures | null): void {
  const gauge = (name: string, help: string, read: (figures: Figures) => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const now = figures();
        if (now) this.set(read(now));
      },
    });
  };
  gauge('aisle_journal_lag_frames', 'Frames on disk that are not yet applied', (now) => now.journalLag);
  gauge('aisle_journal_bytes', 'Size of the journal on disk', (now) => now.journalBytes);
  gauge('aisle_open_visits', 'Visits that are open', (now) => now.openVisits);
  gauge('aisle_tracked_tags', 'Tags that the gateway keeps in mind', (now) => now.trackedTags);
  new Gauge({
    name: 'aisle_outbox_waiting',
    help: 'Rows that wait to be delivered, by sink',
    labelNames: ['sink'],
    registers: [registry],
    collect() {
      for (const [sink, waiting] of Object.entries(figures()?.outbox ?? {})) this.set({ sink }, waiting);
    },
  });
}

/** Memory and event loop. The delay's histogram starts anew with each scrape, so a scrape tells of the time since the last. */
function processGauges(registry: Registry): { readonly start: () => void; readonly stop: () => void } {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  new Gauge({
    name: 'aisle_process_resident_bytes',
    help: 'Memory of the process',
    registers: [registry],
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Gauge({
    name: 'aisle_event_loop_delay_seconds',
    help: 'Delay of the event loop since the last scrape',
    labelNames: ['quantile'],
    registers: [registry],
    collect() {
      this.set({ quantile: '0.5' }, delay.percentile(50) / 1e9);
      this.set({ quantile: '0.99' }, delay.percentile(99) / 1e9);
      this.set({ quantile: '1' }, delay.max / 1e9);
      delay.reset();
    },
  });
  return { start: () => void delay.enable(), stop: () => void delay.disable() };
}

/** Builds the figures in a registry of their own: two gateways in one process (tests) do not meet. `clock` is epoch ms. */
export function createMetrics(options: { readonly clock: () => number }): Metrics {
  const registry = new Registry();
  const rate = createRate(options.clock);
  let figures: () => Figures | null = () => null;
  figureGauges(registry, () => figures());
  const loop = processGauges(registry);
  const reads = plain(registry, 'aisle_tag_reads_total', 'Tag reads, repeated ones included');
  const evicted = labelled(registry, 'aisle_frames_evicted_total', 'Frames that retention took unapplied', 'reason');
  const requests = new Histogram({
    name: 'aisle_http_request_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers: [registry],
  });

  return {
    countApplied: plain(registry, 'aisle_frames_applied_total', 'Messages whose readings took effect'),
    countDuplicate: plain(registry, 'aisle_frames_duplicate_total', 'Messages that were known already'),
    countRejected: labelled(registry, 'aisle_frames_rejected_total', 'Messages in quarantine', 'reason'),
    countRefused: labelled(registry, 'aisle_frames_refused_total', 'Messages turned away before they were stored', 'reason'),
    countEvicted: evicted,
    countReads: (n) => {
      reads(n);
      rate.add(n);
    },
    countRequest: (method, route, status, seconds) => requests.labels(method, route, `${Math.floor(status / 100)}xx`).observe(seconds),
    readsPerSecond: () => rate.perSecond(),
    observe: (source) => {
      figures = source;
    },
    start: loop.start,
    stop: loop.stop,
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
