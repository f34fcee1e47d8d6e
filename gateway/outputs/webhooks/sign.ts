import { createHmac } from 'node:crypto';

/**
 * The headers that prove a request: who sent it, when, and that nothing in it was changed. Each key adds a signature, so that
 * a receiver that knows one of them is satisfied. The time is part of what is signed: a request that was overheard is worth
 * nothing once it is old.
 * @see Standard Webhooks 1.0.0: HMAC-SHA-256 over `id.timestamp.body`
 */
export function signedHeaders(keys: readonly Buffer[], id: string, now: number, body: string): Record<string, string> {
  const seconds = Math.floor(now / 1_000);
  const signatures = keys.map((key) => `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
