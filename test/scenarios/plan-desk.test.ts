import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { StoreView } from '../../gateway/http/contract.ts';
import type { AuditRow } from '../../gateway/http/contract-actuator.ts';
import type { PlanDraft, PlanSource } from '../../gateway/http/contract-plan.ts';
import type { FileCheckView } from '../../gateway/http/contract-settings.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SHOP = `# our shop
store: { id: corner, locale: en, timezone: UTC, currency: TWD }
plan: { width: 10, height: 8, picture: floor.png } # metres
zones:
  - { id: tea, name: Tea, kind: shelf, polygon: [[1, 1], [4, 1], [4, 3]] } # by the window
  - { id: back, kind: storage }
devices:
  - id: reader # on the ceiling
    antennas:
      - { port: 1, zone: tea, at: [2, 2] }
      - { port: 2, zone: back }
  - { id: screen, zone: tea, display: {} }
shelves:
  - { id: wall, zone: tea, sections: [{ id: wall-1, at: [1, 1] }] }
`;

/** A picture of two by one pixels. */
const PNG = ((): Uint8Array => {
  const chunk = (name: string, data: Uint8Array): Uint8Array => {
    const bytes = Buffer.alloc(12 + data.length);
    bytes.writeUInt32BE(data.length);
    bytes.write(name, 4, 'latin1');
    bytes.set(data, 8);
    return bytes;
  };
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const parts = [
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from('by mei')),
    chunk('IDAT', deflateSync(Buffer.alloc(3))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
})();

async function opened() {
  const folder = temporaryFolder();
  for (const name of ['floor.png', 'other.png']) writeFileSync(join(folder, name), PNG);
  const shop = await openShop(SHOP, { folder });
  const { url, access } = shop.gateway;
  const login = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: access.createLoginToken('mei', 10) }),
  });
  const cookie = String(login.headers.get('set-cookie')).split(';', 1)[0] ?? '';
  const ask = async (method: string, path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1/plan/${path}`, { method, headers: { cookie, ...headers }, body });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const json = { 'content-type': 'application/json' };
  const source = async (): Promise<PlanSource> => (await shop.get<PlanSource>('plan/source')) ?? expect.unreachable();
  return {
    shop,
    folder,
    file: join(folder, 'store.yaml'),
    cookie,
    source,
    ask,
    draft: async (): Promise<PlanDraft> => {
      const { plan, zones, places } = await source();
      return { plan, zones: zones.map(({ id, polygon }) => ({ id, polygon })), places: places.map(({ key, at }) => ({ key, at })) };
    },
    check: async (draft: PlanDraft) => (await ask('POST', 'check', JSON.stringify(draft), json)).body as FileCheckView,
    save: (draft: PlanDraft, hash: string) => ask('PUT', 'source', JSON.stringify(draft), { ...json, 'if-match': `"${hash}"` }),
    upload: (bytes: Uint8Array, type: string) => ask('POST', 'pictures', Buffer.from(bytes), { 'content-type': type }),
  };
}

