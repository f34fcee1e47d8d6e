import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { instant } from '../../../gateway/domain/units.ts';
import { createAskHttp } from '../../../gateway/outputs/ask-http.ts';
import type { WaitingRow } from '../../../gateway/outputs/drain.ts';
import type { Outcome } from '../../../gateway/outputs/patient-delivery.ts';
import { type CloudEvent, cloudEvent } from '../../../gateway/outputs/webhooks/cloud-event.ts';
import { createWebhookRows } from '../../../gateway/outputs/webhooks/webhook-rows.ts';
import { createWebhookSink } from '../../../gateway/outputs/webhooks/webhook-sink.ts';
import { events } from '../../ledger/events.ts';
import { type Receiver, startReceiver, status } from '../../support/receiver.ts';
import { freePort } from '../../support/temporary.ts';

const NOW = 1_790_000_000_000;
const KEYS = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const SECRET = Buffer.alloc(32, 1).toString('base64');

function sinkFor(url: string, more: { batch?: number; timeoutMs?: number; token?: string; agrees?: (visitor: string) => boolean } = {}) {
  const outcomes: Outcome[] = [];
  const stop = new AbortController();
  const sink = createWebhookSink({
    url,
    batch: 1,
    timeoutMs: 2_000,
    giveUpAfterMs: 72 * 3_600_000,
    secrets: { keys: () => KEYS },
    token: undefined,
    agrees: () => false,
    ask: createAskHttp({ clock: () => NOW, signal: stop.signal }),
    clock: () => NOW,
    report: (outcome) => void outcomes.push(outcome),
    ...more,
  });
  return { ...sink, outcomes, stop: () => stop.abort() };
}

let ids = 0;
const rowOf = (event: CloudEvent, visitor: string | null = null, isAboutVisitor = false): WaitingRow => ({
  id: ++ids,
  sink: 'webhook:crm',
  key: event.id,
  at: instant(NOW),
  since: instant(NOW),
  expires: null,
  attempts: 0,
  body: { event, visitor, isAboutVisitor },
});
const sold = (id: number): CloudEvent => {
  const [event] = events([['item.sold', { at: NOW + id }]], id);
  if (!event) throw new Error('no event');
  return cloudEvent('corner', event, { epc: `E${id}` });
};
const rowsOf = (...numbers: number[]): WaitingRow[] => numbers.map((n) => rowOf(sold(n)));

/** What any receiver does: the signature over id, time and body, with a key that it knows. */
const isSigned = ({ headers, body }: Receiver['requests'][number], key: Buffer): boolean =>
  String(headers['webhook-signature'])
    .split(' ')
    .includes(
      `v1,${createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64')}`,
    );

describe('an event in a request', () => {
  test('is a CloudEvent, signed with each secret, with the id that stays when it is sent again', async () => {
    const receiver = await startReceiver();
    const sink = sinkFor(`${receiver.url}/hooks/aisle`);
    const [row] = rowsOf(17);
    if (!row) return;
    expect(await sink.deliver([row])).toMatchObject({ delivered: [row.id] });
    await sink.deliver([row]);
    const [first, second] = receiver.requests;
    expect(first).toMatchObject({
      method: 'POST',
      path: '/hooks/aisle',
      headers: { 'content-type': 'application/cloudevents+json; charset=utf-8', 'webhook-id': `17-${NOW + 17}` },
    });
    expect(JSON.parse(first?.body ?? '')).toEqual({
      specversion: '1.0',
      id: `17-${NOW + 17}`,
      source: 'urn:silent-aisle:store:corner',
      type: 'aisle.v1.item.sold',
      time: new Date(NOW + 17).toISOString(),
      recordedtime: new Date(NOW + 17).toISOString(),
      sequence: '0000000000000017',
      datacontenttype: 'application/json',
      data: { epc: 'E17' },
    });
    expect(second?.body).toBe(first?.body);
    for (const key of KEYS) expect(first && isSigned(first, key)).toBe(true);
    expect(first && isSigned({ ...first, body: `${first.body} ` }, KEYS[0] ?? Buffer.alloc(0))).toBe(false);
  });

  test('may come with others as a batch', async () => {
    const receiver = await startReceiver();
    await sinkFor(receiver.url, { batch: 10 }).deliver(rowsOf(1, 2, 3));
    const [request] = receiver.requests;
    expect(receiver.requests).toHaveLength(1);
    expect(request?.headers).toMatchObject({
      'content-type': 'application/cloudevents-batch+json; charset=utf-8',
      'webhook-id': `1-${NOW + 1}_3-${NOW + 3}`,
    });
    expect((JSON.parse(request?.body ?? '') as CloudEvent[]).map(({ id }) => id)).toEqual([1, 2, 3].map((n) => `${n}-${NOW + n}`));
    expect(request && isSigned(request, KEYS[0] ?? Buffer.alloc(0))).toBe(true);
  });

  test('brings the token where the receiver wants one', async () => {
    const receiver = await startReceiver();
    await sinkFor(receiver.url, { token: 'let-me-in' }).deliver(rowsOf(1));
    expect(receiver.requests[0]?.headers.authorization).toBe('Bearer let-me-in');
  });
});

