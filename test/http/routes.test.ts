import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { GatewayError } from '../../gateway/errors.ts';
import { createExports } from '../../gateway/exports/create-exports.ts';
import * as contract from '../../gateway/http/contract.ts';
import { accuracyView } from '../../gateway/http/contract-accuracy.ts';
import { auditCheck, auditEntry, auditSums } from '../../gateway/http/contract-actuator.ts';
import { alertInboxView } from '../../gateway/http/contract-alerts.ts';
import {
  acquisitionView,
  cohortsView,
  customerDetail,
  customerExport,
  customerFunnel,
  customersPage,
  customersStanding,
  customerValue,
  rfmGrid,
  stickinessView,
} from '../../gateway/http/contract-customers.ts';
import { holdoutResults, offerResults } from '../../gateway/http/contract-experiment.ts';
import { feedbackView } from '../../gateway/http/contract-feedback.ts';
import { footfallSpanView } from '../../gateway/http/contract-footfall.ts';
import { funnelView, replayView, waysView, zoneFiguresView } from '../../gateway/http/contract-journey.ts';
import { lossView } from '../../gateway/http/contract-loss.ts';
import { metricView } from '../../gateway/http/contract-metrics.ts';
import { offerSource } from '../../gateway/http/contract-offer-source.ts';
import { offerFiguresView } from '../../gateway/http/contract-offers.ts';
import { planSource } from '../../gateway/http/contract-plan.ts';
import { associationsView } from '../../gateway/http/contract-recommend.ts';
import { reportsView } from '../../gateway/http/contract-reports.ts';
import { settingsView } from '../../gateway/http/contract-settings.ts';
import { availabilityDaysView } from '../../gateway/http/contract-shelves.ts';
import { brandView, statement } from '../../gateway/http/contract-statement.ts';
import { visitsSpanView } from '../../gateway/http/contract-visits.ts';
import { VISITOR } from '../support/fakes/customers.fake.ts';
import { exportedShop } from '../support/fakes/exports.fake.ts';
import { createFakeReader } from '../support/fakes/reader.fake.ts';
import { AT, EPC } from '../support/fakes/views.fake.ts';
import { createTestServer } from '../support/http-server.ts';

const SALES = `\uFEFFat,sale,gtin,sku,name,epc,quantity,amount_minor,currency\r
2026-03-02T09:00:00.000Z,r-7,00123456123519,,,${EPC},1,59000,EUR\r
2026-03-02T09:00:00.000Z,r-7,04719999000019,SHIRT,"Linen shirt, white",,2,-1000,EUR\r
`;
const INVENTORY = `\uFEFFepc,gtin,sku,name,state,zone,section,confidence,since\r
${EPC},04719999000019,SHIRT,"Linen shirt, white",present,wall,rail,0.97,2026-03-02T09:00:00.000Z\r
`;

