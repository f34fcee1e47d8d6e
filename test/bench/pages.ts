import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { drivers } from '../../devices/index.ts';
import { startGateway } from '../../gateway/compose.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { openReader } from '../../gateway/ledger/open-reader.ts';
import type { ReaderCatalogue } from '../../gateway/ledger/queries/catalogue.ts';
import { createLog } from '../../gateway/observability/log.ts';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import { openBrowser } from '../browser/open-browser.ts';
import { makeBigLedger } from '../support/big-ledger.ts';
import { findProgram } from '../support/find-program.ts';
import { type AskedOf, PAGE_QUERIES } from './page-queries.ts';

const SIZE = { days: 30, visitsPerDay: 300, zones: 20, seed: 1 };
const WEB_ROOT = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const ROUNDS = 25;
const DAY_MS = 86_400_000;

/** Until the answer is here, and the processor's part of it: on a busy machine the first says more of the machine. All in ms. */
interface Took {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly cpuP50Ms: number;
  readonly cpuP95Ms: number;
}

interface QueryTime extends Took {
  readonly page: string;
  /** Null: all questions of the page asked at once, as it asks them, until the last answer is here. */
  readonly query: string | null;
}

interface OpeningTime {
  readonly bestMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Work of the browser's page thread until then, with what it does while it waits for nothing. */
  readonly cpuP50Ms: number;
  /** The same browser with a page that is only a picture, from the same server. */
  readonly bareP50Ms: number;
}

interface PageTimes {
  readonly events: number;
  readonly madeInS: number;
  readonly queries: readonly QueryTime[];
  /** Until the first page can be used; null without Chromium. */
  readonly first: OpeningTime | null;
}

const quantile = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

/** Thirty days of a shop with 300 visits a day through 20 zones: every page's questions, and the first page in a real browser. */
export async function pageTimes(): Promise<PageTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-pages-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  try {
    const started = performance.now();
    const file = join(data, 'ledger.sqlite');
    const { catalogue, now, eventCount } = makeBigLedger(file, SIZE);
    const madeInS = (performance.now() - started) / 1_000;
    const queries = await queryTimes(file, catalogue, now);
    const chromium = findProgram('chromium');
    return { events: eventCount, madeInS, queries, first: chromium === null ? null : await openingTime(folder, data, catalogue, chromium) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function queryTimes(file: string, catalogue: ReaderCatalogue, now: number): Promise<QueryTime[]> {
  const reader = await openReader({ file, catalogue, clock: () => now });
  const start = now - SIZE.days * DAY_MS;
  const dateOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
  const zone = catalogue.zones.find(({ kind }) => kind === 'shelf')?.id ?? '';
  const of: AskedOf = {
    days: { from: dateOf(start + DAY_MS), to: dateOf(now) },
    ...{ start, end: now, visit: 'v-20-30', zone, offer: catalogue.offers[0]?.id ?? '', visitor: 'member-7' },
  };
  const found: QueryTime[] = [];
  for (const [page, asks] of Object.entries(PAGE_QUERIES)) {
    const all = Object.values(asks);
    found.push({ page, query: null, ...(await timesOf(() => Promise.all(all.map((ask) => ask(reader, of))))) });
    for (const [query, ask] of Object.entries(asks)) found.push({ page, query, ...(await timesOf(() => ask(reader, of))) });
  }
  await reader.close();
  return found;
}

async function timesOf(work: () => Promise<unknown>): Promise<Took> {
  const [times, cpu]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    times.push(await timed(work));
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1_000);
  }
  return {
    ...{ p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) },
    ...{ cpuP50Ms: quantile(cpu, 0.5), cpuP95Ms: quantile(cpu, 0.95) },
  };
}

/** The shop as a store.yaml: zones side by side in rows of five, on a plan of 20 by 12 m. */
function storeYaml({ zones, timezone }: ReaderCatalogue): string {
  const corners = (n: number): [number, number][] => {
    const [x, y] = [(n % 5) * 4, Math.floor(n / 5) * 3];
    return [
      [x, y],
      [x + 4, y],
      [x + 4, y + 3],
      [x, y + 3],
    ];
  };
  return stringify({
    store: { id: 'big', name: 'Big shop', locale: 'en', timezone },
    zones: zones.map(({ id, kind }, n) => ({ id, kind, polygon: corners(n) })),
    devices: zones.map(({ id }) => ({ id: `reader-${id}`, zone: id })),
  });
}

/** A real gateway on this ledger, and the first page in fresh profiles of a real browser, from the address to the zones of the plan. */
async function openingTime(folder: string, dataFolder: string, catalogue: ReaderCatalogue, chromium: string): Promise<OpeningTime> {
  const file = join(folder, 'store.yaml');
  writeFileSync(file, storeYaml(catalogue));
  await buildDashboards();
  const loaded = loadConfig({ file, env: {}, flags: { 'http.port': 0, 'broker.port': 0 }, drivers });
  const log = createLog({ level: 'error', isPretty: false });
  const gateway = await startGateway({
    loaded,
    dataFolder,
    env: {},
    log,
    webRoot: WEB_ROOT,
    onBroken: (error) => log.error(String(error)),
  });
  const browser = await openBrowser(chromium);
  const [times, cpu, bare]: [number[], number[], number[]] = [[], [], []];
  try {
    for (let round = 0; round < 9; round++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      bare.push(await timed(async () => void (await page.goto(`${gateway.url}/icon.svg`))));
      const login = await context.request.post(`${gateway.url}/api/v1/session`, {
        data: { token: gateway.access.createLoginToken('mei', 10) },
      });
      if (!login.ok()) throw new Error(`no login: ${login.status()}`);
      const devTools = await context.newCDPSession(page);
      await devTools.send('Performance.enable');
      times.push(
        await timed(async () => {
          await page.goto(gateway.url);
          await page.waitForSelector('.plan-zone');
          // What was started before this has been done when the answer comes: the page hears clicks.
          await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
        }),
      );
      const { metrics } = await devTools.send('Performance.getMetrics');
      cpu.push(1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN));
      await context.close();
    }
  } finally {
    await browser.close();
    await gateway.stop();
  }
  return {
    bestMs: Math.min(...times),
    ...{ p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) },
    ...{ cpuP50Ms: quantile(cpu, 0.5), bareP50Ms: quantile(bare, 0.5) },
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
