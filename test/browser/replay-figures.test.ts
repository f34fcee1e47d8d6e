import { once } from 'node:events';
import { cpSync, createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openJournal } from '../../gateway/journal/open-journal.ts';
import { readOrMakeKey } from '../../gateway/keys.ts';
import { readRecording } from '../../gateway/pipeline/recording.ts';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { runAisle } from '../support/aisle-command.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { openBrowser, openPage } from './open-browser.ts';

const DEMO = fileURLToPath(new URL('../../simulators/shops/demo', import.meta.url));
const WEB_ROOT = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const MINUTE = 60_000;
/** Until now displays of the recording show what they are asked to; later ones stay silent, so that both are counted. */
const ANSWERED_MS = 20 * MINUTE;
const ANSWER_AFTER_MS = 400;
/** The shop goes on with nobody in it until all that silence decides is decided. */
const QUIET_MS = 6 * MINUTE;
const DISPLAYS = ['display-entrance', 'display-drinks', 'display-style'];
/** Pseudonyms decide who is in a control group; a replay has this key. */
const PSEUDONYM_KEY = '0'.repeat(64);

interface Line {
  readonly receivedAt: number;
  readonly topic: string;
  readonly payload: unknown;
}

type Replayed = Readonly<Record<string, string>>;

async function aisle(...words: string[]): Promise<void> {
  const { code, err } = await runAisle(...words);
  expect(code, `${words.join(' ')}: ${err}`).toBe(0);
}

const linesOf = <T>(text: string | undefined): T[] =>
  (text ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

async function replay(folder: string, recording: string, out: string): Promise<Replayed> {
  await aisle('replay', '--config', join(folder, 'store.yaml'), '--from', recording, '--out', join(folder, out), '--quiet');
  const names = ['kpis.json', 'offers.ndjson', 'alerts.ndjson', 'footfall.ndjson'];
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]));
}

/** Copies a recording with more lines put in where their time is; only what was received before `until`, when that is given. */
async function copyRecording(from: string, to: string, more: readonly Line[], until = Number.POSITIVE_INFINITY): Promise<void> {
  const waiting = more.toSorted((a, b) => a.receivedAt - b.receivedAt);
  const out = createWriteStream(to);
  for await (const line of createInterface({ input: createReadStream(from) })) {
    const at = Number(/\d+/.exec(line)?.[0]);
    if (at >= until) break;
    while (waiting[0] && waiting[0].receivedAt < at) out.write(`${JSON.stringify(waiting.shift())}\n`);
    if (!out.write(`${line}\n`)) await once(out, 'drain');
  }
  for (const line of waiting) out.write(`${JSON.stringify(line)}\n`);
  out.end();
  await finished(out);
}

/** What displays would have answered, had they been there when this was recorded. */
const answersTo = (offers: string | undefined): Line[] =>
  linesOf<{ decision: string; display: string | null; reason: string; at: number }>(offers)
    .filter(({ reason, display }) => reason === 'selected' && DISPLAYS.includes(display ?? ''))
    .map(({ at, decision, display }) => ({
      receivedAt: at + ANSWER_AFTER_MS,
      topic: `aisle/v1/demo/${display}/ack`,
      payload: { id: decision, result: 'shown' },
    }));

/** Every device says that it is there, twice a minute: silence of hardware is no news of this hour. */
function quietAfter(end: number, devices: readonly string[]): Line[] {
  const times = Array.from({ length: QUIET_MS / (MINUTE / 2) }, (_, i) => end + (i + 1) * (MINUTE / 2));
  return times.flatMap((receivedAt) =>
    devices.map((device) => ({ receivedAt, topic: `aisle/v1/demo/${device}/status`, payload: { state: 'online' } })),
  );
}

