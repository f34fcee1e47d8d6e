import { GatewayError } from '../errors.ts';
import { withAccess } from './with-access.ts';

/** A running gateway, asked in the name of the operator at its keyboard. */
export interface GatewaySession {
  post<T>(path: string, body: unknown): Promise<T>;
  /** The session ends; safe when the gateway is gone. */
  end(): Promise<void>;
}

const LINK_MINUTES = 1;
const ANSWER_WITHIN_MS = 30_000;

/**
 * Logs in to the gateway at `url` through its own data folder: whoever may read that may do everything. Rejects with GATEWAY_UNREACHABLE
 * when nobody answers, and with what the gateway said when it refuses.
 */
export async function openSession(url: string, dataFolder: string, user: string): Promise<GatewaySession> {
  const base = `${url.replace(/\/$/, '')}/api/v1`;
  let cookie = '';

  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    try {
      return await fetch(`${base}/${path}`, {
        method,
        headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch (error) {
      throw new GatewayError('GATEWAY_UNREACHABLE', `no gateway answers at ${url}`, { url }, error);
    }
  }

  async function answered(response: Response): Promise<unknown> {
    const body = (await response.json().catch(() => null)) as { detail?: string } | null;
    if (!response.ok) throw new GatewayError('INPUT_INVALID', `the gateway answered ${response.status}: ${body?.detail ?? ''}`);
    return body;
  }

  const token = withAccess(dataFolder, (access) => access.createLoginToken(user, LINK_MINUTES));
  const login = await ask('POST', 'session', { token });
  await answered(login);
  cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  return {
    // The gateway's own contract: what it answers was checked against its schema there.
    post: async <T>(path: string, body: unknown) => (await answered(await ask('POST', path, body))) as T,
    end: () =>
      ask('DELETE', 'session').then(
        () => undefined,
        () => undefined,
      ),
  };
}
