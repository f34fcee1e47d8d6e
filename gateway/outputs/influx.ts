import { InfluxDB, Point } from '@influxdata/influxdb-client';
import type { Delivery, WaitingRow } from './drain.ts';
import type { InfluxPoint } from './influx-point.ts';

export interface InfluxOptions {
  readonly url: string;
  readonly org: string;
  readonly bucket: string;
  readonly token: string;
  readonly timeoutMs: number;
  readonly log: (code: 'INFLUX_REJECTED' | 'INFLUX_UNREACHABLE', message: string, facts: Record<string, unknown>) => void;
}

interface Answer {
  /** 0 when there was none: refused, reset, timed out. */
  readonly status: number;
  readonly retryAfterMs?: number;
  readonly detail: string;
}

/** Longest pause that a server can ask for. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * Writes outbox rows as line protocol. The client library makes the lines and the request; remembering, repeating and
 * deciding are ours: its own retry buffer lives in memory, reads Retry-After as milliseconds and takes 201 (partial write)
 * for success. Only 204 counts. A batch that the server calls wrong is halved until the wrong row stands alone; that one
 * ends as failed, with the reason.
 */
export function createInfluxWriter(options: InfluxOptions) {
  const { transport } = new InfluxDB({ url: options.url, token: options.token, timeout: options.timeoutMs });
  const path = `/api/v2/write?org=${encodeURIComponent(options.org)}&bucket=${encodeURIComponent(options.bucket)}&precision=ns`;

  function send(lines: string): Promise<Answer> {
    return new Promise((resolve) => {
      let status = 0;
      let retryAfterMs: number | undefined;
      let detail = '';
      const done = () => resolve({ status, detail, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
      transport.send(
        path,
        lines,
        { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } },
        {
          responseStarted(headers, code) {
            status = code ?? 0;
            retryAfterMs = retryAfter(headers['retry-after']);
          },
          next(data) {
            detail = String(data).slice(0, 300);
          },
          error(error) {
            const known = error as { statusCode?: number; body?: string; headers?: Record<string, string> };
            status = known.statusCode ?? (status === 204 ? 0 : status);
            retryAfterMs ??= retryAfter(known.headers?.['retry-after']);
            detail = (known.body ?? String(error)).slice(0, 300);
            done();
          },
          complete: done,
        },
      );
    });
  }

  async function deliver(rows: readonly WaitingRow[]): Promise<Delivery> {
    const answer = await send(rows.map((row) => toLine(row.body as InfluxPoint)).join('\n'));
    const ids = rows.map(({ id }) => id);
    if (answer.status === 204) return { delivered: ids, failed: [] };
    const first = rows[0];
    if (isBadData(answer.status) && first) {
      if (rows.length === 1) {
        options.log('INFLUX_REJECTED', 'InfluxDB refused a point for good', { status: answer.status, detail: answer.detail });
        return { delivered: [], failed: [{ id: first.id, reason: `rejected-${answer.status}` }] };
      }
      const middle = Math.ceil(rows.length / 2);
      const left = await deliver(rows.slice(0, middle));
      if (left.delivered.length + left.failed.length < middle) return left;
      const right = await deliver(rows.slice(middle));
      return { ...right, delivered: [...left.delivered, ...right.delivered], failed: [...left.failed, ...right.failed] };
    }
    const code = answer.status >= 400 && answer.status < 429 ? 'INFLUX_REJECTED' : 'INFLUX_UNREACHABLE';
    options.log(code, 'InfluxDB did not take the points; they wait', { status: answer.status, detail: answer.detail });
    return { delivered: [], failed: [], ...(answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs }) };
  }

  return { deliver };
}

/** The request itself was understood and something in it is wrong or too large: halving finds out what. */
const isBadData = (status: number): boolean => status === 400 || status === 413 || status === 422 || status === 201;

/** RFC 9110 §10.2.3: seconds, or a date; here in ms, bounded. */
function retryAfter(header: string | readonly string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, seconds * 1_000)) : undefined;
}

/** A trailing backslash would swallow the separator behind it, a line break would begin another point. */
const safe = (text: string): string => text.replace(/[\r\n\\]/g, '_');

/** Events that one millisecond can tell apart. */
const PER_MS = 1_000_000;

/** One line of line protocol; time in ns, as text since a number would lose the last digits. */
export function toLine(point: InfluxPoint): string {
  const line = new Point(point.measurement).timestamp(`${Math.trunc(point.at)}${String((point.order ?? 0) % PER_MS).padStart(6, '0')}`);
  for (const [name, value] of Object.entries(point.tags)) if (value !== '') line.tag(name, safe(value));
  for (const [name, value] of Object.entries(point.fields)) {
    if (typeof value === 'string') line.stringField(name, safe(value));
    else if (typeof value === 'boolean') line.booleanField(name, value);
    else if (Number.isFinite(value)) line.floatField(name, value);
  }
  return line.toLineProtocol() ?? '';
}
