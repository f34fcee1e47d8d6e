import type { Metrics } from './observability/metrics.ts';
import type { FrameCount } from './pipeline/ledger-port.ts';

/** Prometheus' figures from the ledger's own counts, so that both always agree. */
export function countOutcomes(metrics: Metrics, counts: readonly FrameCount[]): void {
  for (const { outcome, frames } of counts) {
    const [what, reason = ''] = outcome.split(':');
    if (what === 'applied') metrics.countApplied(frames);
    else if (what === 'duplicate') metrics.countDuplicate(frames);
    else if (what === 'rejected') metrics.countRejected(reason, frames);
    else if (what === 'refused') metrics.countRefused(reason, frames);
    else if (what === 'evicted') metrics.countEvicted(reason, frames);
  }
}
