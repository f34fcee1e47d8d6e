import { createReadStream } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../errors.ts';
import type { Displays } from './ports.ts';

/** An SVG is a document: opened by itself it must not run anything. */
export const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/**
 * Pictures that store.yaml names, for every display: they stand on public screens anyway, and `<img>` carries no credential.
 * Only those pictures exist here, by an address that changes with their bytes; nothing of a request becomes a path.
 */
export async function registerMedia(app: FastifyInstance, displays: Displays): Promise<void> {
  app.get('/media/:name', { schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params as { readonly name: string };
    const picture = displays.picture(`/media/${name}`);
    if (picture === null) throw new GatewayError('NOT_FOUND', 'There is no such picture.');
    return reply
      .type(picture.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', PICTURE_POLICY)
      .send(createReadStream(picture.file));
  });
}
