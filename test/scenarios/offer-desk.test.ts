import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OfferCheckView, OfferSourceView } from '../../gateway/http/contract-offer-source.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';

const OFFERS = `offers:
  # who looks at tea
  - id: tea
    on: item.picked
    when: visit.zone == "tea" # the shelf
    percentOff: 20
    show: { en: { title: "{product} for {price}", body: "instead of {was}" }, zh-TW: { title: "{product} {price}" } }
`;
const BEFORE = `# our shop
store: { id: corner, locale: en, timezone: UTC, currency: TWD }
zones: [{ id: tea, kind: shelf }]
devices: [{ id: screen, zone: tea, display: {} }]
products: products.csv
`;
const AFTER = `
# nothing leaves the shop
outputs: {}
`;

async function opened() {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'products.csv'),
    'gtin,sku,name,name-zh-TW,category,price,weight\n4719999000019,TEA,Green tea,綠茶,tea,52000,100\n',
  );
  const shop = await openShop(BEFORE + OFFERS + AFTER, { folder });
  const file = join(folder, 'store.yaml');
  const { url, access } = shop.gateway;
  const login = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: access.createLoginToken('mei', 10) }),
  });
  const cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  const ask = async (method: string, path: string, text: string, headers: Record<string, string> = {}) => {
    const all = { cookie, 'content-type': 'application/json', ...headers };
    const response = await fetch(`${url}/api/v1/offers/${path}`, { method, headers: all, body: JSON.stringify({ text }) });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    shop,
    folder,
    file,
    source: async (): Promise<OfferSourceView> => (await shop.get<OfferSourceView>('offers/source')) ?? expect.unreachable(),
    check: async (text: string) => (await ask('POST', 'check', text)).body as OfferCheckView,
    save: (text: string, hash: string) => ask('PUT', 'source', text, { 'if-match': `"${hash}"` }),
    ask,
  };
}

describe('the offers at the desk', () => {
  it('are read as they are written, and tried with what displays would show', async () => {
    const { source, check } = await opened();
    expect(await source()).toEqual({ text: OFFERS, hash: expect.stringMatching(/^[\da-f]{64}$/), file: 'store.yaml', isRunning: true });
    const { problems, previews } = await check(OFFERS);
    expect(problems).toEqual([]);
    expect(previews).toMatchObject([
      {
        offer: 'tea',
        product: 'TEA',
        slides: {
          en: { title: 'Green tea for NT$416', body: 'instead of NT$520', priceMinor: 41_600, wasMinor: 52_000 },
          'zh-TW': { title: '綠茶 $416', body: '' },
        },
      },
    ]);
  });

  it.each<[string, string, string, OfferCheckView['problems'][number]]>([
    [
      'a name',
      'zone == "tea"',
      'zone == "tee"',
      { line: 5, column: 25, path: 'offers.0.when', message: expect.stringMatching(/did you mean "?tea.*\n.*\^/s) },
    ],
    [
      'a type',
      'visit.zone == "tea"',
      'visit.party == "tea"',
      { line: 5, column: expect.any(Number), path: 'offers.0.when', message: expect.stringContaining('^') },
    ],
    ['the schema', 'percentOff: 20', 'percentOff: 200', { line: 6, column: 17, path: 'offers.0.percentOff', message: expect.any(String) }],
    ['an event', 'item.picked', 'item.piked', { line: 4, column: 9, path: 'offers.0.on', message: expect.stringContaining('item.picked') }],
    [
      'YAML itself',
      '- id: tea',
      '- id: [tea',
      { line: expect.any(Number), column: expect.any(Number), path: '', message: expect.any(String) },
    ],
    [
      'another part of the file',
      'offers:',
      'http: { port: 1 }\noffers:',
      { line: 1, column: 1, path: 'http', message: expect.stringContaining('only `offers:`') },
    ],
  ])('with a mistake in %s are told where in the text', async (_what, right, wrong, problem) => {
    const { check, save, source, file } = await opened();
    const text = OFFERS.replace(right, wrong);
    const { problems, previews } = await check(text);
    expect(problems[0]).toEqual(problem);
    expect(previews).toEqual([]);
    expect((await save(text, (await source()).hash)).status).toBe(400);
    expect(readFileSync(file, 'utf8')).toBe(BEFORE + OFFERS + AFTER);
    expect(existsSync(`${file}.bak`)).toBe(false);
  });

  it('in a file that somebody broke elsewhere are told where, and not saved', async () => {
    const { check, save, source, file } = await opened();
    const broken = `${BEFORE}${OFFERS}http: { port: 80808080 }\n`;
    writeFileSync(file, broken);
    const { problems } = await check(OFFERS.trimEnd());
    expect(problems).toEqual([{ line: null, column: null, path: 'http.port', message: expect.stringMatching(/^store\.yaml line 13: /) }]);
    expect(await save(OFFERS, (await source()).hash)).toMatchObject({ status: 400, body: { code: 'CONFIG_INVALID' } });
    expect(readFileSync(file, 'utf8')).toBe(broken);
  });

  it('are saved whole beside the old file, with every comment, and run after a restart', async () => {
    const { shop, source, save, file, folder } = await opened();
    chmodSync(file, 0o640);
    const { hash } = await source();
    const text = OFFERS.replace('percentOff: 20', 'percentOff: 30 # since May');
    const saved = await save(text, hash);
    expect(saved).toMatchObject({ status: 200, body: { text, isRunning: false } });
    expect(readFileSync(file, 'utf8')).toBe(BEFORE + text + AFTER);
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(BEFORE + OFFERS + AFTER);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(existsSync(join(folder, '.store.yaml.new'))).toBe(false);
    expect(await source()).toEqual(saved.body);
    expect(shop.log()).toMatch(/"user":"mei".*offers saved; they run after a restart/);

    // Whoever still has the old text before them does not undo it.
    expect(await save(OFFERS, hash)).toMatchObject({ status: 412, body: { code: 'FILE_CHANGED' } });
    expect(readFileSync(file, 'utf8')).toBe(BEFORE + text + AFTER);
    // What runs again is running.
    expect(await save(OFFERS, (saved.body as OfferSourceView).hash)).toMatchObject({ status: 200, body: { isRunning: true } });
  });

  it('are not saved without saying which ones were read, nor by strangers', async () => {
    const { ask, shop, file } = await opened();
    expect(await ask('PUT', 'source', OFFERS)).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    expect(await ask('PUT', 'source', OFFERS, { cookie: '' })).toMatchObject({ status: 401 });
    expect(await ask('POST', 'check', OFFERS, { cookie: '' })).toMatchObject({ status: 401 });
    expect((await fetch(`${shop.gateway.url}/api/v1/offers/source`)).status).toBe(401);
    expect(readFileSync(file, 'utf8')).toBe(BEFORE + OFFERS + AFTER);
  });
});
