import { expect, it } from 'vitest';
import type { OccupancyView } from '../../gateway/http/contract-occupancy.ts';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { keepPicture } from './open-browser.ts';

const view: OccupancyView = {
  ...{ name: { en: 'River Street Select', 'zh-TW': '河畔選物', 'zh-CN': '河畔选物' }, locale: 'zh-TW', timezone: 'Asia/Taipei' },
  ...{ show: 'count', people: 23, limit: 40, step: 'quiet', isOpen: true, weekday: 1, isStale: false },
  hours: [...Array.from({ length: 6 }, () => ({ open: '10:00', close: '21:00' })), null],
  at: Date.parse('2026-11-23T14:32:07+08:00'),
};
const STATES: readonly (readonly [name: string, more: Partial<OccupancyView>, says: string])[] = [
  ['count', {}, '23'],
  ['full', { people: 41, step: 'full' }, 'Please wait until somebody has left.'],
  ['rounded', { show: 'rounded', people: 25, step: 'busy' }, 'up to 25'],
  ['steps', { show: 'steps', people: null, limit: null, step: 'busy' }, 'Busy'],
  ['closed', { isOpen: false, weekday: 7, people: 0 }, 'closed today'],
  ['old', { isStale: true }, 'Not up to date'],
];

describeWith('chromium', 'the page for everybody', (chromium) => {
  const bench = useBench(chromium);
  const looks = ([390, 1024, 1920] as const).flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));

  it.each(STATES)('%s: readable for everyone, on a phone and on a screen at the door', { timeout: 120_000 }, async (name, more, says) => {
    const { server, open } = bench();
    // Nobody is logged in.
    server.state.answers = { 'public/occupancy': () => ({ ...view, ...more }) };
    // One state at every size; the others at the ends.
    for (const look of name === 'count'
      ? looks
      : looks.filter(({ width, scheme }) => (width === 390) === (scheme === 'light') && width !== 1024)) {
      const { page, complaints } = await open('/occupancy/?lang=en', { ...look, language: 'en' });
      await page.getByText(says).first().waitFor();
      await keepPicture(page, `occupancy-${name}-${look.width}-${look.scheme}`);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(complaints).toEqual([]);
    }
  });

  it.each([
    ['zh-CN', '', '当前店内人数'],
    ['zh-TW', '', '目前店內人數'],
    ['en', '', 'In the shop now'],
    ['en', '?lang=zh-TW', '目前店內人數'],
    ['fr', '', '目前店內人數'],
  ])('speaks to a browser in %s%s', async (language, query, says) => {
    const { server, open } = bench();
    server.state.answers = { 'public/occupancy': () => view };
    const { page } = await open(`/occupancy/${query}`, { width: 390, language });
    await page.getByText(says).waitFor();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('In the shop now').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
  });

  it('says when the shop does not answer, and goes on by itself', async () => {
    const { server, open } = bench();
    server.state.answers = { 'public/occupancy': () => view };
    const { page } = await open('/occupancy/?lang=en', { width: 390, language: 'en' });
    await page.clock.install();
    await page.reload();
    await page.getByText('23').first().waitFor();
    server.state.isDown = true;
    await page.clock.fastForward(12_000);
    await page.getByText('Not up to date').waitFor();
    expect(await page.getByText('23').first().isVisible()).toBe(true);
    server.state.isDown = false;
    server.state.answers = { 'public/occupancy': () => ({ ...view, people: 24 }) };
    await page.clock.fastForward(24_000);
    await page.getByText('24').first().waitFor();
    expect(await page.getByText('Not up to date').count()).toBe(0);
  });
});