/** Puts a recording into the journal of a gateway that is not running: its next start applies it, as after a crash. */
async function intoJournal(recording: string, dataFolder: string): Promise<number> {
  let now = 0;
  mkdirSync(dataFolder, { recursive: true });
  const journal = await openJournal({
    folder: join(dataFolder, 'journal'),
    key: readOrMakeKey(join(dataFolder, 'keys', 'journal.key')),
    clock: () => now,
    maxAgeMs: 24 * 60 * MINUTE,
    maxBytes: 2 ** 31,
  });
  let written: Promise<unknown>[] = [];
  await readRecording(
    recording,
    ({ receivedAt, ...frame }) => {
      now = receivedAt;
      written.push(journal.append({ ...frame, transport: 'mqtt' }));
    },
    async () => {
      await Promise.all(written);
      written = [];
    },
  );
  await Promise.all(written);
  await journal.close();
  return now;
}

const numberIn = (text: string | null, at = 0): number => Number(text?.replaceAll(',', '').match(/-?[\d.]+/g)?.[at]);
/** Waits for a figure: while it is asked for, a dash stands in its place. */
const read = async (page: Page, selector: string, at = 0): Promise<number> =>
  numberIn(await page.locator(selector).filter({ hasText: /\d/ }).first().textContent(), at);

/** The sum of the table behind a chart. */
async function sumOfTable(page: Page, chart: string): Promise<number> {
  await page.locator(`[data-chart=${chart}] summary`).click();
  const cells = await page.locator(`[data-chart=${chart}] tbody td`).allTextContents();
  return cells.reduce((sum, cell) => sum + numberIn(cell), 0);
}

/** Where pages say what a replay says too. `name` is the figure of kpis.json, or what else of the replay's files it is made of. */
interface Shown {
  readonly name: string;
  readonly address: string;
  /** Is there when the page is filled. */
  readonly ready: string;
  readonly read: (page: Page) => Promise<number>;
}

const today = (name: string, address: string, ready: string, at = 0): Shown => ({
  name,
  address: `${address}${address.includes('?') ? '&' : '?'}range=today`,
  ready,
  read: (page) => read(page, ready, at),
});

const FOUND = '.panel-visit-list .panel-summary';
const SHOWN: readonly Shown[] = [
  today('visits', '/journey', '[data-step=visits] strong'),
  today('visits', '/visits', FOUND),
  today('identifiedVisits', '/visits?who=members', FOUND),
  today('people', '/journey', '[data-step=visits] .muted'),
  {
    name: 'itemsBought',
    address: '/visits?range=today',
    ready: FOUND,
    read: async (page) =>
      (await page.locator('.visit-row-end .chip:has-text("bought")').allTextContents()).reduce((sum, text) => sum + numberIn(text), 0),
  },
  { name: 'alerts', address: '/alerts?range=today', ready: '[data-chart=alert-days]', read: (page) => sumOfTable(page, 'alert-days') },
  today('falseAlarmsPerDay', '/loss', '[data-figure=false] .figure-value'),
  today('falseAlarmsPerDay', '/', '.panel-accuracy [data-kind=false-alarms] dd'),
  today('unsold', '/loss', '[data-figure=left] .figure-value'),
  today('wholePercentAvailable', '/shelves', '[data-figure=days] .figure-value'),
  {
    name: 'percentAvailable',
    address: '/shelves?range=today',
    ready: '[data-chart=availability-days]',
    read: (page) => sumOfTable(page, 'availability-days'),
  },
  today('offersShown', '/', '[data-kpi=offers] .kpi-value'),
  today('offersSelected', '/', '[data-kpi=offers] .kpi-value', 1),
  today('offersShown', '/offers', '[data-figure=shown] .figure-value'),
  today('offersSelected', '/offers', '[data-figure=shown] .kpi-sub', 1),
  today('in', '/footfall', '[data-figure=in] .figure-value'),
  today('out', '/footfall', '[data-figure=out] .figure-value'),
  today('in', '/', '[data-kpi=entries] .kpi-value'),
  today('out', '/', '[data-kpi=entries] .kpi-sub'),
];

