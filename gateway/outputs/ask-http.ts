/** A request to a receiver outside the shop. */
interface HttpQuestion {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** What came of it. Never holds anything of the question, so that no secret can get from there into a log. */
export interface HttpAnswer {
  /** 0 when there was none. */
  readonly status: number;
  /** Why there was none: the system's code, such as `ECONNREFUSED`, or `timeout`, or `stopped`; '' when there was one. */
  readonly problem: string;
  /** How long the other side wants to be left alone, ms; null when it does not say. */
  readonly retryAfterMs: number | null;
  readonly location: string | null;
  /** Its beginning, at most 64 KiB. */
  readonly body: string;
}

export type AskHttp = (question: HttpQuestion) => Promise<HttpAnswer>;

/** Longest pause that a server can ask for. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;
const MOST_BYTES = 65_536;

/**
 * Asks over HTTP, once. Redirects are not followed: what is signed and addressed to one receiver is not for another, and a token
 * least of all. `signal` ends requests that are under way; `clock` is epoch ms. Never rejects.
 */
export function createAskHttp({ clock, signal }: { readonly clock: () => number; readonly signal: AbortSignal }): AskHttp {
  return async ({ method, url, headers, body, timeoutMs }) => {
    const tooLong = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        headers: { 'user-agent': 'silent-aisle', ...headers },
        redirect: 'manual',
        signal: AbortSignal.any([signal, tooLong]),
        ...(body === undefined ? {} : { body }),
      });
      return {
        status: response.status,
        problem: '',
        retryAfterMs: retryAfter(response.headers.get('retry-after'), clock()),
        location: response.headers.get('location'),
        body: await beginningOf(response),
      };
    } catch (error) {
      return { status: 0, problem: problemOf(error, signal, tooLong), retryAfterMs: null, location: null, body: '' };
    }
  };
}

/** The answer is read to its end, so that the connection is free again, unless it has none. */
async function beginningOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    bytes += part.byteLength;
    if (bytes >= MOST_BYTES) break;
  }
  return Buffer.concat(parts).subarray(0, MOST_BYTES).toString('utf8');
}

/** RFC 9110 §10.2.3: seconds, or a date; in ms, bounded. */
function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, ms)) : null;
}

/** The message of an error may quote the address: only codes go on. */
function problemOf(error: unknown, stopped: AbortSignal, tooLong: AbortSignal): string {
  if (stopped.aborted) return 'stopped';
  if (tooLong.aborted) return 'timeout';
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** Text of a stranger for logs and pages: one line, printable, short. */
export const shortDetail = (text: string): string =>
  text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
