import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AuditCheck, AuditRow } from '../../gateway/http/contract-actuator.ts';
import type { FileCheckView, SettingChange, SettingsView } from '../../gateway/http/contract-settings.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SHOP = `# our shop
store: { id: corner, locale: en, timezone: UTC, currency: TWD }
http:
  # nobody else uses it
  port:   8099 # since May
privacy: { visitDays: 14 }
outputs:
  influx: { url: "http://shop:hunter2@influx:8086", tokenFile: keys/influx } # on the shelf
staff:
  cards: [TALL-CARD-1]
# the end
`;

async function opened(text = SHOP) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'keys'));
  for (const name of ['influx', 'other']) writeFileSync(join(folder, 'keys', name), 'a token');
  const shop = await openShop(text, { folder });
  const file = join(shop.folder, 'store.yaml');
  const { url, access } = shop.gateway;
  const login = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: access.createLoginToken('mei', 10) }),
  });
  const cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  const ask = async (method: string, path: string, body: unknown, headers: Record<string, string> = {}) => {
    const all = { cookie, 'content-type': 'application/json', ...headers };
    const response = await fetch(`${url}/api/v1/${path}`, { method, headers: all, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    shop,
    file,
    ask,
    view: async (): Promise<SettingsView> => (await shop.get<SettingsView>('settings')) ?? expect.unreachable(),
    check: async (changes: SettingChange[]) => (await ask('POST', 'settings/check', { changes })).body as FileCheckView,
    save: (changes: SettingChange[], hash: string) => ask('PUT', 'settings', { changes }, { 'if-match': `"${hash}"` }),
  };
}

const of = ({ settings }: SettingsView, path: string) => settings.find((setting) => setting.path === path) ?? expect.unreachable(path);

describe('the settings at the desk', () => {
  it('say what they mean, their bounds, and where each value comes from', async () => {
    const { view } = await opened();
    const seen = await view();
    expect(seen).toMatchObject({ file: 'store.yaml', locked: null, problems: [], waiting: [] });
    expect(of(seen, 'privacy.visitDays')).toEqual({
      ...{ path: 'privacy.visitDays', section: 'privacy', type: 'number', unit: 'days', minimum: 1, maximum: 3_650, choices: [] },
      ...{ description: 'Single visits are kept this long; totals stay', fallback: 30, isRequired: false, isSecret: false },
      ...{ takesEffect: 'restart', value: 14, isSet: true, isModified: true, line: 6, override: null },
    });
    expect(of(seen, 'sensing.tags.decayS')).toMatchObject({ section: 'sensing.tags', unit: 's', isSet: false, value: 20, line: null });
    expect(of(seen, 'store.locale')).toMatchObject({ type: 'choice', choices: ['zh-TW', 'zh-CN', 'en'], value: 'en' });
    expect(of(seen, 'outputs.influx')).toMatchObject({ type: 'group', value: true });
    expect(of(seen, 'outputs.epcis')).toMatchObject({ type: 'group', value: false });
    // What a flag says goes before the file: it was started with a port of the test's own.
    expect(of(seen, 'http.port')).toMatchObject({ value: 8_099, override: { by: 'flag', name: '--set http.port', value: 0 } });
  });

  it('never show a secret, a card, or where secrets are kept', async () => {
    const { view, check } = await opened();
    const seen = await view();
    expect(of(seen, 'outputs.influx.tokenFile')).toMatchObject({ isSecret: true, isSet: true, value: null });
    expect(of(seen, 'staff.cards')).toMatchObject({ isSecret: true, isSet: true, value: null });
    const { diff } = await check([
      { path: 'outputs.influx.tokenFile', value: 'keys/other' },
      { path: 'outputs.influx.bucket', value: 'mine' },
    ]);
    expect(diff.flat().some(({ kind, text }) => kind === 'new' && text.includes('tokenFile: ‹redacted, changed›'))).toBe(true);
    for (const secret of ['hunter2', 'keys/influx', 'keys/other', 'TALL-CARD-1'])
      expect(JSON.stringify([seen, diff])).not.toContain(secret);
    expect((await check([{ path: 'outputs.influx.tokenFile', value: 'keys/none' }])).problems).toMatchObject([
      { path: 'outputs.influx.tokenFile', message: 'there is no such file' },
    ]);
    const { problems } = await check([{ path: 'outputs.influx.url', value: String(of(seen, 'outputs.influx.url').value) }]);
    expect(problems).toMatchObject([{ path: 'outputs.influx.url', message: expect.stringContaining('anew') }]);
  });

  it('are tried without being saved: what is wrong, at which line, and how the file would change', async () => {
    const { check, file } = await opened();
    expect(await check([{ path: 'privacy.visitDays', value: 0 }])).toMatchObject({
      problems: [
        {
          path: 'privacy.visitDays',
          line: 6,
          column: 23,
          code: 'CONFIG_INVALID',
          message: 'must be at least 1 (got 0)',
          next: expect.any(String),
        },
      ],
    });
    const { problems, diff } = await check([{ path: 'http.port', value: 9_000 }]);
    expect(problems).toEqual([]);
    expect(diff).toEqual([
      [
        { kind: 'same', text: 'http:', before: 3, after: 3 },
        { kind: 'same', text: '  # nobody else uses it', before: 4, after: 4 },
        { kind: 'gone', text: '  port:   8099 # since May', before: 5, after: null },
        { kind: 'new', text: '  port:   9000 # since May', before: null, after: 5 },
        { kind: 'same', text: 'privacy: { visitDays: 14 }', before: 6, after: 6 },
        expect.objectContaining({ kind: 'same', before: 7 }),
      ],
    ]);
    expect(await check([{ path: 'store.dayParts', value: 'noon: [' }])).toMatchObject({ problems: [{ path: 'store.dayParts' }] });
    expect(await check([{ path: 'outputs.epcis', value: true }])).toMatchObject({ problems: [{ path: 'outputs.epcis.url' }] });
    expect(readFileSync(file, 'utf8')).toBe(SHOP);
  });

  it('are saved with every comment, beside the old file, wait for a restart, and stand in the audit log', async () => {
    const { shop, view, save, file } = await opened();
    const { hash } = await view();
    const changes: SettingChange[] = [
      { path: 'privacy.visitDays', value: 7 },
      { path: 'sensing.tags.decayS', value: 30 },
      { path: 'store.dayParts', value: 'noon: { from: "11:00", to: "14:00" }' },
      { path: 'http.port' },
    ];
    const saved = await save(changes, hash);
    expect(saved.status).toBe(200);
    expect(readFileSync(file, 'utf8')).toBe(
      SHOP.replace('visitDays: 14', 'visitDays: 7')
        .replace('currency: TWD }', 'currency: TWD, dayParts: { noon: { from: 11:00, to: 14:00 } } }')
        .replace('http:\n  # nobody else uses it\n  port:   8099 # since May', 'http:\n  # nobody else uses it\n  {} # since May')
        .replace('[TALL-CARD-1]\n', '[TALL-CARD-1]\nsensing:\n  tags:\n    decayS: 30\n'),
    );
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(SHOP);
    expect((saved.body as SettingsView).waiting.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
      { path: 'privacy.visitDays', running: 14, next: 7 },
      { path: 'sensing.tags.decayS', running: 20, next: 30 },
      ...['afternoon', 'evening', 'morning'].flatMap((part) =>
        ['from', 'to'].map((end) => ({ path: `store.dayParts.${part}.${end}`, running: expect.stringMatching(/^\d\d:00$/) })),
      ),
    ]);
    expect(await shop.get<AuditRow[]>('audit?what=saved')).toMatchObject([
      {
        kind: 'saved',
        device: 'store.yaml',
        by: { kind: 'operator', user: 'mei' },
        detail: changes.map(({ path }) => path).join(', '),
      },
    ]);
    expect(await shop.get<AuditCheck>('audit/check')).toMatchObject({ broken: null });
    expect(shop.log()).toMatch(/"user":"mei".*settings saved/);

    // Whoever still has the old file before them does not undo it.
    expect(await save(changes, hash)).toMatchObject({ status: 412, body: { code: 'FILE_CHANGED' } });
  });

  it('of a file that somebody broke are told, and not saved', async () => {
    const { view, save, file } = await opened();
    writeFileSync(file, `${SHOP}zones: [{ id: a, kind: wall }]\n`);
    const seen = await view();
    expect(seen.problems).toMatchObject([{ path: 'zones.0.kind', line: 12 }]);
    expect(seen.waiting).toEqual([]);
    expect(await save([{ path: 'http.port', value: 1 }], seen.hash)).toMatchObject({ status: 400, body: { code: 'CONFIG_INVALID' } });
    writeFileSync(file, 'http: [\n');
    expect(await view()).toMatchObject({ problems: [{ path: '' }] });
    expect(existsSync(`${file}.bak`)).toBe(false);
  });

  it('are not saved by strangers, without saying which ones were read, nor beyond what a form may change', async () => {
    const { ask, view, save, file } = await opened();
    const changes = [{ path: 'http.port', value: 1 }];
    expect(await ask('PUT', 'settings', { changes })).toMatchObject({ status: 400 });
    expect(await ask('PUT', 'settings', { changes }, { cookie: '' })).toMatchObject({ status: 401 });
    const { hash } = await view();
    for (const path of ['zones', 'devices.0.settings', 'version', '__proto__.x', 'http']) {
      expect(await save([{ path, value: 1 }], hash), path).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    }
    expect(readFileSync(file, 'utf8')).toBe(SHOP);
  });
});