/** kpis.json, and what pages say that stands in other files of a replay. */
function figuresOf(replayed: Replayed): Record<string, number> {
  const kpis = JSON.parse(replayed['kpis.json'] ?? '{}') as Record<string, number>;
  const passages = linesOf<{ in?: number; out?: number }>(replayed['footfall.ndjson']);
  const alerts = linesOf<{ type: string; clearedAt: number | null }>(replayed['alerts.ndjson']);
  const offers = linesOf<{ reason: string }>(replayed['offers.ndjson']);
  return {
    ...kpis,
    wholePercentAvailable: Math.round((kpis.onShelfAvailability ?? 0) * 100),
    percentAvailable: Math.round((kpis.onShelfAvailability ?? 0) * 1_000) / 10,
    in: passages.reduce((sum, line) => sum + (line.in ?? 0), 0),
    out: passages.reduce((sum, line) => sum + (line.out ?? 0), 0),
    unsold: alerts.filter(({ type, clearedAt }) => type === 'unsold-exit' && clearedAt === null).length,
    offersSelected: offers.filter(({ reason }) => reason === 'selected').length,
  };
}

describeWith('chromium', 'figures of pages and of a replay', (chromium) => {
  let browser: Browser;
  beforeAll(async () => {
    await buildDashboards();
    browser = await openBrowser(chromium);
  }, 60_000);
  afterAll(() => browser?.close());

  it('are the same for the same hour of a shop', { timeout: 400_000 }, async () => {
    const folder = temporaryFolder();
    const path = (name: string): string => join(folder, name);
    cpSync(DEMO, folder, { recursive: true });
    await aisle(
      'simulate',
      '--shop',
      folder,
      '--seed',
      '11',
      '--duration',
      '60m',
      '--record',
      path('raw.ndjson'),
      '--truth',
      path('truth'),
    );
    // A place that the simulated shop does not fill: something that cannot be bought.
    const planned = readFileSync(path('store.yaml'), 'utf8').replace(
      /( *- )\{ sku: CG-MUG.*\n/,
      '$&$1{ sku: CB-ALISHAN, facings: 2, minimum: 1 }\n',
    );
    writeFileSync(path('store.yaml'), planned);
    const first = linesOf<Line>(readFileSync(path('raw.ndjson'), 'utf8').slice(0, 1_000).split('\n', 1)[0])[0]?.receivedAt ?? 0;
    await copyRecording(path('raw.ndjson'), path('begin.ndjson'), [], first + ANSWERED_MS);
    const decided = await replay(folder, path('begin.ndjson'), 'begin');
    const devices = [...readFileSync(path('begin.ndjson'), 'utf8').matchAll(/"topic":"aisle\/v1\/demo\/([a-z-]+)\/status"/g)].map(
      ([, id]) => id ?? '',
    );
    const quiet = quietAfter(first + 60 * MINUTE, [...new Set(devices)]);
    await copyRecording(path('raw.ndjson'), path('hour.ndjson'), [...answersTo(decided['offers.ndjson']), ...quiet]);

    const expected = figuresOf(await replay(folder, path('hour.ndjson'), 'results'));
    // Not an hour in which all is zero.
    for (const { name } of SHOWN) expect(expected[name], name).toBeGreaterThan(0);

    const end = await intoJournal(path('hour.ndjson'), path('data'));
    const began = performance.now();
    const shop = await openShop(planned, {
      folder,
      webRoot: WEB_ROOT,
      env: { AISLE_PSEUDONYM_KEY: PSEUDONYM_KEY },
      wall: () => Math.floor(end + performance.now() - began),
    });
    const { page, context, complaints } = await openPage(browser, { width: 1440, scheme: 'light', language: 'en' });
    await context.addInitScript("localStorage.setItem('aisle.language', 'en')");
    // The gateway lives in the past: what it says of a cookie's end is over for this browser.
    await context.addCookies([{ name: 'aisle', value: shop.session, url: shop.gateway.url, httpOnly: true, sameSite: 'Strict' }]);
    const shown: [string, string, number][] = [];
    for (const { name, address, ready, read: readFrom } of SHOWN) {
      await page.goto(shop.gateway.url + address);
      await page.locator(ready).first().waitFor();
      shown.push([name, address, await readFrom(page)]);
    }
    expect(shown).toEqual(SHOWN.map(({ name, address }) => [name, address, expected[name]]));
    expect(complaints).toEqual([]);
    await context.close();
  });
});
