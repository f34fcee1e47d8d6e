import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { pseudonym } from '../contract-customer-desk.ts';
import { type CustomerView, customerDetail, customerExport, customersPage } from '../contract-customers.ts';
import type { CsvValue } from '../csv.ts';
import type { RouteDeps } from '../server-deps.ts';
import { csvAnswers, sendCsv } from './csv-reply.ts';
import { failures, operatorSecurity } from './route-schema.ts';

export const visitorParameters = z.object({ visitor: pseudonym });

const filters = z.object({
  stage: z.enum(['aware', 'exploring', 'expanding', 'committed', 'lapsing']).optional(),
  tier: z.string().max(64).optional(),
  segment: z
    .string()
    .regex(/^[1-5x]{3}$/)
    .optional()
    .describe('Recency, frequency, monetary: 1 to 5 each, x for any'),
});
const pageQuery = filters.extend({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: pseudonym.optional().describe('`next` of the page before'),
});

/** Rows that are read in one go for a spreadsheet. */
const CHUNK = 500;
const HEAD = [
  'visitor',
  'told',
  'since',
  'source',
  'tier',
  'agrees',
  'points_earned',
  'points_spent',
  'points_expired',
  'points_left',
  'balance_minor',
  'stage',
  'visits',
  'receipts',
  'turnover_minor',
  'first_seen',
  'last_seen',
  'last_bought',
  'rfm',
  'churn_risk',
  'clv_historic_minor',
  'clv_simple_minor',
  'clv_model_minor',
];

const unknownCustomer = () => new GatewayError('NOT_FOUND', 'Nothing is known of a customer with this pseudonym.');

/** Customers by pseudonym, one by one. */
export const customersRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['customers'], security: operatorSecurity };
    app.get(
      '/customers',
      {
        schema: {
          ...common,
          summary: 'Customers, the highest turnover first',
          querystring: pageQuery,
          response: { 200: customersPage, ...failures },
        },
      },
      (request) => deps.reader.customers(request.query),
    );
    app.get(
      '/customers.csv',
      { schema: { ...common, summary: 'All customers that the filters leave', querystring: filters, response: csvAnswers } },
      async (request, reply) => {
        const rows: CsvValue[][] = [];
        for (let after: string | null | undefined; after !== null; ) {
          const page = await deps.reader.customers({ ...request.query, limit: CHUNK, ...(after === undefined ? {} : { after }) });
          rows.push(...page.customers.map(toCells));
          after = page.next;
        }
        return sendCsv(reply, 'customers.csv', HEAD, rows);
      },
    );
    app.get(
      '/customers/:visitor',
      { schema: { ...common, summary: 'One customer', params: visitorParameters, response: { 200: customerDetail, ...failures } } },
      async (request) => {
        const customer = await deps.reader.customer(request.params.visitor);
        if (customer === null) throw unknownCustomer();
        return customer;
      },
    );
    app.get(
      '/customers/:visitor/export',
      {
        schema: {
          ...common,
          summary: 'Everything that is kept of one customer, to be handed over',
          params: visitorParameters,
          response: { 200: customerExport, ...failures },
        },
      },
      async (request, reply) => {
        const customer = await deps.reader.customerExport(request.params.visitor);
        if (customer === null) throw unknownCustomer();
        return reply.header('content-disposition', `attachment; filename="customer-${request.params.visitor}.json"`).send(customer);
      },
    );
  };

const toCells = ({ visitor, told, since, source, tier, agrees, points, balanceMinor, behaviour }: CustomerView): CsvValue[] => [
  visitor,
  told,
  since === null ? null : new Date(since).toISOString(),
  source,
  tier,
  agrees.join(' '),
  points.earned,
  points.spent,
  points.expired,
  points.left,
  balanceMinor,
  behaviour?.stage ?? null,
  behaviour?.visits ?? null,
  behaviour?.receipts ?? null,
  behaviour?.turnoverMinor ?? null,
  behaviour?.firstSeen ?? null,
  behaviour?.lastSeen ?? null,
  behaviour?.lastBought ?? null,
  behaviour?.rfm ? `${behaviour.rfm.recency}${behaviour.rfm.frequency}${behaviour.rfm.monetary}` : null,
  behaviour?.churnRisk ?? null,
  behaviour?.value.historicMinor ?? null,
  behaviour?.value.simpleMinor ?? null,
  behaviour?.value.modelMinor ?? null,
];
