import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dwellView, funnelView } from '../contract.ts';
import { accuracyView } from '../contract-accuracy.ts';
import { footfallSpanView } from '../contract-footfall.ts';
import { associationsView } from '../contract-recommend.ts';
import { availabilityDaysView } from '../contract-shelves.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { daysQuery } from './span.ts';

const query = z.object({ date: z.iso.date().optional().describe('Store-local day; today when absent') });

const weeksQuery = z.object({ weeks: z.coerce.number().int().min(1).max(52).default(8).describe('How many weeks back') });

/** How people move and buy, over one store-local day; and how far what the gateway says of it may be trusted. */
export const insightRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const open = { tags: ['insight'], security: operatorSecurity };
    const common = { ...open, querystring: query };
    app.get(
      '/insight/footfall',
      {
        schema: {
          ...open,
          summary: 'People in and out by day, hour and door',
          querystring: daysQuery,
          response: { 200: footfallSpanView, ...failures },
        },
      },
      (request) => deps.reader.footfallSpan(request.query),
    );
    app.get(
      '/insight/availability',
      {
        schema: {
          ...open,
          summary: 'On-shelf availability by day and by product',
          querystring: daysQuery,
          response: { 200: availabilityDaysView, ...failures },
        },
      },
      (request) => deps.reader.availabilityDays(request.query),
    );
    app.get(
      '/insight/dwell',
      { schema: { ...common, summary: 'How long visits stay in each zone', response: { 200: dwellView, ...failures } } },
      (request) => deps.reader.dwell(request.query.date),
    );
    app.get(
      '/insight/funnel',
      { schema: { ...common, summary: 'From coming in to buying', response: { 200: funnelView, ...failures } } },
      (request) => deps.reader.funnel(request.query.date),
    );
    app.get(
      '/insight/associations',
      { schema: { ...open, summary: 'What is bought together, as the receipts tell', response: { 200: associationsView, ...failures } } },
      () => deps.reader.associations(),
    );
    app.get(
      '/insight/accuracy',
      {
        schema: {
          ...open,
          summary: 'How often the gateway is right, and false alarms per day',
          querystring: weeksQuery,
          response: { 200: accuracyView, ...failures },
        },
      },
      (request) => deps.reader.accuracy(request.query.weeks),
    );
  };
