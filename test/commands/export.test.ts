import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { expectValidEpcis } from '../exports/epcis-schema.ts';
import { commitOf, events, NINE } from '../ledger/events.ts';
import { runAisle } from '../support/aisle-command.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('events, receipts and stock of a shop are written without a gateway', async () => {
  const folder = temporaryFolder();
  const [config, data, out] = [join(folder, 'store.yaml'), join(folder, 'data'), join(folder, 'events.jsonld')];
  writeFileSync(config, 'store: { id: corner, gln: "4719999000002", timezone: Asia/Taipei }\nzones: [{ id: shelves, kind: shelf }]\n');
  expect(await runAisle('export', 'epcis', '--config', config, '--data', data)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('NOT_FOUND'),
  });
  mkdirSync(data);
  const epc = encodeSgtin96({ gtin14: '04719999000019', serial: 7, filter: 1, prefixDigits: 7 });
  const opened = openLedger({ file: join(data, 'ledger.sqlite'), clock: () => NINE });
  opened.ledger.commit(commitOf(1, events([['item.arrived', { epc }], ['item.picked', { epc, at: NINE + 60_000 }], ['sale.recorded']])));
  opened.close();
  const run = (...words: readonly string[]) => runAisle('export', ...words, '--config', config, '--data', data);

  expect(await run('epcis', '--out', out, '--to', '2026-11-23T09:01:00+08:00')).toMatchObject({ code: 0, out: '' });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const document = JSON.parse(readFileSync(out, 'utf8')) as object;
  expectValidEpcis(document);
  expect(document).toMatchObject({ epcisBody: { eventList: [{ bizStep: 'arriving', epcList: ['urn:epc:id:sgtin:4719999.000001.7'] }] } });
  expect((await run('sales', '--from', '2026-11-23T09:00:00+08:00')).out).toContain('2026-11-23T01:00:00.000Z,r1,,,,E1,1,590,TWD\r\n');
  expect((await run('inventory')).out).toContain(`${epc},04012345000016,,,picked,shelves,s1,0.8,`);
  expect(await run('visitors')).toMatchObject({ code: 1, err: expect.stringContaining('epcis, sales, inventory') });
  expect(await run('sales', '--from', 'yesterday')).toMatchObject({ code: 2 });
});
