import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { metricView } from '../contract-metrics.ts';
import { ALL_METRICS } from '../page-metrics.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const ALL = ALL_METRICS.map((each) => ({ ...each, sources: [...each.sources] }));

/** What each figure means. */
export const metricsRoutes =
  (_deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/metrics',
      {
        schema: {
          tags: ['insight'],
          summary: 'Definitions of all figures: formula, unit, smallest sample, sources',
          security: operatorSecurity,
          response: { 200: z.array(metricView), ...failures },
        },
      },
      async () => ALL,
    );
  };
