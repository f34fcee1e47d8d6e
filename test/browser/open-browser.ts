import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';

const OUTPUT = fileURLToPath(new URL('../../test-output', import.meta.url));

/** The installed Chromium, headless, with a fresh profile, silent on the network. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

export interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly language?: string;
}

/** What each page of `openPage` waits for; not the live feed, which never ends. */
const underWay = new WeakMap<Page, Set<Request>>();

/** A page of its own context that remembers every complaint of the browser: errors, refused contents, failed requests. */
export async function openPage(
  browser: Browser,
  { width, scheme, language = 'zh-TW' }: View,
): Promise<{ page: Page; complaints: string[]; context: BrowserContext }> {
  const context = await browser.newContext({
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: scheme,
    locale: language,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const waitsFor = new Set<Request>();
  underWay.set(page, waitsFor);
  page.on('request', (request) => request.resourceType() !== 'eventsource' && waitsFor.add(request));
  page.on('requestfinished', (request) => waitsFor.delete(request));
  page.on('requestfailed', (request) => waitsFor.delete(request));
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, complaints, context };
}

const QUIET_LOOKS = 3;
/** Two frames with their effects, which is when a page asks for what it shows next. */
const TWO_FRAMES = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))';

/**
 * Resolves once a page has got and drawn all that it asks for: nothing is under way at several looks with frames between them.
 * Playwright's `networkidle` counts half a second, which passes in the middle of one long script where the processor is slow. Only
 * for pages of `openPage`.
 */
export async function settled(page: Page): Promise<void> {
  const waitsFor = underWay.get(page);
  if (waitsFor === undefined) throw new Error('this page was not opened by openPage');
  for (let looks = 0; looks < QUIET_LOOKS; ) {
    await page.evaluate(TWO_FRAMES);
    looks = waitsFor.size === 0 ? looks + 1 : 0;
  }
}

/** Keeps what the page looks like in the git-ignored folder for outputs of tests. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(OUTPUT, { recursive: true });
  await page.screenshot({ path: `${OUTPUT}/${name}.png`, fullPage: true });
}
