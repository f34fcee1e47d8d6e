import { expect, it } from 'vitest';
import { playlistFake } from '../support/fakes/displays.fake.ts';
import { describeWith } from '../support/programs.ts';
import { violations } from './axe.ts';
import { useBench } from './bench.ts';
import { listen, offer, send, subscribed } from './display-bench.ts';
import { keepPicture } from './open-browser.ts';

const SIZES = [
  { width: 1080, height: 1920 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
] as const;
const TEXTS = {
  'zh-TW': { title: '阿里山咖啡豆的好搭檔', body: '帶走咖啡豆，陶瓷濾杯今天特價' },
  'zh-CN': { title: '阿里山咖啡豆的好搭档', body: '带走咖啡豆，陶瓷滤杯今天特价' },
  en: { title: 'Goes well with Alishan coffee beans', body: 'Take beans home and the ceramic dripper is on offer today' },
} as const;
type Language = keyof typeof TEXTS;
const more = { priceMinor: 68_000, currency: 'TWD', picture: '/media/a.svg', link: 'https://shop.example/p/CG-DRIPPER' };
const ask = { 'zh-TW': '今天找到想要的了嗎？', 'zh-CN': '今天找到想要的了吗？', en: 'Did you find what you came for?' };
const idle = { 'zh-TW': '今天想喝點什麼？', 'zh-CN': '今天想喝点什么？', en: 'What would you like to drink today?' };

/** Letters that stand outside of the screen or are cut by what holds them. */
const cut = `[...document.querySelectorAll('.slide:not(.is-leaving) :is(h1, p, figcaption, .qr), .greeting:not(.is-away) :is(h1, p), .feedback :is(h2, button, span)')]
  .filter((part) => part.checkVisibility())
  .filter((part) => { const box = part.getBoundingClientRect(); return box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1; })
  .map((part) => part.className.baseVal ?? (part.className || part.tagName))`;

describeWith('chromium', 'the display page for everyone', (chromium) => {
  const bench = useBench(chromium);
  const views = SIZES.flatMap((size) => (Object.keys(TEXTS) as Language[]).map((language) => ({ ...size, language })));

  it.each(views)(
    'an offer and a question at $width x $height in $language: nothing cut, nothing against WCAG 2.2 AA',
    async ({ width, height, language }) => {
      const here = bench();
      here.server.state.playlist = { ...playlistFake, idle, feedback: { ask, scale: width === 1920 ? 'nps' : 'smileys' } };
      const { until } = listen(here);
      const ready = subscribed(here);
      const { page, complaints } = await here.open(`/player/#display=screen-tea&key=secret-key&store=river-street&lang=${language}`, {
        width,
        language,
      });
      await page.setViewportSize({ width, height });
      await ready;
      await page.waitForSelector('.feedback-answer');
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      expect(await page.textContent('.feedback-ask')).toBe(ask[language]);
      expect(await page.evaluate(cut)).toEqual([]);
      expect(await violations(page, 8)).toEqual([]);
      await keepPicture(page, `player-idle-${width}-${language}`);
      const content = Object.fromEntries(Object.entries(TEXTS).map(([key, text]) => [key, { ...text, ...more }]));
      await send(here, offer('c-1', { content, showForMs: 60_000 }));
      await page.waitForSelector('.slide-picture');
      await page.evaluate("document.querySelector('.slide-picture').decode()");
      await until('ack');
      expect(await page.textContent('.slide-title')).toBe(TEXTS[language].title);
      expect(await page.evaluate(cut)).toEqual([]);
      expect(await violations(page, 8)).toEqual([]);
      await keepPicture(page, `player-offer-${width}-${language}`);
      expect(complaints).toEqual([]);
    },
  );
});
