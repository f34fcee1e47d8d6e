import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a receiver got. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that a test lets answer as it likes. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly requests: Received[];
  /** How the next requests are answered; 204 until it is told something else. */
  answer(how: (request: Received, response: ServerResponse) => void): void;
  stop(): Promise<void>;
}

export const status =
  (code: number, headers: Record<string, string> = {}, body = '') =>
  (_: Received, response: ServerResponse): void =>
    void response.writeHead(code, headers).end(body);

/** Listens on the port, any free one when it is 0. */
export async function startReceiver(port = 0): Promise<Receiver> {
  const requests: Received[] = [];
  let how: (request: Received, response: ServerResponse) => void = status(204);
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const received = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
      };
      requests.push(received);
      how(received, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(stop);
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    requests,
    answer: (next) => {
      how = next;
    },
    stop,
  };
}
