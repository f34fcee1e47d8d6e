import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { useBench } from './bench.ts';
import { busyNow } from './fixture-now.ts';

describeWith('chromium', 'the page while the shop moves', (chromium) => {
  const bench = useBench(chromium);

  it('follows the live feed', async () => {
    const { server, open } = bench();
    const { page, complaints } = await open('/');
    await page.waitForSelector('.link-live');
    const before = busyNow();
    server.push({
      type: 'now',
      now: { ...before, at: before.at + 1_000, footfall: { ...before.footfall, occupancy: 23, uncertainty: 0 } },
    });
    await eventually(async () => expect(await page.textContent('[data-kpi=people] .kpi-value')).toBe('23'));
    server.push({
      type: 'event',
      id: 41,
      event: 'item.picked',
      at: before.at,
      emittedAt: before.at,
      text: { epc: 'A1', sku: 'T-POT', zone: 'tea' },
    });
    server.push({
      type: 'event',
      id: 41,
      event: 'item.picked',
      at: before.at,
      emittedAt: before.at,
      text: { epc: 'A1', sku: 'T-POT', zone: 'tea' },
    });
    await page.waitForSelector('.ticker li');
    expect(await page.locator('.ticker li').allTextContents()).toEqual([expect.stringContaining('紫砂小壺 被拿起')]);
    expect(complaints).toEqual([]);
  });

  it('says that it is stale when the gateway is gone, and recovers by itself', async () => {
    const { server, open } = bench();
    const { page } = await open('/');
    await page.waitForSelector('.link-live');
    server.state.isDown = true;
    server.cutStreams();
    await page.waitForSelector('.link-stale');
    expect(await page.textContent('.link')).toContain('連線中斷');
    expect(await page.getAttribute('#main', 'class')).toBe('is-stale');
    expect(await page.locator('.visit').count()).toBeGreaterThan(0);
    server.state.isDown = false;
    await page.waitForSelector('.link-live', { timeout: 30_000 });
    expect(await page.getAttribute('#main', 'class')).toBe('');
  });

  it('acknowledges an alert through the API and says so at once', async () => {
    const { server, open } = bench();
    const { page, complaints } = await open('/');
    await page.click('[data-alert=a-31] .button');
    await page.locator('[data-alert=a-31] .button').waitFor({ state: 'detached' });
    expect(server.acknowledged).toEqual(['a-31']);
    expect(await page.textContent('[data-kpi=alerts] .kpi-value')).toBe('1');
    expect(complaints).toEqual([]);
  });

  it('announces a new alert to assistive technology', async () => {
    const { server, open } = bench();
    const { page } = await open('/');
    await page.waitForSelector('[data-announce]', { state: 'attached' });
    const before = busyNow();
    const [first] = before.alerts;
    if (!first) throw new Error('the fixture has no alert');
    server.push({
      type: 'now',
      now: { ...before, at: before.at + 1, alerts: [{ ...first, id: 'a-99', type: 'bulk', at: before.at }, ...before.alerts] },
    });
    await page.waitForSelector('[data-announce=a-99]', { state: 'attached' });
    expect(await page.textContent('[data-announce=a-99]')).toBe('新警示：緊急，同時拿走大量商品');
  });

  it('leads to the login page when the session has ended', async () => {
    const { server, open } = bench();
    server.state.isLoggedIn = false;
    const { page } = await open('/');
    await page.waitForSelector('.login');
    expect(await page.textContent('.login')).toContain('aisle user link');
  });

  it('spends the token of a login link, takes it out of the address and opens the shop', async () => {
    const { server, open } = bench();
    server.state.isLoggedIn = false;
    const { page, complaints } = await open('/login#token=good-token');
    await page.waitForSelector('.board');
    expect(server.tokens).toEqual(['good-token']);
    expect(page.url()).toBe(`${server.url}/`);
    expect(complaints).toEqual([]);
  });

  it('says how to get a new link when one is spent', async () => {
    const { server, open } = bench();
    server.state.isLoggedIn = false;
    const { page } = await open('/login#token=spent');
    await page.waitForSelector('.login [role=alert]');
    expect(page.url()).not.toContain('spent');
    expect(await page.textContent('.login')).toContain('aisle user link');
  });
});