const reads: readonly (readonly [string, z.ZodType])[] = [
  ['/api/v1/store', contract.storeView],
  ['/api/v1/zones', z.array(contract.zoneView)],
  ['/api/v1/footfall', contract.footfallView],
  ['/api/v1/footfall?date=2026-03-02', contract.footfallView],
  ['/api/v1/insight/footfall', footfallSpanView],
  ['/api/v1/insight/footfall?from=2026-02-24&to=2026-03-02', footfallSpanView],
  ['/api/v1/insight/availability?from=2026-02-24&to=2026-03-02', availabilityDaysView],
  ['/api/v1/insight/funnel', funnelView],
  ['/api/v1/insight/zones?from=2026-02-24&to=2026-03-02', zoneFiguresView],
  ['/api/v1/insight/ways', waysView],
  ['/api/v1/insight/replay?date=2026-03-02', replayView],
  ['/api/v1/insight/accuracy?weeks=52', accuracyView],
  ['/api/v1/insight/associations', associationsView],
  ['/api/v1/shelves', z.array(contract.shelfView)],
  ['/api/v1/insight/visits', visitsSpanView],
  ['/api/v1/insight/visits?from=2026-02-24&to=2026-03-02&open=false&member=true&items=true&bought=false&zone=door&skip=50', visitsSpanView],
  ['/api/v1/visits', z.array(contract.visitView)],
  ['/api/v1/visits?open=true&limit=500&before=1772442000000', z.array(contract.visitView)],
  ['/api/v1/visits/v-17', contract.visitDetail],
  [`/api/v1/items/${EPC}`, contract.itemView],
  ['/api/v1/offers', z.array(contract.offerView)],
  ['/api/v1/offers/decisions?offer=second-tea', z.array(contract.offerShownView)],
  ['/api/v1/offers/second-tea/results', offerResults],
  ['/api/v1/offers/second-tea/results?from=1772442000000', offerResults],
  ['/api/v1/offers/results', z.array(offerResults)],
  ['/api/v1/holdout/results', holdoutResults],
  ['/api/v1/offers/source', offerSource],
  ['/api/v1/settings', settingsView],
  ['/api/v1/reports', reportsView],
  ['/api/v1/plan/source', planSource],
  ['/api/v1/brands', z.array(brandView)],
  ['/api/v1/brands/leaf-and-bean/statement', statement],
  ['/api/v1/feedback?from=1772442000000', feedbackView],
  ['/api/v1/customers?stage=committed&tier=gold&segment=5xx&limit=20', customersPage],
  [`/api/v1/customers/${VISITOR}`, customerDetail],
  [`/api/v1/customers/${VISITOR}/export`, customerExport],
  ['/api/v1/customers/standing', customersStanding],
  ['/api/v1/customers/rfm', rfmGrid],
  ['/api/v1/customers/cohorts', cohortsView],
  ['/api/v1/customers/value', customerValue],
  ['/api/v1/customers/stickiness?from=1772442000000', stickinessView],
  ['/api/v1/customers/funnel', customerFunnel],
  ['/api/v1/customers/acquisition', acquisitionView],
  ['/api/v1/metrics', z.array(metricView)],
  ['/api/v1/alerts?open=true', z.array(contract.alertView)],
  ['/api/v1/insight/offers?from=2026-02-24&to=2026-03-02', offerFiguresView],
  ['/api/v1/insight/loss?from=2026-02-24&to=2026-03-02', lossView],
  ['/api/v1/alerts/inbox', alertInboxView],
  ['/api/v1/alerts/inbox?from=2026-02-24&to=2026-03-02', alertInboxView],
  ['/api/v1/security/blocked', z.array(contract.blockedTagView)],
  ['/api/v1/devices', z.array(contract.deviceView)],
  ['/api/v1/devices/reader-1', contract.deviceView],
  ['/api/v1/audit?limit=5&before=8&device=reader-1', z.array(auditEntry)],
  ['/api/v1/audit?from=1772442000000&who=mei&what=login&outcome=done&text=lamp', z.array(auditEntry)],
  ['/api/v1/audit/sums?from=1772442000000', auditSums],
  [`/api/v1/audit/check?head=${'a1'.repeat(32)}`, auditCheck],
  ['/api/v1/ledger', contract.ledgerView],
  ['/api/v1/now', contract.nowView],
  ['/api/v1/session', contract.sessionView],
];

