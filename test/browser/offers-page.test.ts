import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture, settled } from './open-browser.ts';
import { offersPage } from './pages/offers.ts';

const cardOf = (page: Page, offer: string) => page.locator(`.offer-card[data-offer=${offer}]`);
const textOf = async (page: Page, selector: string): Promise<string> => (await page.textContent(selector)) ?? '';

describeWith('chromium', 'the offers page', (chromium) => {
  const bench = useBench(chromium);
  const openOffers = async (query = '', width = 1440, scheme: 'light' | 'dark' = 'light') => {
    const { server, open } = bench();
    server.state.answers = offersPage.busy;
    const opened = await open(`/offers${query}`, { width, scheme });
    await opened.page.waitForSelector('.offer-card');
    await opened.page.selectOption('.preferences label:first-child select', 'en');
    return opened;
  };

  it('says of each offer what came out, whether it may be trusted, and what it is worth; what is decided stands first', async () => {
    const { page, complaints } = await openOffers('?range=28d&compare=before');
    const outcomes = await page.$$eval('.offer-card', (cards) => cards.map((card) => [card.dataset.offer, card.dataset.outcome]));
    expect(outcomes).toEqual([
      ['coffee-for-two', 'better'],
      ['loud-and-late', 'worse'],
      ['tea-tasting', 'split-broken'],
      ['gold-welcome', 'undecided'],
      ['brew-it-well', 'interim'],
      ['rain-ready', 'no-control'],
      ['last-cakes', 'unassigned'],
    ]);
    const coffee = (await cardOf(page, 'coffee-for-two').textContent()) ?? '';
    expect(coffee).toContain('It sells more: of 100 visits that were to see it, 14.2 bought; of 100 that were held back, 10.');
    expect(coffee).toContain('This may be trusted');
    expect(coffee).toMatch(/\+4\.2 points in buying.*95 % interval \+2\.4 to \+6.*However often one looks: \+0\.9 to \+7\.5/s);
    expect(coffee).toContain('Worth in these days: +NT$76,632 (+NT$19,776 to +NT$133,488)');
    expect(coffee).toContain('Compared with Sep 29 to Oct 26: +4.2 points');
    const brew = (await cardOf(page, 'brew-it-well').textContent()) ?? '';
    expect(brew).toContain('Do not decide by it yet. Still needed: 3,662 visits more, about 72 days.');
    // The range begins three days before what is still kept.
    expect(await textOf(page, '.panel-offer-days .panel-summary')).toContain('Known since Oct 30');
    await settled(page);
    await keepPicture(page, 'offers-busy');
    expect(complaints).toEqual([]);
  });

  it('gives no figure at all where the split is broken, nor where nobody was held back', async () => {
    const { page } = await openOffers();
    const broken = (await cardOf(page, 'tea-tasting').textContent()) ?? '';
    expect(broken).toContain('There is no verdict');
    expect(broken).toContain('700 and 230; 620 and 310 were meant');
    for (const offer of ['tea-tasting', 'rain-ready']) {
      expect(await cardOf(page, offer).locator('.lift-plot, .worth-lift, .verdict-sum, .trust').count()).toBe(0);
    }
    await page.click('.panel-lifts details[data-list] summary');
    await page.locator('.panel-lifts tbody tr', { hasText: 'All offers together' }).waitFor();
    const rows = await page.$$eval('.panel-lifts tbody tr', (all) => all.map((row) => row.firstElementChild?.textContent));
    expect(rows).toEqual(['All offers together', 'Brew it well', 'Coffee for two', 'loud-and-late', 'Gold welcome']);
  });

  it('says of an offer that a few days tell too little of what its whole time told, and leads there', async () => {
    const { page } = await openOffers();
    const whole = cardOf(page, 'brew-it-well').locator('.whole-time');
    expect(await whole.textContent()).toBe('Sells moreSince Aug 25: +3.9 points (+1.1 to +6.7)Look at its whole time');
    expect(await page.locator('.whole-time').count()).toBe(1);
    await whole.getByRole('button').click();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('range'), searchParams.get('from'), searchParams.get('to')]).toEqual(['custom', '2026-08-25', '2026-11-23']);
    await whole.waitFor({ state: 'detached' });
  });

  it('counts from eligible to bought, and says why an offer was not shown and which limit it met', async () => {
    const { page } = await openOffers();
    const steps = await cardOf(page, 'coffee-for-two')
      .locator('.offer-funnel li')
      .evaluateAll((all) => all.map((step) => [...step.children].map((part) => part.textContent).filter(Boolean)));
    expect(steps).toEqual([
      ['Eligible', '5,520'],
      ['Assigned', '2,472'],
      ['Shown', '2,411', '98%'],
      ['Picked up', '766', '31%'],
      ['Bought', '351', '14%'],
    ]);
    const cakes = cardOf(page, 'last-cakes');
    await cakes.locator('[data-list=causes-last-cakes] summary').click();
    expect(await cakes.locator('tbody tr').allTextContents()).toEqual(['out of stock38', 'no display near23']);
    const coffee = cardOf(page, 'coffee-for-two');
    await coffee.locator('[data-list=limits-coffee-for-two] summary').click();
    const caps = (await coffee.locator('[data-list=limits-coffee-for-two]').textContent()) ?? '';
    expect(caps).toMatch(/A member and day\s*at most 3 times\s*reached 402 times/);
    expect(caps).toContain('about NT$47,100 of NT$50,000');
    await coffee.locator('.offer-card-more a').click();
    expect(new URL(page.url()).pathname).toBe('/offer-editor');
    expect(new URL(page.url()).searchParams.get('offer')).toBe('coffee-for-two');
  });

  it('is about one offer or all, grouped by offer, display or day; the address restores that view', async () => {
    const { page } = await openOffers('?offer=tea-tasting&by=display');
    expect(await page.locator('.offer-card').count()).toBe(1);
    expect(await page.locator('.panel-holdout').count()).toBe(0);
    const rows = () => page.locator('[data-list=offer-groups] tbody tr').allTextContents();
    expect(await rows()).toEqual(['Coffee and tea display42039394%1225512 sec', 'Entrance display28026294%813712 sec']);
    await page.locator('.page-tools select').nth(1).selectOption('day');
    expect(await rows()).toHaveLength(7);
    await page.reload();
    await page.waitForSelector('.offer-card');
    expect(await rows()).toHaveLength(7);
    await page.locator('.page-tools select').first().selectOption('');
    await page.waitForSelector('.panel-holdout');
    expect(await page.locator('.offer-card').count()).toBe(7);
    expect(await textOf(page, '[data-figure=sell-more]')).toMatch(/Sell more\s*1 of 7\s*1 still too early to say/);
  });

  it('gives the lifts as CSV and as a picture, with how they are worked out', async () => {
    const { page } = await openOffers();
    await page.waitForSelector('.panel-holdout');
    await settled(page);
    const [csv] = await Promise.all([page.waitForEvent('download'), page.locator('.panel-lifts button', { hasText: 'CSV' }).click()]);
    const lines = readFileSync(await csv.path(), 'utf8').split('\r\n');
    expect(lines[0]).toBe('\uFEFFOffer,Verdict,"Lift, points",Low,High,"Always valid, low","Always valid, high","Relative, %"');
    expect(lines[3]).toBe('Coffee for two,Sells more,4.2,2.4,6,0.9,7.5,42');
    const [png] = await Promise.all([page.waitForEvent('download'), page.locator('.panel-lifts button', { hasText: 'PNG' }).click()]);
    expect(
      readFileSync(await png.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    await page.locator('.panel-lifts .formula summary').click();
    expect(await page.locator('.panel-lifts [data-metric=offer_lift] code').count()).toBe(1);
  });

  it('says what brands owe, each with its statement', async () => {
    const { page } = await openOffers('?range=28d');
    const brand = page.locator('[data-list=brands] [data-row=leaf-and-bean]');
    await brand.waitFor();
    expect(await brand.locator('th, td').allTextContents()).toEqual([
      ...['leaf-and-bean', 'Coffee for two, Brew it well', '3,182', '442', 'NT$15,280', 'CSV: leaf-and-bean'],
    ]);
    expect(await brand.locator('a').getAttribute('href')).toMatch(/brands\/leaf-and-bean\/statement\.csv\?from=\d+&to=\d+$/);
  });

  it('tells offers that nothing happened to from a shop without any', async () => {
    const { server, open } = bench();
    const busy = offersPage.busy['insight/offers'];
    server.state.answers = {
      ...offersPage.empty,
      'insight/offers': (query) => {
        const view = busy?.(query) as { offers: object[] };
        return { ...view, offers: view.offers.map((offer) => ({ ...offer, considered: 0, unmet: 0, causes: [], asked: 0, shown: 0 })) };
      },
    };
    const { page } = await open('/offers');
    await page.waitForSelector('.page-offers .empty');
    await page.selectOption('.preferences label:first-child select', 'en');
    expect(await textOf(page, '.page-offers .empty')).toContain('Nothing that an offer answers to happened');
  });

  it('can be read by everyone with everything opened', async () => {
    const { page } = await openOffers('?compare=before', 390, 'dark');
    await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await keepPicture(page, 'offers-opened');
  });
});
