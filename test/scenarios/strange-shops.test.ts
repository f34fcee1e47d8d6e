import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { replayRecording } from '../../gateway/replay.ts';
import { makeStrangeShop, type Plot } from '../support/strange-shop.ts';
import { absurdities, mistakes } from '../support/strange-verdict.ts';
import { temporaryFolder } from '../support/temporary.ts';

const HOUR = 3_600_000;

async function replay(plot: Plot) {
  const shop = makeStrangeShop(temporaryFolder(), { seed: 3, restS: 600, ...plot, fittings: { items: 30, ...plot.fittings } });
  const { report } = await replayRecording(loadConfig({ file: shop.config, env: {} }), shop.recording);
  return { shop, report };
}

/** Each shop is another radio world or lacks something; in each somebody puts a thing back, buys one, and takes one. */
const SHOPS: readonly (readonly [string, Plot])[] = [
  ['hears goods very loud', { radio: { offsetDb: 6 } }],
  ['hears goods 20 dB fainter', { radio: { offsetDb: -20 } }],
  ['tells whole decibels', { radio: { stepDb: 1 } }],
  ['rolls its reads up every ten seconds', { radio: { everyMs: 10_000, rolledUp: true } }],
  ['has reader clocks that are half a minute ahead', { radio: { clock: () => 30_000 } }],
  ['has reader clocks that are an hour behind', { radio: { clock: () => -HOUR } }],
  ['says a fifth of everything twice', { radio: { repeated: 0.2 } }],
  ['counts people in running totals', { fittings: { counter: 'totals' } }],
];

describe('a shop that nobody here has seen', () => {
  it.each(SHOPS)('%s', async (_name, plot) => {
    const { shop, report } = await replay({ stories: ['put-home', 'bought', 'taken'], ...plot });
    expect(mistakes(shop, report)).toEqual([]);
    expect(absurdities(report)).toEqual([]);
  });
});
