import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withAccess } from '../../gateway/commands/with-access.ts';
import type { ToldAnswer } from '../../gateway/http/contract-customer-desk.ts';
import type { CustomerDetail } from '../../gateway/http/contract-customers.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SHOP = `
store: { id: shop }
zones: [{ id: till, kind: checkout }]
devices: [{ id: pos, zone: till }]
loyalty: { pointPerMinor: 100 }
`;
const ROUNDS = 4;
const CUSTOMERS = 40;

async function operator({ url }: GatewayProcess, dataFolder: string) {
  const json = { 'content-type': 'application/json' };
  const token = withAccess(dataFolder, (access) => access.createLoginToken('ann', 5));
  const login = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: json, body: JSON.stringify({ token }) });
  const cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  return async <T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T | null> => {
    const asked =
      body === undefined ? { method, headers: { cookie } } : { method, headers: { cookie, ...json }, body: JSON.stringify(body) };
    const response = await fetch(`${url}/api/v1/${path}`, asked);
    return response.status === 200 ? ((await response.json()) as T) : null;
  };
}

test('what was answered of customers outlives kill -9, and nothing of it counts twice', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const [file, data] = [join(folder, 'store.yaml'), join(folder, 'data')];
  writeFileSync(file, SHOP);
  const told = new Map<string, { analytics: boolean; points: number }>();
  const gone = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const gateway = await startGatewayProcess(file, data, 300);
    const ask = await operator(gateway, data);
    for (const [visitor, { analytics, points }] of told)
      expect(await ask<CustomerDetail>(`customers/${visitor}`), `round ${round}`).toMatchObject({
        agrees: analytics ? ['analytics'] : [],
        points: { left: points },
      });
    for (const visitor of gone) expect(await ask(`customers/${visitor}`)).toBeNull();

    const analytics = round % 2 === 0;
    const customers = Array.from({ length: CUSTOMERS }, (_, n) => ({
      card: `card-${round}-${n}`,
      consent: { analytics },
      pointsEarned: 10,
    }));
    const answer = await ask<ToldAnswer>('customers', { customers });
    expect(answer?.taken).toBe(CUSTOMERS);
    const [leaver = '', ...stayers] = (answer?.customers ?? []).map(({ visitor }) => visitor ?? '');
    for (const visitor of stayers) told.set(visitor, { analytics, points: 10 });
    for (const visitor of stayers.slice(0, 5)) {
      expect(await ask(`customers/${visitor}/bookings`, { id: 'b-1', points: -4 })).toMatchObject({ state: 'booked', points: 6 });
      told.set(visitor, { analytics, points: 6 });
    }
    // Those of the round before take their consent back, or give it.
    const turned = [...told].filter(([visitor]) => !stayers.includes(visitor)).slice(-5);
    for (const [visitor, before] of turned) {
      await ask('customers', { customers: [{ visitor, consent: { analytics: !before.analytics } }] });
      told.set(visitor, { ...before, analytics: !before.analytics });
    }
    expect(await ask(`customers/${leaver}`, undefined, 'DELETE')).toEqual({ inMembersFile: false });
    gone.add(leaver);
    await gateway.kill();
  }
  expect(told.size).toBe(ROUNDS * (CUSTOMERS - 1));
});
