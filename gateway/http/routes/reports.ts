import { createReadStream } from 'node:fs';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { reportsView } from '../contract-reports.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const parameters = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  period: z.string().regex(/^\d{4}-\d{2}-\d{2}(?:_\d{4}-\d{2}-\d{2})?$/, 'a date, or two with `_` between them'),
  file: z.string().regex(/^[a-z]{1,20}\.(?:html|csv)$/),
});

/** A report brings its own style, loads nothing and runs nothing. */
const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

const answers = {
  200: {
    description: 'The document, or the CSV of a section',
    content: { 'text/html': { schema: z.string() }, 'text/csv': { schema: z.string() } },
  },
  ...failures,
};

/** Reports that were made by the clock: what there is, and each file of it. */
export const reportsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['reports'], security: operatorSecurity };
    app.get(
      '/reports',
      { schema: { ...common, summary: 'Reports of store.yaml, and those that were made', response: { 200: reportsView, ...failures } } },
      async () => deps.reports.list(),
    );
    app.get(
      '/reports/:id/:period/:file',
      { schema: { ...common, summary: 'One file of a report', params: parameters, response: answers } },
      async (request, reply) => {
        const { id, period, file } = request.params;
        const path = deps.reports.file(id, period, file);
        if (path === null) throw new GatewayError('NOT_FOUND', 'There is no such report, or it is no longer kept.');
        return sendFile(reply, path, `${id}-${period}-${file}`);
      },
    );
  };

function sendFile(reply: FastifyReply, path: string, name: string): FastifyReply {
  const isPage = name.endsWith('.html');
  if (isPage) reply.header('content-security-policy', REPORT_POLICY);
  return reply
    .header('content-type', isPage ? 'text/html; charset=utf-8' : 'text/csv; charset=utf-8')
    .header('content-disposition', `${isPage ? 'inline' : 'attachment'}; filename="${name}"`)
    .send(createReadStream(path));
}
