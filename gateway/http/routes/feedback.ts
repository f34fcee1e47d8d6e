import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { feedbackView } from '../contract-feedback.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsv } from './csv-reply.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

const USUAL_SPAN_MS = 30 * 86_400_000;

const HEAD = ['at', 'zone', 'device', 'scale', 'score', 'visit', 'seconds_in', 'identified', 'picked', 'bought'];

/** What shoppers said at smiley terminals and displays. */
export const feedbackRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['feedback'], security: operatorSecurity, querystring: spanQuery('30 days before `to`') };
    app.get(
      '/feedback',
      { schema: { ...common, summary: 'What shoppers said, by zone and by what they did', response: { 200: feedbackView, ...failures } } },
      (request) => {
        const { from, to } = spanOf(request.query, deps.clock(), USUAL_SPAN_MS);
        return deps.reader.feedback(from, to);
      },
    );
    app.get(
      '/feedback.csv',
      { schema: { ...common, summary: 'Each answer, oldest first', response: csvAnswers } },
      async (request, reply) => {
        const { from, to } = spanOf(request.query, deps.clock(), USUAL_SPAN_MS);
        const answers = await deps.reader.feedbackAnswers(from, to);
        const rows = answers.map((one) => [
          new Date(one.at).toISOString(),
          one.zone,
          one.device,
          one.scale,
          one.score,
          one.visit,
          one.secondsIn,
          one.identified,
          one.picked,
          one.bought,
        ]);
        return sendCsv(reply, 'feedback.csv', HEAD, rows);
      },
    );
  };
