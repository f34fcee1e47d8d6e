import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OccupancyView } from '../../gateway/http/contract-occupancy.ts';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { openShop } from '../support/open-shop.ts';
import { eventually } from '../support/until.ts';

const WEB_ROOT = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const shop = (more: string): string => `
store: { id: corner, name: Corner shop, timezone: Asia/Taipei, locale: en, hours: { sun: null } }
zones: [{ id: door, kind: entrance }]
devices: [{ id: counter, counter: { zone: door } }]
${more}
`;

describe('how full the shop is', () => {
  beforeAll(() => buildDashboards().then(() => undefined), 60_000);

  it('is seen by everybody where the shop opens it, as the counter at the door has it', async () => {
    const { gateway, connect } = await openShop(shop('occupancy: { public: true, limit: 8 }'), { webRoot: WEB_ROOT });
    const counter = await connect('counter');
    await counter.publishAsync('aisle/v1/corner/counter/count', JSON.stringify({ in: 6, out: 1, n: 1 }), { qos: 1 });
    const page = await fetch(`${gateway.url}/occupancy`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('<main id="occupancy">');
    await eventually(
      async () => {
        const answer = await fetch(`${gateway.url}/api/v1/public/occupancy`);
        const view = (await answer.json()) as OccupancyView;
        expect(view).toMatchObject({ people: 5, limit: 8, step: 'busy', isStale: false, name: { en: 'Corner shop' } });
        expect(view.hours).toEqual([...Array.from({ length: 6 }, () => ({ open: '00:00', close: '24:00' })), null]);
      },
      { timeout: 30_000 },
    );
  });

  it('is nobody’s business where it does not', async () => {
    const { gateway } = await openShop(shop(''), { webRoot: WEB_ROOT });
    for (const path of ['/occupancy', '/occupancy/', '/occupancy/index.html', '/api/v1/public/occupancy'])
      expect((await fetch(gateway.url + path)).status, path).toBe(404);
  });
});
