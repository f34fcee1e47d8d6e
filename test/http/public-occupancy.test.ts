import { describe, expect, it } from 'vitest';
import { occupancyView } from '../../gateway/http/contract-occupancy.ts';
import { createPublicOccupancy, type PublicOccupancyOptions } from '../../gateway/http/public-occupancy.ts';
import { errorsOf, loadShop } from '../config/shop-folder.ts';
import { deviceFake, footfallFake } from '../support/fakes/views.fake.ts';
import { createTestServer } from '../support/http-server.ts';

const NOW = Date.parse('2026-11-23T14:00:00+08:00');
const SHOP: PublicOccupancyOptions['shop'] = {
  ...{ name: { en: 'Corner shop' }, locale: 'en', timezone: 'Asia/Taipei' },
  hours: [...Array.from({ length: 6 }, () => ({ open: '10:00', close: '21:00' })), null],
};

/** A shop with `people` in it and a counter in this state. */
function shopWith(people: number, more: Partial<PublicOccupancyOptions> = {}, state: 'online' | 'silent' = 'online') {
  let now = NOW;
  let asked = 0;
  let isBroken = false;
  const look = createPublicOccupancy({
    reader: {
      footfall: async () => {
        asked++;
        if (isBroken) throw new Error('no ledger');
        return { ...footfallFake, occupancy: people };
      },
      devices: async () => [{ ...deviceFake, id: 'counter', state }],
    },
    clock: () => now,
    completeUntil: () => NOW,
    ...{ shop: SHOP, isOpen: () => true, weekdayAt: () => 1, counters: ['counter'] },
    ...{ show: 'count', limit: 40, roundTo: 5, busyFrom: 0.6 },
    ...more,
  });
  return {
    look,
    asked: () => asked,
    at: (time: number) => {
      now = time;
    },
    breakReader: (broken: boolean) => {
      isBroken = broken;
    },
  };
}

describe('how full the shop is, for everybody', () => {
  it.each([
    ['count', 23, { people: 23, limit: 40, step: 'quiet' }],
    ['count', 24, { people: 24, limit: 40, step: 'busy' }],
    ['count', 40, { people: 40, limit: 40, step: 'full' }],
    ['rounded', 21, { people: 25, limit: 40, step: 'quiet' }],
    ['rounded', 0, { people: 0, limit: 40, step: 'quiet' }],
    ['steps', 39, { people: null, limit: null, step: 'busy' }],
  ] as const)('as %s, with %i inside', async (show, people, seen) => {
    expect(occupancyView.parse(await shopWith(people, { show }).look())).toMatchObject(seen);
  });

  it('tells steps without the number in any form', async () => {
    const view = await shopWith(37, { show: 'steps' }).look();
    expect(JSON.stringify(view)).not.toMatch(/37|40/);
  });

  it('in a shop without a limit knows no steps', async () => {
    expect(await shopWith(23, { limit: null }).look()).toMatchObject({ people: 23, limit: null, step: null });
  });

  it('is old when no counter is heard, or the gateway has fallen behind', async () => {
    expect((await shopWith(3).look()).isStale).toBe(false);
    expect((await shopWith(3, {}, 'silent').look()).isStale).toBe(true);
    expect((await shopWith(3, { counters: [] }, 'silent').look()).isStale).toBe(false);
    expect((await shopWith(3, { completeUntil: () => NOW - 121_000 }).look()).isStale).toBe(true);
  });

  it('asks the ledger once in five seconds, however many look; a failure is not kept', async () => {
    const shop = shopWith(3);
    await Promise.all(Array.from({ length: 50 }, shop.look));
    expect(shop.asked()).toBe(1);
    shop.at(NOW + 5_000);
    shop.breakReader(true);
    await expect(shop.look()).rejects.toThrow('no ledger');
    shop.breakReader(false);
    expect((await shop.look()).people).toBe(3);
    expect(shop.asked()).toBe(3);
  });
});

describe('the address for everybody', () => {
  const url = '/api/v1/public/occupancy';

  it('is not there unless the shop opens it', async () => {
    expect((await createTestServer().app.inject({ url })).statusCode).toBe(404);
  });

  it('needs no login, gives nothing else, and is limited', async () => {
    const { look } = shopWith(12);
    const { app } = createTestServer({ occupancy: look, limits: { publicPerMinute: 3 } });
    const answer = await app.inject({ url });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.json()).toEqual(await look());
    expect((await app.inject({ url: '/api/v1/now' })).statusCode).toBe(401);
    for (let i = 0; i < 2; i++) await app.inject({ url });
    const refused = await app.inject({ url });
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  });
});

describe('occupancy in store.yaml', () => {
  it('is closed by default', () => {
    expect(loadShop({ 'store.yaml': '' }).config.occupancy).toEqual({ public: false, show: 'count', roundTo: 5, busyFrom: 0.6 });
  });

  it('needs a limit for steps', () => {
    expect(errorsOf({ 'store.yaml': 'occupancy: { public: true, show: steps }\n' })).toEqual([
      'store.yaml:1:34 occupancy.show: needs occupancy.limit: quiet, busy and full are shares of it (got "steps")',
    ]);
  });
});
