import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createDrain, type WaitingRow } from '../../gateway/outputs/drain.ts';
import { createInfluxWriter, toLine } from '../../gateway/outputs/influx.ts';
import type { InfluxPoint } from '../../gateway/outputs/influx-point.ts';
import { createOutboxFake } from '../support/fakes/outbox.fake.ts';
import { describeWith } from '../support/programs.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const point = (n: number): InfluxPoint => ({
  measurement: 'footfall',
  tags: { store: 'shop', zone: `door-${n}` },
  fields: { in: n, out: 0 },
  at: 1_790_000_000_000 + n,
});

/** A server that answers each write as told; `answers` get the lines of the request. */
async function stub(answer: (lines: string[], response: ServerResponse) => void): Promise<{ url: string; requests: string[][] }> {
  const requests: string[][] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const lines = body.split('\n');
      requests.push(lines);
      answer(lines, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const writerFor = (url: string, log = vi.fn(), timeoutMs = 2_000) =>
  createInfluxWriter({ url, org: 'o', bucket: 'b', token: 'secret-token', timeoutMs, log });

const rowsOf = (points: readonly InfluxPoint[]): WaitingRow[] => {
  const fake = createOutboxFake();
  fake.put('influx', points);
  return fake.rows;
};

const reply =
  (status: number, headers: Record<string, string> = {}) =>
  (_: string[], response: ServerResponse) =>
    void response.writeHead(status, headers).end(status === 204 ? undefined : '{"message":"no"}');

describe('InfluxDB writer', () => {
  test('delivers a batch that the server takes with 204', async () => {
    const { url, requests } = await stub(reply(204));
    expect(await writerFor(url).deliver(rowsOf([point(1), point(2)]))).toEqual({ delivered: [1, 2], failed: [] });
    expect(requests).toEqual([
      ['footfall,store=shop,zone=door-1 in=1,out=0 1790000000001000000', 'footfall,store=shop,zone=door-2 in=2,out=0 1790000000002000000'],
    ]);
  });

  test.each([
    ['a captive portal that says 200', 200],
    ['too many requests', 429],
    ['a broken server', 500],
    ['an overloaded server', 503],
    ['a wrong token', 401],
    ['a missing bucket', 404],
  ])('keeps all rows after %s', async (_, status) => {
    const log = vi.fn();
    const { url } = await stub(reply(status));
    const outcome = await writerFor(url, log).deliver(rowsOf([point(1), point(2)]));
    expect(outcome).toEqual({ delivered: [], failed: [] });
    expect(log).toHaveBeenCalledOnce();
    expect(JSON.stringify(log.mock.calls)).not.toContain('secret-token');
  });

  test('reads Retry-After as seconds', async () => {
    const { url } = await stub(reply(503, { 'retry-after': '7' }));
    expect((await writerFor(url).deliver(rowsOf([point(1)]))).retryAfterMs).toBe(7_000);
  });

  test.each([400, 422, 413])('isolates the one wrong point of a batch refused with %i and delivers the rest', async (status) => {
    const { url } = await stub((lines, response) => {
      if (lines.some((line) => line.includes('door-13'))) response.writeHead(status).end('{"message":"bad point"}');
      else response.writeHead(204).end();
    });
    const outcome = await writerFor(url).deliver(rowsOf(Array.from({ length: 20 }, (_, i) => point(i + 1))));
    expect(outcome.failed).toEqual([{ id: 13, reason: `rejected-${status}` }]);
    expect(outcome.delivered).toHaveLength(19);
  });

  test('does not take a partial write (201) for success', async () => {
    const { url, requests } = await stub((lines, response) => response.writeHead(lines.length > 1 ? 201 : 204).end());
    const outcome = await writerFor(url).deliver(rowsOf([point(1), point(2)]));
    expect(outcome.delivered).toEqual([1, 2]);
    expect(requests).toHaveLength(3);
  });

  test('keeps rows when the connection breaks in the middle or nobody answers', async () => {
    const { url } = await stub((_, response) => response.destroy());
    expect(await writerFor(url).deliver(rowsOf([point(1)]))).toEqual({ delivered: [], failed: [] });
    const silent = await stub(() => {});
    expect(await writerFor(silent.url, vi.fn(), 50).deliver(rowsOf([point(1)]))).toEqual({ delivered: [], failed: [] });
  });
});

describe('line protocol', () => {
  test('two events of one millisecond are two points; one event sent twice is one', () => {
    const picked = (order: number): InfluxPoint => ({
      measurement: 'item_event',
      tags: { zone: 'wall' },
      fields: { confidence: 1 },
      at: 1_790_000_000_000,
      order,
    });
    expect(toLine(picked(41))).toBe('item_event,zone=wall confidence=1 1790000000000000041');
    expect(toLine(picked(42))).not.toBe(toLine(picked(41)));
    expect(toLine(picked(41))).toBe(toLine(picked(41)));
    expect(toLine(picked(3_000_041))).toBe(toLine(picked(41)));
  });

  test('a tag cannot swallow its neighbour, a text cannot begin another point', () => {
    const hostile: InfluxPoint = { measurement: 'shelf', tags: { store: 'shop', sku: 'ab\\' }, fields: { epc: 'x\nfootfall in=1' }, at: 1 };
    expect(toLine(hostile)).toBe('shelf,sku=ab_,store=shop epc="x_footfall in=1" 1000000');
  });

  test('leaves out what is no number', () => {
    expect(toLine({ measurement: 'climate', tags: {}, fields: { a: Number.NaN, b: 2 }, at: 5 })).toBe('climate b=2 5000000');
  });
});

describe('drain', () => {
  test('goes on after an outage without losing or doubling a row', async () => {
    let up = false;
    const { url, requests } = await stub((_, response) => response.writeHead(up ? 204 : 503).end());
    const fake = createOutboxFake();
    const writer = writerFor(url);
    const drain = createDrain({
      sink: 'influx',
      outbox: fake.outbox,
      batch: 10,
      deliver: writer.deliver,
      clock: () => 0,
      longestPauseMs: 5,
    });
    drain.start();
    fake.put(
      'influx',
      Array.from({ length: 35 }, (_, i) => point(i)),
    );
    await eventually(() => expect(requests.length).toBeGreaterThan(2));
    expect(fake.done.delivered).toEqual([]);
    up = true;
    await eventually(() => expect(fake.done.delivered).toEqual(Array.from({ length: 35 }, (_, i) => i + 1)));
    await drain.stop();
    await drain.stop();
    expect(fake.rows).toEqual([]);
  });

  test('what came too late to matter ends as expired and is not sent', async () => {
    const fake = createOutboxFake();
    const sent: number[] = [];
    const drain = createDrain({
      sink: 'display',
      outbox: fake.outbox,
      batch: 10,
      clock: () => 1_000,
      deliver: async (rows) => {
        sent.push(...rows.map(({ id }) => id));
        return { delivered: rows.map(({ id }) => id), failed: [] };
      },
    });
    fake.put('display', ['old'], 999);
    fake.put('display', ['fresh'], 5_000);
    drain.start();
    await eventually(() => expect(sent).toEqual([2]));
    expect(fake.done.failed).toEqual([{ id: 1, reason: 'expired' }]);
    await drain.stop();
  });
});

describeWith('victoria-metrics', 'a real server of the InfluxDB protocol', (program) => {
  test('holds every point that was delivered, once', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const server = spawn(
      program,
      [`-storageDataPath=${temporaryFolder()}`, `-httpListenAddr=127.0.0.1:${port}`, '-search.latencyOffset=0s', '-retentionPeriod=100y'],
      {
        stdio: 'ignore',
      },
    );
    onTestFinished(() => void server.kill('SIGKILL'));
    await eventually(async () => expect((await fetch(`${url}/health`)).status).toBe(200));
    const points = Array.from({ length: 50 }, (_, i) => point(i));
    const writer = writerFor(url);
    expect((await writer.deliver(rowsOf(points))).delivered).toHaveLength(50);
    // Once more, as after an answer that got lost: the same points.
    expect((await writer.deliver(rowsOf(points))).delivered).toHaveLength(50);
    await eventually(
      async () => {
        await fetch(`${url}/internal/force_flush`);
        const lines = (await (await fetch(`${url}/api/v1/export?match[]=footfall_in&reduce_mem_usage=1`)).text()).trim().split('\n');
        expect(lines).toHaveLength(50);
      },
      { timeout: 30_000 },
    );
  });
});
