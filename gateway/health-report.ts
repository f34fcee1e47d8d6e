/** How the gateway itself does, for whoever listens on `…/gateway/health`. */
export interface HealthReport {
  readonly state: 'running' | 'stopped';
  readonly at: number;
  readonly version: string;
  readonly uptimeS: number;
  readonly readsPerSecond: number;
  /** Frames on disk that are not yet applied. */
  readonly journalLag: number;
  /** Rows that wait, by sink. */
  readonly outbox: Readonly<Record<string, number>>;
  readonly rssBytes: number;
}

const EVERY_MS = 30_000;

/**
 * Tells the report at the start, every half minute, and that it is over at the stop. A broker that does not take it is no
 * reason to do anything: the next report says more than a late one.
 */
export function createHealthReporter(
  report: (state: HealthReport['state']) => HealthReport,
  tell: (report: HealthReport) => Promise<void>,
) {
  let timer: NodeJS.Timeout | null = null;
  const say = (state: HealthReport['state']): Promise<void> => tell(report(state)).catch(() => undefined);
  return {
    start(): void {
      timer ??= setInterval(() => void say('running'), EVERY_MS);
      void say('running');
    },
    /** Safe to call twice. */
    async stop(): Promise<void> {
      if (timer === null) return;
      clearInterval(timer);
      timer = null;
      await say('stopped');
    },
  };
}
