import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { busyNow, fixtureOffers } from './fixture-now.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { fixtureStore } from './fixture-shop.ts';
import { openBrowser, openPage, type View } from './open-browser.ts';

export interface Bench {
  readonly server: FixtureServer;
  /** A fresh page; closed after the test. `complaints` is what the browser had to say against it. */
  open(path: string, view?: Partial<View>): Promise<{ readonly page: Page; readonly complaints: string[] }>;
}

/** Builds the pages when they are out of date, starts one browser for the suite and a fresh server for each test. */
export function useBench(chromium: string): () => Bench {
  let browser: Browser;
  let server: FixtureServer | null = null;
  const closers: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    await server?.close();
    server = null;
  });
  afterAll(async () => browser?.close());

  beforeEach(async () => {
    server = await startFixtureServer({ store: fixtureStore, now: busyNow(), offers: fixtureOffers });
  });

  return () => {
    const running = server;
    if (!running) throw new Error('the bench is only there inside a test');
    return {
      server: running,
      async open(path, view = {}) {
        const opened = await openPage(browser, { width: 1440, scheme: 'light', language: 'en', ...view });
        closers.push(() => opened.context.close());
        await opened.page.goto(running.url + path);
        return opened;
      },
    };
  };
}