describe('a receiver', () => {
  test.each([200, 201, 202, 204])('that answers %i has taken it', async (code) => {
    const receiver = await startReceiver();
    receiver.answer(status(code, {}, code === 204 ? '' : 'thank you'));
    const rows = rowsOf(1);
    expect((await sinkFor(receiver.url).deliver(rows)).delivered).toEqual(rows.map(({ id }) => id));
  });

  test.each([
    ['is overloaded', status(503), 'away', 'http-503'],
    ['is broken', status(500), 'failed', 'http-500'],
    ['wants another secret', status(401), 'failed', 'http-401'],
    ['has moved', status(301, { location: 'http://127.0.0.1:1/elsewhere' }), 'failed', 'http-301'],
    ['is a captive portal', status(302, { location: '/login' }), 'failed', 'http-302'],
    ['does not like the event', status(422), 'refused', 'http-422'],
    ['hangs up', (_: unknown, response: { destroy(): void }) => response.destroy(), 'failed', 'no-answer-UND_ERR_SOCKET'],
  ] as const)('that %s has not, and nothing is lost', async (_, answer, kind, reason) => {
    const receiver = await startReceiver();
    receiver.answer(answer as Parameters<Receiver['answer']>[0]);
    const sink = sinkFor(receiver.url);
    expect(await sink.deliver(rowsOf(1))).toMatchObject({ delivered: [], failed: [], dead: [] });
    expect(sink.outcomes[0]).toMatchObject({ kind, reason });
    // Above all, nobody follows a redirect with a signed request.
    expect(receiver.requests).toHaveLength(1);
  });

  test('that says how long to wait is left alone for so long, in seconds or until a date', async () => {
    const receiver = await startReceiver();
    receiver.answer(status(429, { 'retry-after': '30' }));
    expect((await sinkFor(receiver.url).deliver(rowsOf(1))).retryAfterMs).toBe(30_000);
    receiver.answer(status(503, { 'retry-after': new Date(NOW + 90_000).toUTCString() }));
    expect((await sinkFor(receiver.url).deliver(rowsOf(1))).retryAfterMs).toBe(90_000);
    receiver.answer(status(503, { 'retry-after': '99999999' }));
    expect((await sinkFor(receiver.url).deliver(rowsOf(1))).retryAfterMs).toBe(3_600_000);
  });

  test('that does not answer in time, or is not there, keeps its events', async () => {
    const silent = await startReceiver();
    silent.answer(() => {});
    const slow = sinkFor(silent.url, { timeoutMs: 50 });
    expect(await slow.deliver(rowsOf(1, 2))).toMatchObject({ delivered: [], dead: [] });
    expect(slow.outcomes).toMatchObject([{ kind: 'failed', reason: 'no-answer-timeout' }]);
    const gone = sinkFor(`http://127.0.0.1:${await freePort()}`);
    expect(await gone.deliver(rowsOf(1, 2))).toMatchObject({ delivered: [], dead: [] });
    expect(gone.outcomes).toMatchObject([{ kind: 'away', reason: 'no-answer-ECONNREFUSED' }]);
  });

  test('that answers without end is read to a bound only', async () => {
    const receiver = await startReceiver();
    receiver.answer((_, response) => {
      response.writeHead(500);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const sink = sinkFor(receiver.url, { timeoutMs: 5_000 });
    await sink.deliver(rowsOf(1));
    expect(sink.outcomes).toMatchObject([{ kind: 'failed', reason: 'http-500', detail: 'x'.repeat(200) }]);
  });

  test('is let go at once when the gateway stops', async () => {
    const receiver = await startReceiver();
    const sink = sinkFor(receiver.url, { timeoutMs: 60_000 });
    receiver.answer(() => sink.stop());
    expect(await sink.deliver(rowsOf(1))).toMatchObject({ delivered: [], dead: [] });
    expect(sink.outcomes).toMatchObject([{ kind: 'away', reason: 'no-answer-stopped' }]);
  });

  test('is never quoted with a secret or an address', async () => {
    const receiver = await startReceiver();
    receiver.answer(status(500, {}, 'line one\n\u001b[31mline two'));
    const sink = sinkFor(`${receiver.url}/T0/B0/hidden-part`, { token: 'let-me-in' });
    await sink.deliver(rowsOf(1));
    expect(sink.outcomes).toEqual([{ kind: 'failed', reason: 'http-500', detail: 'line one [31mline two', retryAfterMs: null }]);
    expect(JSON.stringify(sink.outcomes)).not.toMatch(/hidden-part|let-me-in/);
    expect(JSON.stringify(sink.outcomes)).not.toContain(SECRET);
  });
});

describe('a visitor', () => {
  const identified = (): CloudEvent => {
    const [event] = events([['visit.identified', { at: NOW }]], 5);
    if (!event) throw new Error('no event');
    return cloudEvent('corner', event, { visit: 'v1', tier: 'gold' });
  };

  test('is named when it agrees at the moment of sending', async () => {
    const receiver = await startReceiver();
    await sinkFor(receiver.url, { agrees: (visitor) => visitor === 'P1' }).deliver([rowOf(identified(), 'P1', true)]);
    expect(JSON.parse(receiver.requests[0]?.body ?? '')).toMatchObject({ data: { visit: 'v1', tier: 'gold', visitor: 'P1' } });
  });

  test('who has withdrawn is not named; an event about nothing else is not sent, is counted, and is kept nowhere', async () => {
    const receiver = await startReceiver();
    const sink = sinkFor(receiver.url);
    const [about, sale] = [rowOf(identified(), 'P1', true), rowOf(sold(1), 'P1')];
    expect(await sink.deliver([about, sale])).toMatchObject({
      delivered: [sale.id],
      dead: [],
      failed: [{ id: about.id, reason: 'no-consent' }],
    });
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]?.body).not.toContain('P1');
    expect(await sink.deliver([about])).toEqual({ delivered: [], failed: [{ id: about.id, reason: 'no-consent' }] });
  });
});

