import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../dashboards/web/state/api.ts';
import { createLiveFeed } from '../../../dashboards/web/state/live-feed.ts';
import type { NowView } from '../../../gateway/http/contract.ts';
import { emptyNow } from '../../browser/fixture-now.ts';

const pictureAt = (at: number): NowView => ({ ...emptyNow(), at });
const down: Answer<NowView> = { ok: false, status: 0, detail: 'down', next: '' };

function createBench() {
  const seen: string[] = [];
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  let handlers = { message: (_data: string) => {}, failed: () => {} };
  let answer: Answer<NowView> = down;
  const feed = createLiveFeed({
    openStream(on, after) {
      handlers = on;
      seen.push(after === null ? 'open' : `open after ${after}`);
      return () => seen.push('close');
    },
    fetchNow: async () => answer,
    onNow: (picture) => seen.push(`now ${picture.at}`),
    onEvent: (event) => seen.push(`event ${event.id}`),
    onLink: (link) => seen.push(link),
    onLoggedOut: () => seen.push('logged out'),
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
    random: () => 0.5,
  });
  return {
    feed,
    seen,
    say: (message: unknown) => handlers.message(JSON.stringify(message)),
    fail: () => handlers.failed(),
    answerWith(next: Answer<NowView>) {
      answer = next;
    },
    async advance(ms: number) {
      now += ms;
      for (const timer of timers.filter((entry) => entry.at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

describe('the live feed of the page', () => {
  it('is live with the first message and hands on pictures and events', () => {
    const bench = createBench();
    bench.feed.start();
    bench.say({ type: 'now', now: pictureAt(10) });
    bench.say({ type: 'event', id: 7, event: 'item.picked', at: 10, emittedAt: 10, text: {} });
    expect(bench.seen).toEqual(['connecting', 'open', 'live', 'now 10', 'live', 'event 7']);
  });

  it('goes on after the last event that was seen when the stream comes back', async () => {
    const bench = createBench();
    bench.feed.start();
    for (const id of [7, 8]) bench.say({ type: 'event', id, event: 'item.picked', at: 10, emittedAt: 10, text: {} });
    bench.fail();
    await bench.advance(1_000);
    expect(bench.seen).toContain('open after 8');
  });

  it('asks when the stream breaks, and is stale when even asking fails', async () => {
    const bench = createBench();
    bench.feed.start();
    bench.fail();
    await bench.advance(0);
    expect(bench.seen.slice(-2)).toEqual(['close', 'stale']);
    bench.answerWith({ ok: true, value: pictureAt(20) });
    await bench.advance(1_000);
    bench.fail();
    await bench.advance(0);
    expect(bench.seen.slice(-4)).toEqual(['open', 'close', 'now 20', 'polling']);
  });

  it('waits longer before each new try, up to a cap', async () => {
    const bench = createBench();
    bench.feed.start();
    const waits: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      bench.fail();
      const before = bench.seen.filter((line) => line === 'open').length;
      let waited = 0;
      while (bench.seen.filter((line) => line === 'open').length === before) {
        waited += 1_000;
        await bench.advance(1_000);
      }
      waits.push(waited);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it('takes a stream that says nothing for half a minute for dead', async () => {
    const bench = createBench();
    bench.feed.start();
    bench.say({ type: 'now', now: pictureAt(1) });
    await bench.advance(29_999);
    expect(bench.seen).not.toContain('close');
    await bench.advance(1);
    expect(bench.seen.slice(-2)).toEqual(['close', 'stale']);
  });

  it('never goes back to an older picture', () => {
    const bench = createBench();
    bench.feed.start();
    bench.say({ type: 'now', now: pictureAt(10) });
    bench.say({ type: 'now', now: pictureAt(9) });
    expect(bench.seen).not.toContain('now 9');
  });

  it('ends when the session has ended', async () => {
    const bench = createBench();
    bench.answerWith({ ok: false, status: 401, detail: '', next: '' });
    bench.feed.start();
    bench.fail();
    await bench.advance(0);
    expect(bench.seen.at(-1)).toBe('logged out');
    await bench.advance(60_000);
    expect(bench.seen.filter((line) => line === 'open')).toHaveLength(1);
  });

  it('stops twice without harm and says nothing afterwards', async () => {
    const bench = createBench();
    bench.feed.start();
    bench.feed.stop();
    bench.feed.stop();
    const before = bench.seen.filter((line) => line !== 'close').length;
    bench.say({ type: 'now', now: pictureAt(10) });
    bench.fail();
    await bench.advance(60_000);
    expect(bench.seen.filter((line) => line !== 'close')).toHaveLength(before);
  });
});
