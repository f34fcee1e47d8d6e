import { describe, expect, it } from 'vitest';
import { askedLanguage } from '../../gateway/http/asked-language.ts';
import { explanation } from '../../gateway/http/contract-explain.ts';
import { alertDetailFake, alertFake, EPC, visitFake } from '../support/fakes/views.fake.ts';
import { createTestServer } from '../support/http-server.ts';

const ADDRESSES = [`/api/v1/items/${EPC}/explain`, '/api/v1/visits/v-17/explain', '/api/v1/alerts/a-1/explain'];

async function ask(url: string, headers: Record<string, string> = {}) {
  const server = createTestServer();
  const answer = await server.app.inject({ url, headers: { cookie: await server.login(), ...headers } });
  return { server, answer };
}

describe('an explanation', () => {
  it.each(ADDRESSES)('of %s is for operators only and in the shape of the contract', async (url) => {
    const stranger = await createTestServer().app.inject({ url });
    expect(stranger.statusCode).toBe(401);
    const { answer } = await ask(url);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(explanation.strict().parse(answer.json())).toEqual(answer.json());
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    '/api/v1/visits/none/explain',
    `/api/v1/items/${'AB'.repeat(12)}/explain`,
    '/api/v1/alerts/none/explain',
    '/api/v1/alerts/none',
  ])('of what does not exist is not there: %s', async (url) => {
    const { answer } = await ask(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('NOT_FOUND');
  });

  it.each(['?lang=fr', '?lang=', '?lang=en&lang=en'])('is refused in a language that nobody speaks: %s', async (query) => {
    const { answer } = await ask(`/api/v1/alerts/a-1/explain${query}`);
    expect(answer.statusCode).toBe(400);
  });

  it('says where an item is, who holds it and that no receipt names it, by the product’s name', async () => {
    const { answer } = await ask(`/api/v1/items/${EPC.toLowerCase()}/explain?lang=en`);
    const { claims, chain } = explanation.parse(answer.json());
    expect(claims.map(({ code, text }) => [code, text])).toEqual([
      ['item.picked', 'Oolong is in somebody’s hands, now in Door'],
      ['held', 'Oolong is with visit v-17'],
      ['unpaid', 'No receipt names Oolong'],
    ]);
    expect(claims[1]).toMatchObject({ probability: 0.9, since: chain[0]?.at, emittedAt: chain[0]?.emittedAt });
    expect(claims[1]?.reasons[0]?.text).toBe('The card of the visit was read with it in Door, 2 s apart: +1.8');
    expect(chain.map(({ text }) => text)).toEqual([
      'Oolong was picked up in Door by visit v-17',
      'Oolong is believed to be with visit v-17',
    ]);
  });

  it('answers in the language of the address before that of the browser, and says which it is', async () => {
    const wishes = { 'accept-language': 'zh-CN,zh;q=0.9' };
    const named = await ask('/api/v1/alerts/a-1/explain?lang=zh-TW', wishes);
    expect([named.answer.headers['content-language'], named.answer.json().claims[0].text]).toEqual(['zh-TW', '烏龍茶未付款經Door離店']);
    const browser = await ask('/api/v1/alerts/a-1/explain', wishes);
    expect([browser.answer.headers['content-language'], browser.answer.json().language]).toEqual(['zh-CN', 'zh-CN']);
    expect(browser.answer.headers.vary).toContain('Accept-Language');
    expect((await ask('/api/v1/alerts/a-1/explain')).answer.json().language).toBe('en');
  });

  it('holds no pseudonym of the visitor', async () => {
    for (const url of ADDRESSES) {
      const { answer } = await ask(url);
      expect(answer.body).not.toContain(visitFake.visitor);
    }
  });

  it('asks the ledger for the item and the visit of an alert at once', async () => {
    const { server } = await ask('/api/v1/alerts/a-1/explain');
    expect(server.reader.asked).toEqual([
      ['alert', 'a-1'],
      ['story', { epc: EPC, visit: 'v-17' }],
    ]);
  });
});

it('one alert is there by its id, with when it was said', async () => {
  const { answer } = await ask('/api/v1/alerts/a-1');
  expect(answer.json()).toEqual(alertDetailFake);
  expect(answer.json().emittedAt).toBeGreaterThan(alertFake.at);
});

describe('the language asked for', () => {
  it.each([
    ['zh-TW', 'en', 'zh-TW'],
    ['zh-Hant', 'en', 'zh-TW'],
    ['zh-HK', 'en', 'zh-TW'],
    ['zh-Hans-TW', 'en', 'zh-CN'],
    ['zh-SG', 'en', 'zh-CN'],
    ['zh', 'en', 'zh-CN'],
    ['zh', 'zh-TW', 'zh-TW'],
    ['en-GB', 'zh-TW', 'en'],
    ['fr, de;q=0.8', 'zh-CN', 'zh-CN'],
    ['fr, en;q=0.2, zh-TW;q=0.7', 'en', 'zh-TW'],
    ['en;q=0, zh-CN', 'en', 'zh-CN'],
    ['*', 'zh-TW', 'zh-TW'],
    ['en;q=nonsense', 'zh-CN', 'zh-CN'],
    ['', 'zh-CN', 'zh-CN'],
    [`${'x,'.repeat(5_000)}en`, 'zh-TW', 'zh-TW'],
  ] as const)('of "%.40s" in a shop that speaks %s is %s', (header, shops, language) => {
    expect(askedLanguage(undefined, header, shops)).toBe(language);
  });

  it('is the shop’s without any wish', () => expect(askedLanguage(undefined, undefined, 'zh-TW')).toBe('zh-TW'));
});