describe('reading', () => {
  it.each(reads)('answers %s to operators only, in the shape of the contract', async (url, schema) => {
    const server = createTestServer();
    const stranger = await server.app.inject({ url });
    expect(stranger.statusCode).toBe(401);
    expect(stranger.headers['content-type']).toContain('application/problem+json');
    expect(contract.problem.parse(stranger.json())).toMatchObject({ code: 'NOT_LOGGED_IN', status: 401 });

    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(schema.parse(answer.json())).toEqual(answer.json());
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('gives all visits that meet the filters as a spreadsheet', async () => {
    const server = createTestServer();
    const url = '/api/v1/insight/visits.csv?member=true';
    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="visits.csv"');
    expect(answer.body).toBe(`\uFEFFvisit,start,end,member,tier,party,last_zone,zones,picked,bought,offers,spent_minor\r
v-17,2026-03-02T09:00:00.000Z,2026-03-02T09:05:00.000Z,true,gold,1,door,3,2,1,1,59000\r
`);
  });

  it('gives the days of an experiment as a spreadsheet', async () => {
    const server = createTestServer();
    const answer = await server.app.inject({ url: '/api/v1/offers/second-tea/results.csv', headers: { cookie: await server.login() } });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="second-tea-results.csv"');
    expect(answer.body).toBe(
      '\uFEFFday,arm,units,assigned,shown,picked,bought,spent_minor\r\n2026-03-02,treatment,40,40,36,12,8,96000\r\n',
    );
  });

  it.each([
    ['customers.csv?tier=gold', 'customers.csv', `${VISITOR},true,`],
    ['customers/standing.csv', 'customers-standing.csv', 'tier,gold,12,,480,9000'],
    ['customers/rfm.csv', 'customers-rfm.csv', '5,5,5,4,400000'],
    ['customers/cohorts.csv', 'customers-cohorts.csv', '2026-02,1,20,5,0.25,true'],
    ['customers/value.csv', 'customers-value.csv', 'purchases.r,0.243'],
    ['customers/stickiness.csv', 'customers-stickiness.csv', '2026-03-02,12,40,120,0.1,'],
    ['customers/funnel.csv', 'customers-funnel.csv', 'identified,20,15,12,0.6'],
    ['customers/acquisition.csv', 'customers-acquisition.csv', 'fair,5,10000,2000,3,45000'],
  ])('gives %s as a spreadsheet', async (path, name, line) => {
    const server = createTestServer();
    const answer = await server.app.inject({ url: `/api/v1/${path}`, headers: { cookie: await server.login() } });
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${name}"`);
    const [head = '', ...rows] = answer.body.split('\r\n');
    expect(rows.join('\n')).toContain(line);
    expect(rows[0]?.split(',')).toHaveLength(head.split(',').length);
  });

  it('gives the files of a report: its page under a policy of its own, its sheets to save', async () => {
    const server = createTestServer();
    const cookie = await server.login();
    const get = (path: string) => server.app.inject({ url: `/api/v1/reports/${path}`, headers: { cookie } });
    const page = await get('weekly/2026-02-23_2026-03-01/report.html');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': 'inline; filename="weekly-2026-02-23_2026-03-01-report.html"',
    });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline';.* sandbox$/);
    expect(page.body).toContain('<title>Week</title>');
    const sheet = await get('weekly/2026-02-23_2026-03-01/footfall.csv');
    expect(sheet.headers['content-disposition']).toBe('attachment; filename="weekly-2026-02-23_2026-03-01-footfall.csv"');
    expect((await get('weekly/2026-02-16_2026-02-22/report.html')).statusCode).toBe(404);
    for (const path of ['weekly/2026-02-23_2026-03-01/..%2f..%2fkeys', 'weekly/..%2f/report.html', '..%2f/2026-02-23/report.html'])
      expect((await get(path)).statusCode, path).toBe(400);
  });

  it('gives what a brand owes as a spreadsheet, with its total', async () => {
    const server = createTestServer();
    const answer = await server.app.inject({
      url: '/api/v1/brands/leaf-and-bean/statement.csv',
      headers: { cookie: await server.login() },
    });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="leaf-and-bean-statement.csv"');
    expect(answer.body).toBe(
      '\uFEFFday,offer,display,impressions,actions,spent_minor\r\n2026-03-02,second-tea,screen,1200,30,96000\r\ntotal,,,1200,30,96000\r\n',
    );
  });

  it.each([
    ['sales.csv', 'sales.csv', 'text/csv; charset=utf-8', SALES],
    ['inventory.csv', 'inventory.csv', 'text/csv; charset=utf-8', INVENTORY],
  ])('exports %s, to operators only', async (path, name, type, text) => {
    const server = createTestServer();
    const url = `/api/v1/export/${path}`;
    expect((await server.app.inject({ url })).statusCode).toBe(401);
    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.headers).toMatchObject({
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    });
    expect(answer.body).toBe(text);
  });

  it('exports item events of a span as EPCIS, to operators only', async () => {
    const server = createTestServer();
    const url = `/api/v1/export/epcis?from=1772442000000`;
    expect((await server.app.inject({ url })).statusCode).toBe(401);
    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/ld+json',
      'content-disposition': 'attachment; filename="epcis.jsonld"',
      'cache-control': 'no-store',
    });
    expect(answer.json()).toMatchObject({ type: 'EPCISDocument', epcisBody: { eventList: [{ bizStep: 'other' }] } });
    expect(server.reader.asked).toEqual([['itemEvents', 1_772_442_000_000, AT, null]]);
  });

  it('says why there is no export when the ledger cannot be read, instead of giving an empty one', async () => {
    const reader = createFakeReader();
    const fails = () => Promise.reject(new GatewayError('LEDGER_UNAVAILABLE', 'the disk is gone'));
    const exports = createExports({
      shop: exportedShop,
      reader: { ...reader, itemEvents: fails, receipts: fails, itemsHere: fails },
      clock: () => AT,
    });
    const server = createTestServer({ exports });
    const headers = { cookie: await server.login() };
    for (const path of ['epcis', 'sales.csv', 'inventory.csv']) {
      const answer = await server.app.inject({ url: `/api/v1/export/${path}`, headers });
      expect([answer.statusCode, answer.json().code], path).toEqual([503, 'LEDGER_UNAVAILABLE']);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  it('saves settings for an operator who says which file was read', async () => {
    const server = createTestServer();
    const cookie = await server.login();
    const payload = { changes: [{ path: 'http.port', value: 9_000 }, { path: 'store.gln' }] };
    const put = (headers: Record<string, string>, body: object = payload) =>
      server.app.inject({ method: 'PUT', url: '/api/v1/settings', headers, payload: body });
    const read = await server.app.inject({ url: '/api/v1/settings', headers: { cookie } });
    const etag = String(read.headers.etag);
    expect((await put({ 'if-match': etag })).statusCode).toBe(401);
    expect((await put({ cookie })).statusCode).toBe(400);
    expect((await put({ cookie, 'if-match': `"${'0'.repeat(64)}"` })).json()).toMatchObject({ code: 'FILE_CHANGED', status: 412 });
    expect((await put({ cookie, 'if-match': etag }, { changes: [{ path: 'http.port', wrong: 1 }] })).statusCode).toBe(400);
    const saved = await put({ cookie, 'if-match': etag });
    expect(saved.headers.etag).not.toBe(etag);
    expect(saved.json().waiting).toEqual([{ path: 'http.port', running: 8_081, next: 9_000 }]);
    expect(server.settingsDesk.saved).toEqual([[payload.changes, 'mei']]);
    const check = await server.app.inject({ method: 'POST', url: '/api/v1/settings/check', headers: { cookie }, payload });
    expect(check.json().diff).toHaveLength(1);
  });

  it('tells a login that only looks that it may save neither settings nor plan', async () => {
    const server = createTestServer();
    const payload = { token: server.access.createLoginToken('wall', 10, true) };
    const login = await server.app.inject({ method: 'POST', url: '/api/v1/session', payload });
    const headers = { cookie: String(login.headers['set-cookie']).split(';', 1)[0] ?? '' };
    for (const url of ['/api/v1/settings', '/api/v1/plan/source']) {
      expect((await server.app.inject({ url, headers })).json()).toMatchObject({ locked: 'read-only' });
      const etag = `"${'a1'.repeat(32)}"`;
      const put = await server.app.inject({ method: 'PUT', url, headers: { ...headers, 'if-match': etag }, payload: {} });
      expect(put.json()).toMatchObject({ status: 403, code: 'READ_ONLY' });
    }
    expect([...server.settingsDesk.saved, ...server.planDesk.saved]).toEqual([]);
  });

  it('gives what shoppers said as a spreadsheet, to operators only', async () => {
    const server = createTestServer();
    const url = '/api/v1/feedback.csv?from=1772442000000';
    expect((await server.app.inject({ url })).statusCode).toBe(401);
    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="feedback.csv"',
      'cache-control': 'no-store',
    });
    expect(answer.body).toBe(
      '\uFEFFat,zone,device,scale,score,visit,seconds_in,identified,picked,bought\r\n2026-03-02T09:00:00.000Z,door,terminal,smileys,5,v-17,240,true,1,0\r\n',
    );
  });

  it.each([
    '/api/v1/visits/none',
    `/api/v1/items/${'AB'.repeat(12)}`,
    '/api/v1/devices/none',
    '/api/v1/offers/none/results',
    '/api/v1/offers/none/results.csv',
    '/api/v1/brands/none/statement',
    '/api/v1/brands/none/statement.csv',
    '/api/v1/nothing',
  ])('says that %s does not exist', async (url) => {
    const server = createTestServer();
    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.statusCode).toBe(404);
    expect(contract.problem.parse(answer.json()).code).toBe('NOT_FOUND');
  });

  it.each([
    '/api/v1/visits?limit=501',
    '/api/v1/visits?limit=0',
    '/api/v1/visits?limit=',
    '/api/v1/visits?limit=5&limit=6',
    '/api/v1/visits?before=-1',
    '/api/v1/visits?before=9e99',
    '/api/v1/visits?open=yes',
    '/api/v1/insight/visits?bought=perhaps',
    '/api/v1/footfall?date=2026-02-30',
    '/api/v1/footfall?date=today',
    '/api/v1/insight/footfall?from=2026-02-30',
    '/api/v1/insight/replay?date=2026-13-01',
    '/api/v1/insight/accuracy?weeks=53',
    '/api/v1/items/XYZ0',
    '/api/v1/items/ABC',
    `/api/v1/items/${'A'.repeat(128)}`,
    '/api/v1/offers/second-tea/results?from=0&to=1772442000000',
    '/api/v1/offers/second-tea/results?from=2000&to=1000',
    '/api/v1/visits/..%2F..%2Fledger',
    '/api/v1/visits/%00',
  ])('refuses %s with the reason', async (url) => {
    const server = createTestServer();
    const answer = await server.app.inject({ url, headers: { cookie: await server.login() } });
    expect(answer.statusCode, answer.body).toBe(400);
    expect(contract.problem.parse(answer.json()).code).toBe('INPUT_INVALID');
    expect(server.reader.asked).toEqual([]);
  });

  it('names the field that is wrong', async () => {
    const server = createTestServer();
    const answer = await server.app.inject({ url: '/api/v1/visits?limit=9999', headers: { cookie: await server.login() } });
    expect(answer.json().errors).toMatchObject([{ path: 'limit' }]);
  });

  it('takes an EPC in any case', async () => {
    const server = createTestServer();
    const answer = await server.app.inject({ url: `/api/v1/items/${EPC.toLowerCase()}`, headers: { cookie: await server.login() } });
    expect(answer.json().epc).toBe(EPC);
  });

  it('asks for eight weeks of accuracy unless told otherwise', async () => {
    const server = createTestServer();
    const headers = { cookie: await server.login() };
    await server.app.inject({ url: '/api/v1/insight/accuracy', headers });
    await server.app.inject({ url: '/api/v1/insight/accuracy?weeks=2', headers });
    expect(server.reader.asked).toEqual([
      ['accuracy', 8],
      ['accuracy', 2],
    ]);
  });

  it('hands the page asked for to the ledger', async () => {
    const server = createTestServer();
    const cookie = await server.login();
    await server.app.inject({ url: '/api/v1/visits?open=false&limit=5&before=99', headers: { cookie } });
    await server.app.inject({ url: '/api/v1/alerts', headers: { cookie } });
    expect(server.reader.asked).toEqual([
      ['visits', { open: false, limit: 5, before: 99 }],
      ['alerts', { limit: 100 }],
    ]);
  });
});

