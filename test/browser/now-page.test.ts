import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';
import { useBench } from './bench.ts';
import { emptyLists } from './fixture-lists.ts';
import { busyNow, emptyNow } from './fixture-now.ts';
import { keepPicture, settled } from './open-browser.ts';

const PARTS = ['plan', 'footfall', 'shelves', 'alerts', 'visits', 'offers', 'devices', 'ticker', 'accuracy'] as const;

describeWith('chromium', 'the page of the shop right now', (chromium) => {
  const bench = useBench(chromium);

  it('shows every part with what the gateway says', async () => {
    const { page, complaints } = await bench().open('/');
    await page.waitForSelector('.chart canvas');
    await page.waitForSelector('[data-alert=a-31] .explanation');
    const texts = new Map<string, string>();
    for (const part of PARTS) texts.set(part, (await page.textContent(`.panel-${part}`)) ?? '');
    const kpis = await page.$$eval('.kpi', (tiles) => tiles.map((tile) => tile.textContent ?? ''));

    expect(kpis.map((text) => text.replaceAll(/[^\d±./]+/g, ' ').trim())).toEqual(['8±1.2 40', '113 105', '4 2', '4 3', '32 / 36 8', '2']);
    expect(texts.get('footfall')).toContain('進 113，出 105');
    expect(texts.get('shelves')).toMatch(/藝伎濾掛 5 入[\s\S]*0 \/ 6[\s\S]*缺貨/);
    expect(texts.get('visits')).toMatch(/會員[\s\S]*阿里山水洗咖啡豆 半磅[\s\S]*手上[\s\S]*把握 94%/);
    expect(texts.get('offers')).toMatch(/手沖搭配[\s\S]*待確認[\s\S]*已播出並確認[\s\S]*14:31 取用商品[\s\S]*對照組/);
    expect(texts.get('devices')).toMatch(/咖啡與茶螢幕\s*無訊息/);
    expect(texts.get('devices')).toMatch(/咖啡架燈[\s\S]*優惠 coffee-two，至 [\d:]+ · 未證實/);
    expect(texts.get('alerts')).toMatch(/緊急[\s\S]*未付款商品離店[\s\S]*依據[\s\S]*原位已 31 秒讀不到：\+2\.2[\s\S]*確認/);
    expect(complaints).toEqual([]);
  });

  it('says why an item is believed to be where it is, in words of the gateway and by keyboard', async () => {
    const { page, complaints } = await bench().open('/');
    const ask = page.locator('[data-visit=v-0130] .visit-item').first().locator('button');
    expect(await ask.getAttribute('aria-label')).toBe('為什麼？ 阿里山水洗咖啡豆 半磅');
    await ask.focus();
    await page.keyboard.press('Enter');
    const told = page.locator('[data-visit=v-0130] .visit-item').first().locator('.explanation');
    await told.waitFor();
    expect(await ask.getAttribute('aria-expanded')).toBe('true');
    expect(await told.textContent()).toMatch(
      /阿里山水洗咖啡豆 半磅由造訪 v-0130持有[\s\S]*把握 94%[\s\S]*原位已 14 秒讀不到：\+2\.9[\s\S]*即 94\.8%/,
    );
    await page.selectOption('.preferences label:first-child select', 'en');
    await told.getByText('Not read at its place for 14 s: +2.9').first().waitFor();
    await told.locator('summary').click();
    expect(await told.locator('ol').textContent()).toContain('Alishan washed beans 227 g was picked up in Coffee by visit v-0130');
    await keepPicture(page, 'now-why-item');
    await ask.click();
    expect(await told.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('says of a visit why it is believed to hold what it holds, and when it cannot, why not', async () => {
    const { server, open } = bench();
    const { page } = await open('/');
    const visit = page.locator('[data-visit=v-0126]');
    await visit.locator('> .why button').click();
    await visit.locator('> .why .explanation').waitFor();
    expect(await visit.locator('> .why').textContent()).toMatch(/未付款帶離/);
    const { visits } = server.state.now;
    server.state.now = { ...server.state.now, visits: [] };
    await page.locator('[data-visit=v-0131] > .why button').click();
    await page.getByText('無法說明：There is no such thing.').waitFor();
    expect(visits.length).toBeGreaterThan(0);
  });

  it('never shows a pseudonym or a whole EPC', async () => {
    const { page } = await bench().open('/');
    await page.waitForSelector('.panel-visits .visit');
    const html = await page.content();
    const { visits } = busyNow();
    for (const visit of visits) {
      if (visit.visitor) expect(html).not.toContain(visit.visitor);
      for (const item of visit.items) expect(html).not.toContain(item.epc);
    }
  });

  it('puts what is out before what is low, and open visits before closed ones', async () => {
    const { page } = await bench().open('/');
    await page.click('.panel-shelves .more');
    const firstShelf = await page.$$eval('.shelf:first-child .facing', (rows) => rows.map((row) => row.getAttribute('data-state')));
    expect(firstShelf).toEqual(['out', 'low', 'ok', 'ok', 'ok']);
    const visits = await page.$$eval('.visit', (rows) => rows.map((row) => row.classList.contains('is-open')));
    expect(visits).toEqual([true, true, true, true, false, false]);
  });

  it('says in every empty part which sensor would fill it', async () => {
    const { server, open } = bench();
    server.state.now = emptyNow();
    server.state.lists = emptyLists();
    const { page, complaints } = await open('/');
    await page.selectOption('.preferences label:first-child select', 'en');
    await page.waitForSelector('.panel-footfall .empty');
    const texts = await page.$$eval('.empty', (parts) => parts.map((part) => part.textContent ?? ''));
    const sensors = [
      'counter above the door',
      'RFID antennas or scales',
      'door',
      'loyalty-card reader',
      'shelf readers see',
      'readers, counters, scales',
      'Receipts with the card',
    ];
    for (const sensor of sensors) expect(texts.join('\n')).toContain(sensor);
    expect(texts).toHaveLength(8);
    await keepPicture(page, 'now-empty-1440-light');
    expect(complaints).toEqual([]);
  });

  it('speaks three languages and remembers the choice', async () => {
    const { page } = await bench().open('/');
    // A language comes in a file of its own.
    const speaks = (language: string, heading: string) =>
      eventually(async () =>
        expect([await page.textContent('#shelves-title'), await page.getAttribute('html', 'lang')]).toEqual([heading, language]),
      );
    await speaks('zh-TW', '貨架');
    await page.selectOption('.preferences label:first-child select', 'zh-CN');
    await speaks('zh-CN', '货架');
    await page.selectOption('.preferences label:first-child select', 'en');
    await speaks('en', 'Shelves');
    expect(await page.textContent('.panel-visits')).toContain('Alishan washed beans 227 g');
    await page.reload();
    await page.waitForSelector('#shelves-title');
    await speaks('en', 'Shelves');
  });

  it('can be forced dark and stays so', async () => {
    const { page } = await bench().open('/');
    const background = () => page.$eval('body', (body) => body.ownerDocument.defaultView?.getComputedStyle(body).backgroundColor);
    const light = await background();
    await page.selectOption('.preferences label:nth-child(2) select', 'dark');
    expect(await background()).not.toBe(light);
    await page.reload();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    expect(await background()).not.toBe(light);
  });

  it('tells what is in a zone that is chosen by keyboard', async () => {
    const { page } = await bench().open('/');
    await page.focus('[data-zone=apparel]');
    await page.keyboard.press('Enter');
    expect(await page.textContent('[data-details=apparel]')).toMatch(/服飾區[\s\S]*防潑水外套 M/);
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-details]').count()).toBe(0);
  });

  it('keeps a bad hour short: three alerts at length, the others when they are wanted', async () => {
    const { server, open } = bench();
    const before = server.state.now;
    const [first] = before.alerts;
    if (first === undefined) throw new Error('the fixture has no alert');
    const alerts = Array.from({ length: 8 }, (_, n) => ({
      ...first,
      id: `a-9${n}`,
      at: first.at + n,
      acknowledgedAt: null,
      clearedAt: null,
    }));
    server.state.now = { ...before, alerts };
    const { page } = await open('/');
    await page.waitForSelector('[data-alert]');
    expect(await page.locator('[data-alert]').count()).toBe(3);
    const more = page.locator('.alerts-more button');
    await more.click();
    await expect.poll(() => page.locator('[data-alert]').count()).toBe(8);
    expect(await more.getAttribute('aria-expanded')).toBe('true');
    await page.locator('.alerts-more a').click();
    await page.waitForSelector('.page-alerts');
  });

  it('holds the day as a table behind the chart', async () => {
    const { page } = await bench().open('/');
    await page.click('.panel-footfall summary');
    const rows = await page.$$eval('.panel-footfall tbody tr', (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    expect(rows).toHaveLength(busyNow().footfall.buckets.length);
    expect(rows[8]).toEqual(['12:00', '12', '10', '11']);
  });

  it('fits a narrow phone without sideways scrolling', async () => {
    const { page } = await bench().open('/', { width: 360 });
    await page.waitForSelector('.chart canvas');
    const width = await page.$eval('html', (html) => html.scrollWidth);
    expect(width).toBe(360);
  });

  it('needs less than 150 kB of script, not in every language, and asks for what can wait after the picture', async () => {
    const { server, open } = bench();
    const { page } = await open('/login');
    await page.addInitScript(`new MutationObserver((_, self) => {
      if (!document.querySelector('.plan-zone')) return;
      self.disconnect();
      window.filledAt = performance.now();
    }).observe(document, { subtree: true, childList: true })`);
    await page.goto(server.url);
    await page.waitForSelector('.chart canvas');
    await settled(page);
    const asked = await page.evaluate<{ readonly url: string; readonly isLater: boolean }[]>(
      `performance.getEntriesByType('resource').map(({ name, startTime }) => ({ url: name, isLater: startTime >= window.filledAt }))`,
    );
    const urls = (isLater: boolean, pattern: RegExp) => asked.filter((one) => one.isLater === isLater && pattern.test(one.url));
    expect(urls(true, /people-now|\/shelves\/refill|\/offers\/results|\/insight\/accuracy/)).toHaveLength(4);
    // The browser speaks English and the shop Chinese: both, until the browser knows the shop. The third can wait.
    expect(urls(false, /\/(en|zh-tw|zh-cn)-/)).toHaveLength(2);
    expect(urls(true, /\/(en|zh-tw|zh-cn)-/)).toHaveLength(1);
    const { gzipSync } = await import('node:zlib');
    const sizeOf = async (url: string) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer())).length;
    const sizes = await Promise.all(urls(false, /\.js$/).map(({ url }) => sizeOf(url)));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  });
});
