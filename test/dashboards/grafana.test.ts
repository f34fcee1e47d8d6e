import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gatewayPoints } from '../../gateway/outputs/gateway-points.ts';
import { toLine } from '../../gateway/outputs/influx.ts';
import { MEASUREMENTS } from '../../gateway/outputs/influx-measurements.ts';
import { influxPoint } from '../../gateway/outputs/influx-point.ts';
import { readDoc } from '../docs/read-docs.ts';
import { EVENT_TYPES, events, NINE, type Told } from '../ledger/events.ts';
import { describeWith } from '../support/programs.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly { readonly id: number; readonly title: string; readonly targets: readonly { readonly query: string }[] }[];
}

const FOLDER = join(import.meta.dirname, '../../dashboards/grafana/dashboards');
const dashboards = readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard);
const queries = dashboards.flatMap(({ title, panels }) =>
  panels.flatMap((panel) => panel.targets.map(({ query }) => ({ name: `${title}, ${panel.title}`, query }))),
);
const measurements: Readonly<Record<string, { readonly tags: readonly string[]; readonly fields: readonly string[] }>> = MEASUREMENTS;

/** One of everything that the gateway writes. */
const points = [
  ...events([
    ...EVENT_TYPES.map((type): Told => [type]),
    ['occupancy.changed', { zone: 'shelves' }],
    ['offer.converted', { by: 'bought' }],
    ['offer.converted', { by: 'picked' }],
  ]).flatMap((event) => influxPoint(event, { store: 'corner', skuOf: () => 'TEE' }) ?? []),
  ...[0, 60_000].flatMap((later) =>
    gatewayPoints('corner', NINE + later, { journalLag: 1, outboxDepth: 2, diskBytes: 3, rssBytes: 4 }, [
      { id: 'reader-1', state: 'online', messages: 5 + later, rejected: later, skewMs: -40, lastMessage: NINE },
    ]),
  ),
];

describe('what is written to InfluxDB', () => {
  it('is what the table of measurements says, no tag and no field more', () => {
    for (const { measurement, tags, fields } of points) {
      expect(measurements[measurement], measurement).toBeDefined();
      expect(['store', ...(measurements[measurement]?.tags ?? [])]).toEqual(expect.arrayContaining(Object.keys(tags)));
      expect(measurements[measurement]?.fields).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
    expect(new Set(points.map(({ measurement }) => measurement))).toEqual(new Set(Object.keys(measurements)));
  });

  it('stands in docs/grafana.md', () => {
    const list = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
    for (const [name, { tags, fields }] of Object.entries(measurements))
      expect(readDoc('docs/grafana.md')).toContain(`| \`${name}\` | ${list(['store', ...tags])} | ${list(fields)} |`);
  });
});

describe('the dashboards for Grafana', () => {
  it('are found by their names, and no panel twice', () => {
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual(
      ['devices', 'footfall', 'offers', 'shelves'].map((name) => `silent-aisle-${name}`),
    );
    for (const { panels } of dashboards) expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it.each(queries)('$name asks for what is written', ({ query }) => {
    const from = /FROM "(\w+)"/.exec(query)?.[1] ?? '';
    const { tags = [], fields = [] } = measurements[from] ?? {};
    expect(Object.keys(measurements)).toContain(from);
    const [select = '', rest = ''] = query.split(' FROM ');
    // An alias stands in quotes too.
    const asked = [...select.matchAll(/\("(\w+)"/g)].map(([, field]) => field);
    expect(asked.length).toBeGreaterThan(0);
    expect(fields).toEqual(expect.arrayContaining(asked));
    const by = [...rest.replace(`"${from}"`, '').matchAll(/"(\w+)"/g)].map(([, tag]) => tag);
    expect(['store', ...tags]).toEqual(expect.arrayContaining(by));
    expect(by).toContain('store');
  });
});

describeWith('influxd', 'the dashboards in a real InfluxDB', (program) => {
  it('get an answer to each of their questions', async () => {
    const folder = temporaryFolder();
    const [port, rpc] = [await freePort(), await freePort()];
    const server = spawn(program, ['run', '-config', '/dev/null'], {
      stdio: 'ignore',
      env: {
        INFLUXDB_META_DIR: join(folder, 'meta'),
        INFLUXDB_DATA_DIR: join(folder, 'data'),
        INFLUXDB_DATA_WAL_DIR: join(folder, 'wal'),
        INFLUXDB_HTTP_BIND_ADDRESS: `127.0.0.1:${port}`,
        INFLUXDB_BIND_ADDRESS: `127.0.0.1:${rpc}`,
        INFLUXDB_REPORTING_DISABLED: 'true',
      },
    });
    onTestFinished(() => void server.kill('SIGKILL'));
    const url = `http://127.0.0.1:${port}`;
    const ask = async (query: string) => {
      const response = await fetch(`${url}/query?db=shop`, { method: 'POST', body: new URLSearchParams({ q: query }) });
      return (await response.json()) as { readonly results?: readonly { readonly series?: readonly unknown[]; readonly error?: string }[] };
    };
    await eventually(async () => expect((await ask('CREATE DATABASE shop')).results).toHaveLength(1));
    const written = await fetch(`${url}/write?db=shop`, { method: 'POST', body: points.map(toLine).join('\n') });
    expect([written.status, await written.text()]).toEqual([204, '']);
    for (const { name, query } of queries) {
      const filled = query
        .replaceAll('$store', '.*')
        .replaceAll('$timeFilter', `time >= ${NINE - 3_600_000}ms AND time <= ${NINE + 3_600_000}ms`)
        .replaceAll('$__interval', '1m');
      const [result] = (await ask(filled)).results ?? [];
      expect(result?.error, `${name}: ${query}`).toBeUndefined();
      expect(result?.series?.length ?? 0, `${name}: ${query}`).toBeGreaterThan(0);
    }
  });
});
