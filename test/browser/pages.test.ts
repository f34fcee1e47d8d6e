import { expect, it } from 'vitest';
import { IN_NAVIGATION, PAGE_NAMES } from '../../dashboards/web/page-names.ts';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture, settled } from './open-browser.ts';
import { ALL_PAGES } from './pages/all-pages.ts';

/** Words of the source language left over in a page: keys, and braces that nothing filled in. */
const LEFT_OVER = /\b[a-z]+\.[a-z]+\.[a-z]|\{[a-z]+\}|undefined|NaN/i;

describeWith('chromium', 'every page', (chromium) => {
  const bench = useBench(chromium);
  const looks = ([390, 1024, 1440] as const).flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));
  const all = PAGE_NAMES.flatMap((name) => looks.map((look) => ({ name, ...look })));

  it.each(all)('$name at $width px, $scheme: readable for everyone, nothing to complain of', async ({ name, width, scheme }) => {
    const { server, open } = bench();
    server.state.answers = ALL_PAGES[name].busy;
    const { page, complaints } = await open(`/${name}`, { width, scheme, language: width === 390 ? 'zh-TW' : 'en' });
    await page.waitForSelector(`.page-${name}`);
    await settled(page);
    await keepPicture(page, `${name}-${width}-${scheme}`);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(complaints).toEqual([]);
  });

  const spoken = PAGE_NAMES.flatMap((name) => (['zh-TW', 'zh-CN', 'en'] as const).map((language) => ({ name, language })));
  it.each(spoken)('$name in an empty shop, $language: says which sensor would fill it', async ({ name, language }) => {
    const { server, open } = bench();
    server.state.answers = ALL_PAGES[name].empty;
    const { page, complaints } = await open(`/${name}`, { width: 1024, language });
    await page.waitForSelector(`.page-${name} .empty`);
    await settled(page);
    await page.locator('select').first().selectOption(language);
    expect(await page.locator('main').textContent()).not.toMatch(LEFT_OVER);
    expect(await page.getAttribute('html', 'lang')).toBe(language);
    await keepPicture(page, `${name}-empty-${language}`);
    expect(complaints).toEqual([]);
  });

  it.each(PAGE_NAMES)('%s says why when the gateway cannot answer', async (name) => {
    const { server, open } = bench();
    server.state.answers = {};
    const { page } = await open(`/${name}`);
    await page.waitForSelector(`.page-${name} [role=alert]`);
    expect(await page.locator(`.page-${name} [role=alert]`).first().textContent()).toMatch(/nothing under this address/);
  });

  it('go from one to the next and back without loading anew, the range with them', async () => {
    const { server, open } = bench();
    server.state.answers = Object.assign({}, ...Object.values(ALL_PAGES).map(({ busy }) => busy));
    const { page } = await open('/?range=28d');
    await page.waitForSelector('.kpis');
    await page.evaluate('window.isSame = true');
    for (const name of IN_NAVIGATION) {
      await page.locator(`.nav a[href^="./${name}"]`).click();
      await page.waitForSelector(`.page-${name}`);
      expect(new URL(page.url()).searchParams.get('range')).toBe('28d');
      expect(await page.locator('.nav [aria-current=page]').getAttribute('href')).toContain(name);
    }
    await page.goBack();
    expect(await page.evaluate('window.isSame')).toBe(true);
  });

  it('an address without a page says so and leads back', async () => {
    const { open } = bench();
    const { page } = await open('/?range=28d');
    await page.waitForSelector('.kpis');
    await page.evaluate("history.pushState(null, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))");
    await page.getByText('這個網址沒有頁面。').waitFor();
    await page.locator('.waiting a').click();
    await page.waitForSelector('.kpis');
  });
});
