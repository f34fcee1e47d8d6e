import type { FastifyInstance } from 'fastify';
import { GatewayError } from './errors.ts';

/** Lets the server listen; a port that is taken is the operator's to mend, so it is named. */
export async function listen(server: FastifyInstance, { host, port }: { readonly host: string; readonly port: number }): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new GatewayError('PORT_IN_USE', `port ${port} on ${host} is in use (http.port)`, { host, port }, error);
  }
}