describe('the plan at the desk', () => {
  it('is read with everything that has or could have a place', async () => {
    const { source, shop } = await opened();
    const seen = await source();
    expect(seen).toMatchObject({
      file: 'store.yaml',
      locked: null,
      problems: [],
      isRunning: true,
      plan: { width: 10, height: 8, picture: 'floor.png' },
    });
    expect(seen.zones).toEqual([
      {
        id: 'tea',
        name: { en: 'Tea' },
        kind: 'shelf',
        polygon: [
          [1, 1],
          [4, 1],
          [4, 3],
        ],
      },
      { id: 'back', name: {}, kind: 'storage', polygon: [] },
    ]);
    expect(seen.places.map(({ key, kind, at }) => [key, kind, at])).toEqual([
      ['antenna:reader:1', 'antenna', [2, 2]],
      ['antenna:reader:2', 'antenna', null],
      ['device:screen', 'display', null],
      ['section:wall-1', 'section', [1, 1]],
    ]);
    expect((await shop.get<StoreView>('store'))?.plan.picture).toBe('/api/v1/plan/picture?name=floor.png');
  });

  it('as it is changes nothing; what is outside is told with its line', async () => {
    const { draft, check } = await opened();
    const now = await draft();
    expect(await check(now)).toEqual({ problems: [], diff: [] });
    expect(await check({ ...now, places: [{ key: 'antenna:reader:1', at: [11, 2] }] })).toMatchObject({
      problems: [{ path: 'devices.0.antennas.0.at', line: 10, code: 'CONFIG_INVALID', next: expect.any(String) }],
    });
    expect(
      await check({
        ...now,
        zones: [
          {
            id: 'tea',
            polygon: [
              [1, 1],
              [2, 2],
            ],
          },
        ],
      }),
    ).toMatchObject({ problems: [{ path: 'zones.0.polygon' }] });
  });

  it('is saved line by line, with the audit log, and whoever draws on the old one does not undo it', async () => {
    const { draft, save, source, file, shop } = await opened();
    const [now, { hash }] = [await draft(), await source()];
    const drawn: PlanDraft = {
      plan: { width: 12, height: 8, picture: null },
      zones: [
        { id: 'tea', polygon: [] },
        {
          id: 'back',
          polygon: [
            [5, 5],
            [6.12345, 5],
            [6, 6],
          ],
        },
        {
          id: 'gifts',
          kind: 'shelf',
          name: { en: 'Gifts' },
          polygon: [
            [0, 0],
            [1, 0],
            [1, 1],
          ],
        },
      ],
      places: [
        { key: 'antenna:reader:2', at: [5.5, 5.5] },
        { key: 'device:screen', at: [3, 3] },
        { key: 'section:wall-1', at: null },
        { key: 'device:nobody', at: [1, 1] },
      ],
    };
    expect(await save(drawn, hash)).toMatchObject({ status: 200, body: { isRunning: false, zones: [{}, {}, { id: 'gifts' }] } });
    expect(readFileSync(file, 'utf8')).toBe(
      SHOP.replace('width: 10, height: 8, picture: floor.png', 'width: 12, height: 8')
        .replace(', polygon: [[1, 1], [4, 1], [4, 3]]', '')
        .replace(
          'kind: storage }\n',
          'kind: storage, polygon: [[5, 5], [6.123, 5], [6, 6]] }\n  - { id: gifts, name: { en: Gifts }, kind: shelf, polygon: [[0, 0], [1, 0], [1, 1]] }\n',
        )
        .replace('zone: back }', 'zone: back, at: [5.5, 5.5] }')
        .replace('display: {} }', 'display: {}, at: [3, 3] }')
        .replace('{ id: wall-1, at: [1, 1] }', '{ id: wall-1 }'),
    );
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe(SHOP);
    expect(await shop.get<AuditRow[]>('audit?what=saved')).toMatchObject([
      { kind: 'saved', device: 'store.yaml', by: { user: 'mei' }, detail: 'plan, zones, devices, shelves' },
    ]);
    expect(await save(now, hash)).toMatchObject({ status: 412, body: { code: 'FILE_CHANGED' } });
  });

  it('takes a picture by its bytes alone, shows it to operators only, and clears away what nobody uses', async () => {
    const { upload, draft, save, source, folder, shop, cookie } = await opened();
    for (const [bytes, type] of [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png'],
      [PNG.subarray(0, 30), 'image/png'],
    ] as const) {
      expect(await upload(bytes, type)).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID' } });
    }
    expect(await upload(PNG, 'image/svg+xml')).toMatchObject({ status: 415 });
    const first = await upload(PNG, 'image/jpeg');
    expect(first).toMatchObject({ status: 201, body: { name: expect.stringMatching(/^plan-[0-9a-f]{16}\.png$/), width: 2, height: 1 } });
    const { name } = first.body as { name: string };
    expect(readFileSync(join(folder, name), 'latin1')).not.toContain('mei');
    const get = (query: string, as = cookie) => fetch(`${shop.gateway.url}/api/v1/plan/picture${query}`, { headers: { cookie: as } });
    const shown = await get(`?name=${name}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect((await get('')).status).toBe(200);
    expect((await get('', '')).status).toBe(401);
    for (const strange of [
      'other.png',
      './floor.png',
      'store.yaml',
      '../store.yaml',
      'data/keys/journal.key',
      'plan-0000000000000000.png',
      '%2e%2e%2fx.png',
    ]) {
      expect((await get(`?name=${strange}`)).status, strange).toBe(404);
    }
    const now = await draft();
    await save({ ...now, places: [{ key: 'device:screen', at: [1, 2] }] }, (await source()).hash);
    expect(await shop.get<AuditRow[]>('audit?what=saved')).toMatchObject([{ detail: 'devices' }]);
    // Somebody may still be drawing with it; a day later nobody is.
    expect(readdirSync(folder)).toContain(name);
    utimesSync(join(folder, name), 1, 1);
    await save(now, (await source()).hash);
    expect(readdirSync(folder)).not.toContain(name);
    await upload(PNG, 'image/png');
    await save({ ...now, plan: { ...now.plan, picture: name } }, (await source()).hash);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining([name, 'floor.png']));
    expect(await source()).toMatchObject({ plan: { picture: name }, isRunning: false });
  });
});
