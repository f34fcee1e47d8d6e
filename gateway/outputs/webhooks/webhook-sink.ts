import { type AskHttp, type HttpAnswer, shortDetail } from '../ask-http.ts';
import type { Delivery, WaitingRow } from '../drain.ts';
import { createPatientDelivery, type Outcome } from '../patient-delivery.ts';
import type { CloudEvent } from './cloud-event.ts';
import { signedHeaders } from './sign.ts';
import type { SigningSecrets } from './signing-secrets.ts';
import type { WebhookRowBody } from './webhook-rows.ts';

export interface WebhookSinkOptions {
  readonly url: string;
  /** Most events of one request; above 1 they go as a batch. */
  readonly batch: number;
  readonly timeoutMs: number;
  readonly giveUpAfterMs: number;
  readonly secrets: SigningSecrets;
  readonly token: string | undefined;
  /** Whether this visitor agreed, now, to what the receiver does. */
  readonly agrees: (visitor: string) => boolean;
  readonly ask: AskHttp;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly report: (outcome: Outcome) => void;
}

/** The request was understood, and what it says is wrong. */
const ABOUT_EVENTS: ReadonlySet<number> = new Set([400, 413, 422]);
/** The receiver asks for patience, or something before it does. */
const ABOUT_NOW: ReadonlySet<number> = new Set([425, 429, 502, 503, 504]);
/** No answer, and the request cannot have been the reason. */
const NEVER_REACHED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'stopped']);

/**
 * Posts events to one webhook, signed, in order, at least once. What a receiver is told of a visitor is decided here, at the last
 * moment: who has withdrawn consent since is no longer named, and an event that is about nothing else is not sent at all.
 */
export function createWebhookSink(options: WebhookSinkOptions) {
  const { url, batch, timeoutMs, secrets, token, agrees, ask, clock } = options;

  async function send(rows: readonly WaitingRow[]): Promise<Outcome> {
    const events = rows.map((row) => named(row.body as WebhookRowBody));
    const [first] = events;
    const body = JSON.stringify(batch === 1 ? first : events);
    const id = events.length === 1 || first === undefined ? (first?.id ?? '') : `${first.id}_${events.at(-1)?.id ?? ''}`;
    const answer = await ask({
      method: 'POST',
      url,
      headers: {
        'content-type': `application/cloudevents${batch === 1 ? '' : '-batch'}+json; charset=utf-8`,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...signedHeaders(secrets.keys(), id, clock(), body),
      },
      body,
      timeoutMs,
    });
    return outcomeOf(answer);
  }

  /** The event as it goes out, with the visitor when that is allowed. */
  function named({ event, visitor }: WebhookRowBody): CloudEvent {
    return visitor !== null && agrees(visitor) ? { ...event, data: { ...event.data, visitor } } : event;
  }

  const isWorthless = ({ isAboutVisitor, visitor }: WebhookRowBody): boolean => isAboutVisitor && (visitor === null || !agrees(visitor));

  const patient = createPatientDelivery({ ...options, send });

  return {
    async deliver(rows: readonly WaitingRow[]): Promise<Delivery> {
      const worthless = rows.filter((row) => isWorthless(row.body as WebhookRowBody));
      const failed = worthless.map(({ id }) => ({ id, reason: 'no-consent' }));
      if (worthless.length === rows.length) return { delivered: [], failed };
      const delivery = await patient(rows.filter((row) => !worthless.includes(row)));
      return { ...delivery, failed };
    },
  };
}

function outcomeOf({ status, problem, retryAfterMs, body }: HttpAnswer): Outcome {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const reason = status === 0 ? `no-answer-${problem}` : `http-${status}`;
  const detail = shortDetail(body);
  if (ABOUT_EVENTS.has(status)) return { kind: 'refused', reason, detail };
  const isAway = status === 0 ? NEVER_REACHED.has(problem) : ABOUT_NOW.has(status);
  return { kind: isAway ? 'away' : 'failed', reason, detail, retryAfterMs };
}
