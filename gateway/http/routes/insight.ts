import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accuracyView } from '../contract-accuracy.ts';
import { footfallSpanView } from '../contract-footfall.ts';
import { funnelView, replayView, waysView, zoneFiguresView } from '../contract-journey.ts';
import { lossView } from '../contract-loss.ts';
import { offerFiguresView } from '../contract-offers.ts';
import { associationsView } from '../contract-recommend.ts';
import { availabilityDaysView } from '../contract-shelves.ts';
import type { RouteDeps } from '../server-deps.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { daysQuery } from './span.ts';

const dateQuery = z.object({ date: z.iso.date().optional().describe('Store-local day; today when absent') });

const weeksQuery = z.object({ weeks: z.coerce.number().int().min(1).max(52).default(8).describe('How many weeks back') });

/** How people move and buy, over some store-local days; and how far what the gateway says of it may be trusted. */
export const insightRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const open = { tags: ['insight'], security: operatorSecurity };
    const spanned = { ...open, querystring: daysQuery };
    app.get(
      '/insight/footfall',
      {
        schema: {
          ...spanned,
          summary: 'People in and out by day, hour and door',
          response: { 200: footfallSpanView, ...failures },
        },
      },
      (request) => deps.reader.footfallSpan(request.query),
    );
    app.get(
      '/insight/loss',
      {
        schema: {
          ...open,
          summary: 'Items that left without a receipt, what became of each, and their value',
          querystring: daysQuery,
          response: { 200: lossView, ...failures },
        },
      },
      (request) => deps.reader.loss(request.query),
    );
    app.get(
      '/insight/offers',
      {
        schema: {
          ...spanned,
          summary: 'What offers were asked, shown and followed by, and why not, by day and by display',
          response: { 200: offerFiguresView, ...failures },
        },
      },
      (request) => deps.reader.offerFigures(request.query),
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
      '/insight/funnel',
      { schema: { ...spanned, summary: 'From coming in to buying', response: { 200: funnelView, ...failures } } },
      (request) => deps.reader.funnel(request.query),
    );
    app.get(
      '/insight/zones',
      { schema: { ...spanned, summary: 'Visits, stays, items taken and bought by zone', response: { 200: zoneFiguresView, ...failures } } },
      (request) => deps.reader.zoneFigures(request.query),
    );
    app.get(
      '/insight/ways',
      { schema: { ...spanned, summary: 'How often visits went from zone to zone', response: { 200: waysView, ...failures } } },
      (request) => deps.reader.ways(request.query),
    );
    app.get(
      '/insight/replay',
      {
        schema: {
          ...open,
          summary: 'People by zone and quarter of an hour of a day',
          querystring: dateQuery,
          response: { 200: replayView, ...failures },
        },
      },
      (request) => deps.reader.replay(request.query.date),
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
