import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PlaylistView } from '../../gateway/http/contract-display.ts';
import { playlistFake } from '../support/fakes/displays.fake.ts';
import { describeWith } from '../support/programs.ts';
import { useBench } from './bench.ts';
import { ADDRESS, listen, offer, send, subscribed } from './display-bench.ts';
import { keepPicture } from './open-browser.ts';

const DECODER = createRequire(import.meta.url).resolve('jsqr');
const ENTRANCE = '/player/#display=screen-tea&key=secret-key&store=river-street';
const LINK = 'https://shop.example/p/TO-DONGDING?g=04719999000019';
const DAY = [{ from: 0, to: 1_440 }];
const slide = (title: string, more: object = {}) => ({
  title,
  body: '',
  priceMinor: null,
  currency: 'TWD',
  picture: null,
  link: null,
  ...more,
});
const entry = (slides: PlaylistView['entries'][number]['slides'], more: object = {}) => ({
  slides,
  showForMs: 3_000,
  times: DAY,
  from: null,
  until: null,
  ...more,
});

/** What a phone's camera makes of the screen: the pixels of the page, read by another maker's decoder. `blank`: a page whose policy lets it. */
async function scan(page: Page, blank: Page): Promise<unknown> {
  const png = (await page.screenshot()).toString('base64');
  await blank.addScriptTag({ path: DECODER });
  return blank.evaluate(`(async () => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,${png}')).blob());
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    return jsQR(context.getImageData(0, 0, picture.width, picture.height).data, picture.width, picture.height)?.data;
  })()`);
}

describeWith('chromium', 'the display page while there is no offer', (chromium) => {
  const bench = useBench(chromium);

  it('plays its list round and round, greets in between, and goes on after an offer', async () => {
    const here = bench();
    here.server.state.playlist = { ...playlistFake, entries: [entry({ en: slide('First') }), entry({ en: slide('Second') })] };
    const ready = subscribed(here);
    const { page, complaints } = await here.open(ENTRANCE);
    await ready;
    await page.getByText('First').waitFor();
    await page.getByText('Second').waitFor();
    await send(here, offer('c-1', { showForMs: 2_000 }));
    await page.getByText('Taste before you choose').waitFor();
    await page.waitForSelector('#screen[data-state=idle]');
    await page.waitForSelector('.greeting:not(.is-away)');
    expect(await page.textContent('.greeting-text')).toBe('Welcome');
    expect(complaints).toEqual([]);
  });

  it('gives the shopper a code that a phone reads from the screen', async () => {
    const here = bench();
    const ready = subscribed(here);
    const { page } = await here.open(ADDRESS, { width: 1920 });
    await ready;
    const content = {
      en: {
        title: 'Goes well with Dong Ding',
        body: 'A cup of its own',
        priceMinor: 68_000,
        currency: 'TWD',
        picture: '/media/a.svg',
        link: LINK,
      },
    };
    await send(here, offer('c-2', { content, showForMs: 60_000 }));
    await page.waitForSelector('.qr');
    await page.waitForSelector('.slide-picture');
    await page.evaluate("document.querySelector('.slide-picture').decode()");
    await keepPicture(page, 'player-qr-1920');
    expect(await page.getByText('Scan to take it along').isVisible()).toBe(true);
    const blank = await page.context().newPage();
    expect(await scan(page, blank)).toBe(LINK);
  });

  it('asks one question, takes one answer per tap, and says thanks', async () => {
    const here = bench();
    here.server.state.playlist = { ...playlistFake, feedback: { ask: { en: 'Did you find what you came for?' }, scale: 'smileys' } };
    const { until, messages } = listen(here);
    const { page, complaints } = await here.open(ENTRANCE, { width: 390 });
    await page.getByText('Did you find what you came for?').waitFor();
    await keepPicture(page, 'player-smileys-390');
    await page.getByRole('button', { name: 'Very good' }).click();
    expect(await page.getByRole('status').textContent()).toBe('Thank you!');
    const [pressed] = await until('button');
    expect(pressed).toMatchObject({ qos: 1, retain: false, body: { button: 'smiley-5' } });
    expect(Object.keys(pressed?.body ?? {}).sort()).toEqual(['at', 'button']);
    await page.getByRole('button', { name: 'Very bad' }).click();
    await until('button', 2);
    expect(messages.filter(({ topic }) => topic === 'button').map(({ body }) => body.button)).toEqual(['smiley-5', 'smiley-1']);
    expect(complaints).toEqual([]);
  });

  it('asks for 0 to 10 as well, and leaves the screen to an offer', async () => {
    const here = bench();
    here.server.state.playlist = { ...playlistFake, feedback: { ask: { en: 'Would you send a friend here?' }, scale: 'nps' } };
    const { until } = listen(here);
    const ready = subscribed(here);
    const { page } = await here.open(ENTRANCE, { width: 1280 });
    await ready;
    await page.getByRole('button', { name: '10' }).waitFor();
    expect(await page.getByRole('button').count()).toBe(11);
    await keepPicture(page, 'player-nps-1280');
    await send(here, offer('c-3', { showForMs: 2_000 }));
    await page.getByText('Taste before you choose').waitFor();
    expect(await page.getByRole('button').count()).toBe(0);
    await page.getByRole('button', { name: '0', exact: true }).click();
    expect((await until('button'))[0]?.body.button).toBe('nps-0');
  });

  it('is dark while the shop is closed, and lit for an offer all the same', async () => {
    const here = bench();
    here.server.state.playlist = { ...playlistFake, lit: Array.from({ length: 7 }, () => []), entries: [entry({ en: slide('First') })] };
    const ready = subscribed(here);
    const { page } = await here.open(ENTRANCE);
    await ready;
    await page.waitForSelector('#screen[data-state=resting]');
    expect(await page.isVisible('.greeting')).toBe(false);
    await send(here, offer('c-4', { showForMs: 2_000 }));
    await page.getByText('Taste before you choose').waitFor();
    await page.waitForSelector('#screen[data-state=resting]');
  });
});
