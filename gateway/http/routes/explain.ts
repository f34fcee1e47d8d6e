import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { GatewayError } from '../../errors.ts';
import { explainAlert } from '../../explain/explain-alert.ts';
import { explainItem } from '../../explain/explain-item.ts';
import { explainVisit } from '../../explain/explain-visit.ts';
import { createTeller, type Teller } from '../../explain/teller.ts';
import type { Language } from '../../explain/words.ts';
import { askedLanguage } from '../asked-language.ts';
import { explanation, languages } from '../contract-explain.ts';
import type { RouteDeps } from '../server-deps.ts';
import { epcParameters, failures, idParameters, operatorSecurity } from './route-schema.ts';

const languageQuery = z.object({ lang: languages.optional().describe('Else by Accept-Language, else the shop’s own language') });
const common = {
  tags: ['explanation'],
  security: operatorSecurity,
  querystring: languageQuery,
  response: { 200: explanation, ...failures },
};

/** Why the gateway states what it states, in words and numbers. */
export const explainRoutes =
  (deps: RouteDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const { live, reader } = deps;

    /** Speaks the language that the request wants, and says so in the answer. */
    const tellerFor = (named: Language | undefined, request: { headers: IncomingHttpHeaders }, reply: FastifyReply): Teller => {
      const language = askedLanguage(named, request.headers['accept-language'], live.store().locale);
      reply.header('content-language', language).header('vary', 'Accept-Language');
      return createTeller(language, live.names);
    };

    app.get(
      '/items/:epc/explain',
      { schema: { ...common, summary: 'Why an item is believed to be where it is', params: epcParameters } },
      async (request, reply) => {
        const { epc } = request.params;
        const item = await live.item(epc);
        if (item === null) throw new GatewayError('NOT_FOUND', 'No tag with this EPC was ever heard.');
        const story = await reader.story({ epc, visit: null });
        const gtins = item.gtin === null ? story.gtins : { ...story.gtins, [epc]: item.gtin };
        return explainItem({ ...story, gtins, epc, now: item }, tellerFor(request.query.lang, request, reply), live.names);
      },
    );
    app.get(
      '/visits/:id/explain',
      { schema: { ...common, summary: 'Why a visit is believed to hold what it holds', params: idParameters } },
      async (request, reply) => {
        const { id } = request.params;
        const visit = await reader.visit(id);
        if (visit === null) throw new GatewayError('NOT_FOUND', 'There is no visit with this id.');
        const story = await reader.story({ epc: null, visit: id });
        return explainVisit({ ...visit, ...story }, tellerFor(request.query.lang, request, reply), live.names);
      },
    );
    app.get(
      '/alerts/:id/explain',
      { schema: { ...common, summary: 'Why an alert was raised', params: idParameters } },
      async (request, reply) => {
        const alert = await reader.alert(request.params.id);
        if (alert === null) throw new GatewayError('NOT_FOUND', 'There is no alert with this id.');
        const story = await reader.story(alert);
        return explainAlert({ ...alert, ...story }, tellerFor(request.query.lang, request, reply), live.names);
      },
    );
  };
