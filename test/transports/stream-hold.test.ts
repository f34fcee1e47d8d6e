import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { IncomingFrame } from '../../gateway/pipeline/frame.ts';
import { createStreamHold } from '../../gateway/transports/stream-hold.ts';
import { createStreamRefusals } from '../../gateway/transports/stream-refusals.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { until } from '../support/until.ts';

const frame = (text: string): IncomingFrame => ({
  transport: 'serial',
  source: 'reader-1',
  topic: 't',
  bytes: Buffer.from(text),
  repeated: false,
});

function startHold(most = { frames: 8, bytes: 1_000 }) {
  const intake = createFakeIntake();
  const pressure: boolean[] = [];
  const problems: string[] = [];
  const hold = createStreamHold({
    intake,
    retryMs: { first: 5, longest: 20 },
    onPressure: (isHigh) => pressure.push(isHigh),
    onProblem: (problem) => problems.push(problem),
    most,
  });
  onTestFinished(() => hold.stop());
  return { intake, hold, pressure, problems };
}

describe('frames that wait for the journal', () => {
  it('fall out when there are too many, the oldest first, and each of them is counted', async () => {
    const { intake, hold, pressure } = startHold();
    intake.behave('fail');
    for (let n = 0; n < 20; n += 1) hold.put(frame(`frame ${n}`));
    await until(() => intake.failed() > 20, 'a second try');
    intake.behave('store');
    await until(() => intake.frames.length === 8, 'what was kept');
    expect(intake.texts()).toEqual([12, 13, 14, 15, 16, 17, 18, 19].map((n) => `frame ${n}`));
    expect(intake.refused).toHaveLength(12);
    for (const refusal of intake.refused)
      expect(refusal).toEqual({ reason: 'not-stored', source: 'reader-1', topic: 't', sample: new Uint8Array() });
    expect(pressure).toEqual([true, false]);
  });

  it('fall out when they are too large together', async () => {
    const { intake, hold } = startHold({ frames: 100, bytes: 100 });
    intake.behave('fail');
    for (let n = 0; n < 5; n += 1) hold.put(frame(String(n).repeat(40)));
    await until(() => intake.failed() > 5, 'a second try');
    intake.behave('store');
    await until(() => intake.frames.length === 2, 'what was kept');
    expect(intake.texts()).toEqual(['3'.repeat(40), '4'.repeat(40)]);
    expect(intake.refused).toHaveLength(3);
  });

  it('are not thrown away while the journal is only slow', async () => {
    const { intake, hold } = startHold({ frames: 1_000, bytes: 100_000 });
    intake.behave('hold');
    for (let n = 0; n < 600; n += 1) hold.put(frame(`frame ${n}`));
    // No more than its window is under way.
    expect(intake.frames).toHaveLength(256);
    intake.behave('store');
    intake.release();
    await until(() => intake.frames.length === 600, 'all frames');
    expect(intake.texts()).toEqual(Array.from({ length: 600 }, (_, n) => `frame ${n}`));
  });

  it('keep their order when the journal fails now and then', async () => {
    const { intake, hold, problems } = startHold({ frames: 1_000, bytes: 100_000 });
    for (let n = 0; n < 300; n += 1) {
      intake.behave(n % 50 < 10 ? 'fail' : 'store');
      hold.put(frame(`frame ${n}`));
      if (n % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    intake.behave('store');
    await until(() => intake.frames.length === 300, 'all frames');
    expect(intake.texts()).toEqual(Array.from({ length: 300 }, (_, n) => `frame ${n}`));
    expect(problems.filter((problem) => problem !== '').length).toBe(problems.filter((problem) => problem === '').length);
  });
});

describe('refusals of noise', () => {
  function start(isPersonal = false) {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const told: string[] = [];
    const refusals = createStreamRefusals({ isPersonal, refuse: (code, sample) => told.push(`${code} ${Buffer.from(sample).toString()}`) });
    return { refusals, told };
  }

  it('come one by one while they are few', () => {
    const { refusals, told } = start();
    refusals.refuse('bad-checksum', Buffer.from('one'));
    vi.advanceTimersByTime(2_000);
    refusals.refuse('unknown-shape', Buffer.from('two'));
    expect(told).toEqual(['bad-checksum one', 'unknown-shape two']);
  });

  it('come together when they are many, ten a second and the rest as one', () => {
    const { refusals, told } = start();
    for (let second = 0; second < 3; second += 1) {
      for (let n = 0; n < 1_000; n += 1) refusals.refuse('bad-checksum', Buffer.from('noise'));
      vi.advanceTimersByTime(1_000);
    }
    expect(told.length).toBeLessThanOrEqual(33);
    expect(told[0]).toBe('bad-checksum noise');
    expect(told[10]).toBe(`bad-checksum ${'noise'.repeat(52).slice(0, 256)}`);
    const before = told.length;
    vi.advanceTimersByTime(10_000);
    expect(told.length).toBe(before);
  });

  it('are told before the end, and hold nothing of a card', () => {
    const { refusals, told } = start(true);
    for (let n = 0; n < 12; n += 1) refusals.refuse('not-utf8', Buffer.from('4929123456781234'));
    refusals.stop();
    expect(told).toEqual(Array.from({ length: 11 }, () => 'not-utf8 '));
  });
});
