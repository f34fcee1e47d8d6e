import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { makeBigLedger } from '../support/big-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SMALL = { days: 2, visitsPerDay: 40, zones: 12 };

function made(seed: number) {
  const file = join(temporaryFolder(), 'ledger.db');
  const { catalogue, now } = makeBigLedger(file, { ...SMALL, seed });
  const opened = openLedger({ file, clock: () => now });
  const queries = opened.queries(catalogue);
  const funnel = queries.funnel({});
  const found = { digest: opened.ledger.digest(), funnel, zones: queries.zoneFigures({}), ways: queries.ways({}).ways };
  opened.close();
  return found;
}

test('a big ledger is the same for the same seed, and another for another', () => {
  expect(made(7).digest).toBe(made(7).digest);
  expect(made(7).digest).not.toBe(made(8).digest);
});

test('its figures fit together: every visit begins and ends, takes, pays and goes from zone to zone', () => {
  const { funnel, zones, ways } = made(7);
  expect(funnel.visits).toBe(SMALL.days * SMALL.visitsPerDay);
  expect(funnel.bought).toBeGreaterThan(0);
  expect(funnel.bought).toBeLessThan(funnel.picked);
  expect(zones.zones.find(({ zone }) => zone === 'entrance')?.visits).toBe(funnel.visits);
  expect(zones.zones.reduce((sum, { picked }) => sum + picked, 0)).toBeGreaterThanOrEqual(funnel.picked);
  expect(ways.find(({ from }) => from === null)).toEqual({ from: null, to: 'entrance', times: funnel.visits });
  expect(ways.find(({ to }) => to === null)?.times).toBe(funnel.visits);
});