describe('acknowledging an alert', () => {
  it('stores who did it and why', async () => {
    const server = createTestServer();
    const headers = { cookie: await server.login('mei') };
    const answer = await server.app.inject({ method: 'POST', url: '/api/v1/alerts/a-1/ack', headers, payload: { comment: 'seen' } });
    expect(answer.statusCode).toBe(204);
    const silent = await server.app.inject({ method: 'POST', url: '/api/v1/alerts/a-1/ack', headers });
    expect(silent.statusCode, silent.body).toBe(204);
    expect(server.acknowledged).toEqual([
      ['a-1', 'mei', 'seen'],
      ['a-1', 'mei', ''],
    ]);
  });

  it('needs a login, a known alert and a body in form', async () => {
    const server = createTestServer();
    const headers = { cookie: await server.login() };
    const ack = (id: string, options: object) => server.app.inject({ method: 'POST', url: `/api/v1/alerts/${id}/ack`, ...options });
    expect((await ack('a-1', { payload: {} })).statusCode).toBe(401);
    expect((await ack('a-2', { headers, payload: {} })).statusCode).toBe(404);
    expect((await ack('a-1', { headers, payload: { comment: 'x'.repeat(501) } })).statusCode).toBe(400);
    expect((await ack('a-1', { headers, payload: { note: 'x' } })).statusCode).toBe(400);
    expect(server.acknowledged).toEqual([['a-2', 'mei', '']]);
  });
});

