import { expect, it } from 'vitest';
import { PAGE_NAMES } from '../../dashboards/web/page-names.ts';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { emptyLists } from './fixture-lists.ts';
import { emptyNow } from './fixture-now.ts';
import { keepPicture } from './open-browser.ts';

/** Controls smaller than WCAG 2.2 asks for (2.5.8): 24 by 24 CSS pixels. */
const tooSmall = `[...document.querySelectorAll('button, select, summary, .kpi, [role=button]')]
  .map((control) => ({ name: control.outerHTML.slice(0, 80), box: control.getBoundingClientRect() }))
  .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24)).map(({ name }) => name)`;

describeWith('chromium', 'the pages for everyone', (chromium) => {
  const bench = useBench(chromium);
  const views = ([390, 1024, 1440] as const).flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));

  it.each(views)('the shop at $width px, $scheme: nothing against WCAG 2.2 AA', async ({ width, scheme }) => {
    const { page, complaints } = await bench().open('/', { width, scheme });
    await page.waitForSelector('.chart canvas');
    await page.click('[data-zone=coffee]');
    await page.click('.panel-shelves .more');
    await page.click('[data-visit=v-0130] .visit-item .why button');
    await page.click('[data-visit=v-0130] > .why button');
    await page.waitForSelector('[data-visit=v-0130] > .why .explanation');
    await page.click('[data-visit=v-0130] > .why summary');
    await page.waitForSelector('[data-alert=a-31] .explanation');
    for (const list of ['misplaced', 'refill', 'availability', 'blocked', 'accuracy']) await page.click(`[data-list=${list}] summary`);
    await page.locator('.blocked-tag button').first().click();
    await page.waitForSelector('.confirm');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(tooSmall)).toEqual([]);
    await page.click('.panel-shelves .more');
    await keepPicture(page, `now-${width}-${scheme}`);
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('an empty shop, %s: nothing against WCAG 2.2 AA', async (scheme) => {
    const { server, open } = bench();
    server.state.now = emptyNow();
    server.state.lists = emptyLists();
    const { page } = await open('/', { width: 390, scheme });
    await page.waitForSelector('.empty');
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, `now-empty-390-${scheme}`);
  });

  it.each(['light', 'dark'] as const)('the login page, %s: nothing against WCAG 2.2 AA', async (scheme) => {
    const { page } = await bench().open('/login', { width: 390, scheme });
    await page.waitForSelector('.login pre');
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, `login-390-${scheme}`);
  });

  it('a stale page keeps its contrast', async () => {
    const { server, open } = bench();
    const { page } = await open('/');
    await page.waitForSelector('.link-live');
    server.state.isDown = true;
    server.cutStreams();
    await page.waitForSelector('.link-stale');
    expect(await violations(page)).toEqual([]);
    await keepPicture(page, 'now-stale-1440');
  });

  it('moves through the whole page by keyboard, each stop visible', async () => {
    const { page } = await bench().open('/');
    await page.waitForSelector('.chart canvas');
    const stops: string[] = [];
    // Past the links to all pages and the figures with what they mean, and through the floor plan.
    for (let step = 0; step < PAGE_NAMES.length + 32; step += 1) {
      await page.keyboard.press('Tab');
      stops.push(
        await page.evaluate(
          "(() => { const it = document.activeElement; const style = getComputedStyle(it); return (it.dataset.zone ?? it.tagName) + (style.outlineStyle === 'none' && !it.matches('polygon, .kpi-label a') ? ' hidden' : ''); })()",
        ),
      );
    }
    expect(stops.filter((stop) => stop.endsWith('hidden'))).toEqual([]);
    expect(stops).toEqual(expect.arrayContaining(['A', 'SELECT', 'coffee', 'SUMMARY', 'BUTTON']));
  });
});
