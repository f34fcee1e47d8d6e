import { createServer, type Socket } from 'node:net';
import { GatewayError } from '../errors.ts';

/**
 * A TCP server for small messages: no delay, and the system asks silent peers once a minute whether they are still there.
 * `start` rejects with PORT_IN_USE; `stop` ends listening, waits for the last connection and may be called twice.
 */
export function createTcpListener(options: { host: string; port: number; onConnection: (socket: Socket) => void }) {
  const { host, port } = options;
  const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 }, options.onConnection);
  return {
    start: (): Promise<{ readonly port: number }> =>
      new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) => {
          const isTaken = error.code === 'EADDRINUSE';
          reject(isTaken ? new GatewayError('PORT_IN_USE', `port ${port} on ${host} is taken`, { host, port }, error) : error);
        });
        server.listen(port, host, () => {
          const address = server.address();
          resolve({ port: address && typeof address === 'object' ? address.port : port });
        });
      }),
    stop: (): Promise<void> => new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve())),
  };
}
