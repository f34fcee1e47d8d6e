import { describe, expect, it } from 'vitest';
import type { ShowCommand } from '../../../dashboards/player/command.ts';
import { createPlayQueue } from '../../../dashboards/player/play-queue.ts';

/** A display without a browser: time moves only when told, proof comes only when given. */
function createBench() {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const log: string[] = [];
  let prove: (visibleMs: number) => void = () => {};
  let isVisible = true;
  const queue = createPlayQueue({
    clock: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
    canShow: () => isVisible,
    show(command, proven) {
      log.push(`show ${command.id}`);
      prove = proven;
      return {
        hide() {
          log.push(`hide ${command.id}`);
          return 9_500;
        },
      };
    },
    idle: () => log.push('idle'),
    answer: (id, result, visibleMs) => log.push(`${id} ${result}${visibleMs === undefined ? '' : ` ${visibleMs}`}`),
  });
  return {
    queue,
    log,
    prove: () => prove(1_000),
    look(isSeen: boolean) {
      isVisible = isSeen;
    },
    advance(ms: number) {
      now += ms;
      for (const timer of timers.filter((entry) => entry.at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.run();
      }
    },
  };
}

const command = (id: string, deadline = 60_000, priority = 50): ShowCommand => ({
  id,
  deadline,
  showForMs: 10_000,
  priority,
  slides: [{ language: 'en', title: id, body: '', priceMinor: null, currency: '', picture: null, link: null }],
});

describe('the order of commands on a display', () => {
  it('shows a command, answers once it is proven, and goes back to idle', () => {
    const bench = createBench();
    bench.queue.push(command('a'));
    bench.prove();
    bench.prove();
    bench.advance(10_000);
    expect(bench.log).toEqual(['show a', 'a shown 1000', 'hide a', 'a shown 9500', 'idle']);
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
    expect(bench.log).toEqual(['show a', 'a shown 1000', 'hide a', 'a shown 9500', 'b expired', 'show c']);
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

  it('lets what is more important take the screen at once, and tells how long the other was seen', () => {
    const bench = createBench();
    bench.queue.push(command('a'));
    bench.prove();
    bench.advance(4_000);
    bench.queue.push(command('gold', 60_000, 80));
    expect(bench.log).toEqual(['show a', 'a shown 1000', 'hide a', 'a shown 9500', 'show gold']);
    bench.prove();
    bench.advance(6_000);
    expect(bench.log.at(-1)).toBe('gold shown 1000');
    bench.advance(4_000);
    expect(bench.log.slice(-3)).toEqual(['hide gold', 'gold shown 9500', 'idle']);
  });

  it('plays the more important of those that wait first, and equals in the order of their coming', () => {
    const bench = createBench();
    for (const [id, priority] of [
      ['now', 90],
      ['b', 50],
      ['high', 70],
      ['c', 50],
    ] as const)
      bench.queue.push(command(id, 60_000, priority));
    for (let round = 0; round < 4; round++) bench.advance(10_000);
    expect(bench.log.filter((line) => line.startsWith('show'))).toEqual(['show now', 'show high', 'show b', 'show c']);
  });

  it('refuses at once what nobody could see, so that the shop can use another display', () => {
    const bench = createBench();
    bench.look(false);
    bench.queue.push(command('a'));
    expect(bench.log).toEqual(['a refused']);
  });
});
