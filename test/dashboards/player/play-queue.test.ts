import { describe, expect, it } from 'vitest';
import type { ShowCommand } from '../../../dashboards/player/command.ts';
import { createPlayQueue } from '../../../dashboards/player/play-queue.ts';

/** A display without a browser: time moves only when told, proof comes only when given. */
function createBench() {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const log: string[] = [];
  let prove = () => {};
  const queue = createPlayQueue({
    clock: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    show(command, proven) {
      log.push(`show ${command.id}`);
      prove = proven;
      return () => log.push(`hide ${command.id}`);
    },
    idle: () => log.push('idle'),
    answer: (id, result) => log.push(`${id} ${result}`),
  });
  return {
    queue,
    log,
    prove: () => prove(),
    advance(ms: number) {
      now += ms;
      for (const timer of timers.filter((entry) => entry.at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
    },
  };
}

const command = (id: string, deadline = 60_000): ShowCommand => ({
  id,
  deadline,
  showForMs: 10_000,
  slides: [{ language: 'en', slide: { title: id, body: '', priceMinor: null, currency: '', picture: null } }],
});

describe('the order of commands on a display', () => {
  it('shows a command, answers once it is proven, and goes back to idle', () => {
    const bench = createBench();
    bench.queue.push(command('a'));
    bench.prove();
    bench.prove();
    bench.advance(10_000);
    expect(bench.log).toEqual(['show a', 'a shown', 'hide a', 'idle']);
  });

  it('never shows a command after its deadline', () => {
    const bench = createBench();
    bench.advance(5_000);
    bench.queue.push(command('late', 5_000));
    expect(bench.log).toEqual(['late expired']);
  });

  it('lets the next one wait, and lets it expire when the screen stays busy past its deadline', () => {
    const bench = createBench();
    bench.queue.push(command('a'));
    bench.queue.push(command('b', 4_000));
    bench.queue.push(command('c'));
    bench.prove();
    bench.advance(10_000);
    expect(bench.log).toEqual(['show a', 'a shown', 'hide a', 'b expired', 'show c']);
  });

  it('says expired, not shown, when nobody could see it the whole time', () => {
    const bench = createBench();
    bench.queue.push(command('a'));
    bench.advance(10_000);
    expect(bench.log).toEqual(['show a', 'hide a', 'a expired', 'idle']);
  });

  it('plays a command once that is delivered twice', () => {
    const bench = createBench();
    bench.queue.push(command('a'));
    bench.queue.push(command('a'));
    bench.prove();
    bench.advance(10_000);
    expect(bench.log.filter((line) => line === 'show a')).toHaveLength(1);
  });

  it('refuses what a flood brings beyond the queue', () => {
    const bench = createBench();
    for (let index = 0; index < 12; index += 1) bench.queue.push(command(`n${index}`));
    expect(bench.log.filter((line) => line.endsWith('refused'))).toEqual(['n9 refused', 'n10 refused', 'n11 refused']);
  });
});
