import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import {
  acquisitionView,
  cohortsView,
  customerFunnel,
  customersStanding,
  customerValue,
  rfmGrid,
  stickinessView,
} from '../contract-customers.ts';
import type { CsvValue } from '../csv.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsv } from './csv-reply.ts';
import { failures, operatorSecurity } from './route-schema.ts';
import { spanOf, spanQuery } from './span.ts';

const USUAL_SPAN_MS = 30 * 86_400_000;

/**
 * A question about all customers: as JSON, and its rows as a spreadsheet. The types of an answer that is still open (`Answer`) are beyond
 * the type provider, hence the two casts below; the serialiser checks every answer against its schema.
 */
interface Group<Answer extends z.ZodType> {
  readonly path: string;
  readonly summary: string;
  readonly answer: Answer;
  readonly head: readonly string[];
  readonly rows: (answer: z.infer<Answer>) => CsvValue[][];
}

const group = <Answer extends z.ZodType>(one: Group<Answer>): Group<Answer> => one;

const STANDING = group({
  path: '/customers/standing',
  summary: 'Customers by stage and by tier',
  answer: customersStanding,
  head: ['group', 'name', 'customers', 'turnover_minor', 'points_left', 'balance_minor'],
  rows: ({ stages, tiers }) => [
    ...stages.map(({ stage, customers, turnoverMinor }): CsvValue[] => ['stage', stage, customers, turnoverMinor, null, null]),
    ...tiers.map(({ tier, customers, pointsLeft, balanceMinor }): CsvValue[] => ['tier', tier, customers, null, pointsLeft, balanceMinor]),
  ],
});
const RFM = group({
  path: '/customers/rfm',
  summary: 'Customers by recency, frequency and turnover',
  answer: rfmGrid,
  head: ['recency', 'frequency', 'monetary', 'customers', 'turnover_minor'],
  rows: ({ cells }) => cells.map((cell) => [cell.recency, cell.frequency, cell.monetary, cell.customers, cell.turnoverMinor]),
});
const COHORTS = group({
  path: '/customers/cohorts',
  summary: 'Who came again, by the month of the first visit and months after it',
  answer: cohortsView,
  head: ['month', 'after', 'customers', 'came', 'share', 'open'],
  rows: ({ cohorts }) =>
    cohorts.flatMap(({ month, customers, months }) =>
      months.map((one): CsvValue[] => [month, one.after, customers, one.customers, one.share, one.open]),
    ),
});
const VALUE = group({
  path: '/customers/value',
  summary: 'What the lifetime values of customers are made of',
  answer: customerValue,
  head: ['figure', 'value'],
  rows: ({ simple, purchases, spending, ...sums }) => [
    ...Object.entries(sums),
    ...Object.entries({ simple, purchases, spending }).flatMap(([name, model]) =>
      Object.entries(model).map(([key, value]): CsvValue[] => [`${name}.${key}`, value]),
    ),
  ],
});
const STICKINESS = group({
  path: '/customers/stickiness',
  summary: 'Customers of the day, the week and the month, by local day',
  answer: stickinessView,
  head: ['day', 'daily', 'weekly', 'monthly', 'daily_share', 'weekly_share'],
  rows: ({ days }) => days.map((one) => [one.day, one.daily, one.weekly, one.monthly, one.dailyShare, one.weeklyShare]),
});
const FUNNEL = group({
  path: '/customers/funnel',
  summary: 'Visits and customers from coming in to buying',
  answer: customerFunnel,
  head: ['whose', 'visits', 'picked', 'bought', 'conversion'],
  rows: ({ all, identified }) =>
    Object.entries({ all, identified }).map(([whose, steps]) => [whose, steps.visits, steps.picked, steps.bought, steps.conversion]),
});
const ACQUISITION = group({
  path: '/customers/acquisition',
  summary: 'Customers won, by source, and what they cost',
  answer: acquisitionView,
  head: ['source', 'customers', 'cost_minor', 'cac_minor', 'bought', 'turnover_minor'],
  rows: ({ sources }) => sources.map((one) => [one.source, one.customers, one.costMinor, one.cacMinor, one.bought, one.turnoverMinor]),
});

const nameOf = ({ path }: { readonly path: string }): string => `${path.slice(1).replace('/', '-')}.csv`;

/** Customers as groups, as they stand now. */
export const customerGroupsRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['customers'], security: operatorSecurity };
    const add = <Answer extends z.ZodType>(one: Group<Answer>, ask: () => Promise<z.infer<Answer>>) => {
      app.get(one.path, { schema: { ...common, summary: one.summary, response: { 200: one.answer, ...failures } } }, ask as never);
      app.get(`${one.path}.csv`, { schema: { ...common, summary: one.summary, response: csvAnswers } }, async (_request, reply) =>
        sendCsv(reply, nameOf(one), one.head, one.rows(await ask())),
      );
    };
    add(STANDING, () => deps.reader.customersStanding());
    add(RFM, () => deps.reader.customersRfm());
    add(COHORTS, () => deps.reader.customersCohorts());
    add(VALUE, () => deps.reader.customersValue());
  };

/** Customers as groups, over a span of time. */
export const customerSpansRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['customers'], security: operatorSecurity, querystring: spanQuery('30 days before `to`') };
    const add = <Answer extends z.ZodType>(one: Group<Answer>, ask: (from: number, to: number) => Promise<z.infer<Answer>>) => {
      const answer = (query: z.infer<typeof common.querystring>) => {
        const { from, to } = spanOf(query, deps.clock(), USUAL_SPAN_MS);
        return ask(from, to);
      };
      app.get(
        one.path,
        { schema: { ...common, summary: one.summary, response: { 200: one.answer, ...failures } } },
        (request) => answer(request.query) as never,
      );
      app.get(`${one.path}.csv`, { schema: { ...common, summary: one.summary, response: csvAnswers } }, async (request, reply) =>
        sendCsv(reply, nameOf(one), one.head, one.rows(await answer(request.query))),
      );
    };
    add(STICKINESS, (from, to) => deps.reader.customersStickiness(from, to));
    add(FUNNEL, (from, to) => deps.reader.customersFunnel(from, to));
    add(ACQUISITION, (from, to) => deps.reader.customersAcquisition(from, to));
  };