describe('the desk of alerts', () => {
  const post = (server: ReturnType<typeof createTestServer>, deed: string, payload: object, headers = {}) =>
    server.app.inject({ method: 'POST', url: `/api/v1/alerts/${deed}`, payload, headers });

  it('keeps who did what with which alerts', async () => {
    const server = createTestServer();
    const headers = { cookie: await server.login('mei') };
    const ids = ['a-1', 'a-9'];
    for (const [deed, more] of [
      ['assign', { to: 'ann' }],
      ['assign', { to: null }],
      ['comment', { text: ' on my way ' }],
      ['shelve', { until: AT + 1 }],
      ['shelve', { until: null }],
      ['read', {}],
    ] as const) {
      expect((await post(server, deed, { ids, ...more }, headers)).statusCode, deed).toBe(204);
    }
    expect(server.arranged).toEqual([
      ['assign', ids, 'mei', 'ann'],
      ['assign', ids, 'mei', null],
      ['comment', ids, 'mei', 'on my way'],
      ['shelve', ids, 'mei', AT + 1],
      ['shelve', ids, 'mei', null],
      ['read', ids, 'mei'],
    ]);
  });

  it('acknowledges several at once through the journal, and says when one is not there', async () => {
    const server = createTestServer();
    const headers = { cookie: await server.login('mei') };
    expect((await post(server, 'ack', { ids: ['a-1'], comment: 'false alarm' }, headers)).statusCode).toBe(204);
    expect(server.acknowledged).toEqual([['a-1', 'mei', 'false alarm']]);
    expect((await post(server, 'ack', { ids: ['a-1', 'a-2'] }, headers)).statusCode).toBe(404);
    expect(server.acknowledged.slice(1)).toEqual([
      ['a-1', 'mei', ''],
      ['a-2', 'mei', ''],
    ]);
  });

  it.each([
    ['comment', { ids: ['a-1'], text: ' ' }],
    ['comment', { ids: [], text: 'x' }],
    ['comment', { ids: Array.from({ length: 201 }, (_, i) => `a-${i}`), text: 'x' }],
    ['shelve', { ids: ['a-1'], until: 'tomorrow' }],
    ['assign', { ids: ['a-1'] }],
    ['ack', { ids: ['a-1'], note: 'x' }],
  ])('refuses %s with a body out of form, and everything without a login', async (deed, payload) => {
    const server = createTestServer();
    expect((await post(server, deed, payload)).statusCode).toBe(401);
    expect((await post(server, deed, payload, { cookie: await server.login() })).statusCode).toBe(400);
    expect([...server.arranged, ...server.acknowledged]).toEqual([]);
  });
});

describe('the block list of the gates', () => {
  it('lets an operator free a tag that is on it, in any case of its number, and nobody else', async () => {
    const server = createTestServer();
    const free = (epc: string, headers = {}) =>
      server.app.inject({ method: 'POST', url: `/api/v1/security/blocked/${epc}/unblock`, headers });
    expect((await free('303400000000000000000009')).statusCode).toBe(401);
    const headers = { cookie: await server.login('mei') };
    expect((await free('303400000000000000000009', headers)).statusCode).toBe(204);
    expect((await free('303400000000000000000aaa', headers)).statusCode).toBe(404);
    expect((await free('no-epc', headers)).statusCode).toBe(400);
    expect(server.unblocked).toEqual([
      ['303400000000000000000009', 'mei'],
      ['303400000000000000000AAA', 'mei'],
    ]);
  });
});
