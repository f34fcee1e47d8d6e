import { describe, expect, it, onTestFinished } from 'vitest';
import { createMetrics } from '../../gateway/observability/metrics.ts';
import { createRate } from '../../gateway/observability/rate.ts';

const values = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

function started(clock = () => 0) {
  const metrics = createMetrics({ clock });
  metrics.start();
  onTestFinished(() => metrics.stop());
  return metrics;
}

describe('the figures', () => {
  it('count what became of messages', async () => {
    const metrics = started();
    metrics.countApplied(2);
    metrics.countApplied(1);
    metrics.countDuplicate(1);
    metrics.countRejected('not-json', 1);
    metrics.countRejected('not-json', 3);
    metrics.countRefused('bad-credential', 1);
    metrics.countEvicted('age', 7);
    metrics.countReads(12);
    expect(values(await metrics.text())).toMatchObject({
      aisle_frames_applied_total: 3,
      aisle_frames_duplicate_total: 1,
      'aisle_frames_rejected_total{reason="not-json"}': 4,
      'aisle_frames_refused_total{reason="bad-credential"}': 1,
      'aisle_frames_evicted_total{reason="age"}': 7,
      aisle_tag_reads_total: 12,
    });
  });

  it('look at the running parts when they are scraped', async () => {
    const metrics = started();
    let lag = 3;
    expect(values(await metrics.text()).aisle_journal_lag_frames ?? 0).toBe(0);
    metrics.observe(() => ({ journalLag: lag, journalBytes: 4_096, outbox: { influx: 5 }, openVisits: 2, trackedTags: 900 }));
    expect(values(await metrics.text())).toMatchObject({
      aisle_journal_lag_frames: 3,
      aisle_journal_bytes: 4_096,
      'aisle_outbox_waiting{sink="influx"}': 5,
      aisle_open_visits: 2,
      aisle_tracked_tags: 900,
    });
    lag = 0;
    expect(values(await metrics.text()).aisle_journal_lag_frames).toBe(0);
  });

  it('tell of memory and the event loop', async () => {
    const figures = values(await started().text());
    expect(figures.aisle_process_resident_bytes).toBeGreaterThan(10_000_000);
    expect(figures['aisle_event_loop_delay_seconds{quantile="0.99"}']).toBeGreaterThanOrEqual(0);
  });

  it('do not grow with what strangers send', async () => {
    const metrics = started();
    for (let n = 0; n < 1_000; n++) metrics.countRefused(`reason-${n}`, 1);
    const lines = Object.entries(values(await metrics.text())).filter(([name]) => name.startsWith('aisle_frames_refused_total'));
    expect(lines).toHaveLength(101);
    expect(lines.reduce((sum, [, count]) => sum + count, 0)).toBe(1_000);
  });

  it('of two gateways in one process do not meet', async () => {
    const [one, two] = [started(), started()];
    one.countApplied(1);
    expect(values(await two.text()).aisle_frames_applied_total).toBe(0);
  });

  it('may be stopped twice', () => {
    const metrics = started();
    metrics.stop();
    metrics.stop();
  });
});

describe('a rate', () => {
  it('is the mean of the last five whole seconds', () => {
    let now = 10_000;
    const rate = createRate(() => now);
    const seen: number[] = [];
    for (let second = 0; second < 8; second++) {
      rate.add(100);
      now += 1_000;
      seen.push(rate.perSecond());
    }
    expect(seen).toEqual([20, 40, 60, 80, 100, 100, 100, 100]);
    now += 2_000;
    expect(rate.perSecond()).toBe(60);
    now += 60_000;
    expect(rate.perSecond()).toBe(0);
  });

  it('survives a clock that steps back', () => {
    let now = 10_000;
    const rate = createRate(() => now);
    rate.add(50);
    now -= 5_000;
    rate.add(50);
    now = 11_000;
    expect(rate.perSecond()).toBe(20);
  });
});