describe('rows of the outbox', () => {
  const names = { skuOf: () => 'TEE', gtinOf: () => null };
  const listener = (sink: string, types: readonly string[], audience: 'goods' | 'people', wants = (_: object) => true) => ({
    sink,
    types: new Set(types) as never,
    audience,
    wants: wants as never,
  });

  test('are one for each webhook that wants the event, with one key however often it comes', () => {
    const rows = createWebhookRows(
      'corner',
      [
        listener('webhook:a', ['item.sold', 'item.moved'], 'goods'),
        listener('webhook:b', ['item.sold'], 'goods', (event) => (event as { zone: string }).zone === 'door'),
        listener('webhook:c', ['item.sold'], 'people'),
      ],
      names,
    );
    const [soldAtTill, moved, picked] = events([['item.sold'], ['item.moved'], ['item.picked']], 40);
    if (!soldAtTill || !moved || !picked) return;
    expect(rows(soldAtTill).map(({ sink, key }) => [sink, key])).toEqual([
      ['webhook:a', '40'],
      ['webhook:c', '40'],
    ]);
    expect(rows(moved).map(({ sink }) => sink)).toEqual(['webhook:a']);
    expect(rows(picked)).toEqual([]);
    expect(rows(soldAtTill)).toEqual(rows(soldAtTill));
  });

  test('hold a visitor only for those who may know one', () => {
    const rows = createWebhookRows(
      'corner',
      [listener('webhook:a', ['visit.identified', 'visit.opened'], 'goods'), listener('webhook:c', ['visit.identified'], 'people')],
      names,
    );
    const [identifiedEvent, opened] = events([['visit.identified'], ['visit.opened', { visitor: 'visitor-1' }]]);
    if (!identifiedEvent || !opened) return;
    expect(rows(identifiedEvent)).toMatchObject([{ sink: 'webhook:c', body: { visitor: 'visitor-1', isAboutVisitor: true } }]);
    expect(JSON.stringify(rows(opened))).not.toContain('visitor-1');
    expect(rows(opened)).toMatchObject([{ sink: 'webhook:a', body: { visitor: null } }]);
  });
});
