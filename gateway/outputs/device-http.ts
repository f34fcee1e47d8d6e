import type { Outgoing } from '../../devices/kit/command.ts';
import { GatewayError } from '../errors.ts';

/** Where a device answers, and as whom the gateway speaks to it. */
export interface DeviceAddress {
  /** Without the path, which comes with each request. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

export interface DeviceHttpOptions {
  readonly addressOf: (device: string) => DeviceAddress | null;
  readonly timeoutMs?: number;
}

/** Answers of 400 to 499 that become others by waiting: time-out, busy, locked, too early, too many. */
const BUSY: ReadonlySet<number> = new Set([408, 409, 423, 425, 429]);

/**
 * Asks devices over HTTP: label access points, relays with a REST interface. Resolves on 2xx; rejects with DEVICE_UNREACHABLE
 * when there was no answer in time or one that may become another (409: busy, come back later), and with DEVICE_REFUSED when
 * asking again would not help. Redirects are not followed: a device that sends its commands elsewhere is not the one that
 * store.yaml names.
 */
export function createDeviceHttp({ addressOf, timeoutMs = 5_000 }: DeviceHttpOptions) {
  return async (device: string, request: Extract<Outgoing, { via: 'http' }>): Promise<void> => {
    const address = addressOf(device);
    if (!address) throw new GatewayError('DEVICE_UNREACHABLE', `store.yaml has no http.url for ${device}`, { device });
    const headers: Record<string, string> = { 'content-type': request.contentType };
    if (address.user !== undefined)
      headers.authorization = `Basic ${Buffer.from(`${address.user}:${address.password ?? ''}`).toString('base64')}`;
    const answer = await ask(new URL(request.path, address.url), {
      method: request.method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(request.method === 'GET' ? {} : { body: Buffer.from(request.body) }),
    }).catch((error: unknown) => {
      throw new GatewayError('DEVICE_UNREACHABLE', `${device} does not answer`, { device }, error);
    });
    if (answer.ok) return;
    const { status } = answer;
    const isFinal = status >= 400 && status < 500 && !BUSY.has(status);
    throw new GatewayError(isFinal ? 'DEVICE_REFUSED' : 'DEVICE_UNREACHABLE', `${device} answered ${status}`, { device, status });
  };
}

/** The body is read to its end, so that the connection is free again. */
async function ask(url: URL, options: RequestInit): Promise<{ readonly ok: boolean; readonly status: number }> {
  const response = await fetch(url, options);
  await response.arrayBuffer();
  return { ok: response.ok, status: response.status };
}
