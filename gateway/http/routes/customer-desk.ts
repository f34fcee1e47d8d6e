import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { operatorOf } from '../auth/session-guard.ts';
import {
  bookingAnswer,
  bookingRequest,
  forgottenAnswer,
  lookupAnswer,
  lookupRequest,
  tellRequest,
  toldAnswer,
} from '../contract-customer-desk.ts';
import type { RouteDeps } from '../server-deps.ts';
import { visitorParameters } from './customers.ts';
import { failures, operatorSecurity } from './route-schema.ts';

/** As many customers as one request may hold, each with everything that can be said. */
const BODY_LIMIT_BYTES = 512 * 1_024;

/** What operators, and programs with a session of their own, tell of customers. */
export const customerDeskRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const common = { tags: ['customers'], security: operatorSecurity };
    app.post(
      '/customers',
      {
        config: { deed: 'customers-told' },
        bodyLimit: BODY_LIMIT_BYTES,
        schema: {
          ...common,
          summary: 'Tell of customers: tier, consent, where they come from, points of before; each row is taken or refused by itself',
          body: tellRequest,
          response: { 200: toldAnswer, ...failures },
        },
      },
      (request) => deps.customers.tell(request.body.customers, operatorOf(request).user, request.body.dryRun),
    );
    app.post(
      '/customers/lookup',
      {
        config: { deed: 'card-looked-up' },
        schema: {
          ...common,
          summary: 'The pseudonym of a card; a POST, so that no card number stands in an address',
          body: lookupRequest,
          response: { 200: lookupAnswer, ...failures },
        },
      },
      async (request) => ({ visitor: deps.customers.pseudonym(request.body.card) }),
    );
    app.post(
      '/customers/:visitor/bookings',
      {
        config: { deed: 'customer-booked' },
        schema: {
          ...common,
          summary: 'Give or spend points, pay stored value in or with it: all of a booking or nothing',
          params: visitorParameters,
          body: bookingRequest,
          response: { 200: bookingAnswer, ...failures },
        },
      },
      (request) => deps.customers.book(request.params.visitor, request.body, operatorOf(request).user),
    );
    app.delete(
      '/customers/:visitor',
      {
        config: { deed: 'customer-forgotten' },
        schema: {
          ...common,
          summary: 'Forget a customer: what is known goes, visits and receipts become those of somebody',
          params: visitorParameters,
          response: { 200: forgottenAnswer, ...failures },
        },
      },
      (request) => deps.customers.forget(request.params.visitor, operatorOf(request).user),
    );
  };
