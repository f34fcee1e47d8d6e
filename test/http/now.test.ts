import { describe, expect, it } from 'vitest';
import { nowView } from '../../gateway/http/contract.ts';
import { createNow } from '../../gateway/http/now.ts';
import { createFakeReader } from '../support/fakes/reader.fake.ts';
import { AT, deviceFake, nowFake, pendingFake } from '../support/fakes/views.fake.ts';

function shop(reader = createFakeReader()) {
  let now = AT;
  const figures = {
    completeUntil: AT,
    readsPerSecond: 42,
    journalLag: 0,
    pending: [pendingFake],
    problemOf: () => deviceFake.problem,
  };
  return {
    reader,
    figures,
    pass: (ms: number) => {
      now += ms;
    },
    ask: createNow({ reader, figures: () => figures, clock: () => now }),
  };
}

describe('the first page’s picture', () => {
  it('is put together from all parts', async () => {
    const { ask, reader } = shop();
    expect(nowView.parse(await ask())).toEqual(nowFake);
    expect(reader.asked).toContainEqual(['visits', { limit: 200, open: true }]);
    expect(reader.asked).toContainEqual(['alerts', { limit: 100, open: true }]);
  });

  it('is made once for everyone who asks at the same time', async () => {
    const { ask, reader } = shop();
    const views = await Promise.all(Array.from({ length: 100 }, ask));
    expect(new Set(views).size).toBe(1);
    expect(reader.asked).toHaveLength(7);
  });

  it('is kept for less than a second', async () => {
    const { ask, reader, pass, figures } = shop();
    const first = await ask();
    pass(999);
    expect(await ask()).toBe(first);
    pass(1);
    figures.journalLag = 3;
    expect(await ask()).toMatchObject({ at: AT + 1_000, journalLag: 3 });
    expect(reader.asked).toHaveLength(14);
  });

  it('is made anew when the clock has stepped back', async () => {
    const { ask, pass } = shop();
    const first = await ask();
    pass(-3_600_000);
    expect(await ask()).not.toBe(first);
  });

  it('is asked for anew after a failure', async () => {
    let isBroken = true;
    const healthy = createFakeReader();
    const { ask } = shop({ ...healthy, zones: () => (isBroken ? Promise.reject(new Error('busy')) : healthy.zones()) });
    await expect(ask()).rejects.toThrow('busy');
    isBroken = false;
    expect(await ask()).toEqual(nowFake);
  });
});
