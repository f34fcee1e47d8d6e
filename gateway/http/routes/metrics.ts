import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { CUSTOMER_METRICS } from '../../domain/metrics/customer-metrics.ts';
import { SHOP_METRICS } from '../../domain/metrics/shop-metrics.ts';
import { metricView } from '../contract-metrics.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';

const ALL = [...SHOP_METRICS, ...CUSTOMER_METRICS].map((each) => ({ ...each, sources: [...each.sources] }));

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
