import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { openReader } from '../../gateway/ledger/open-reader.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, NINE } from './events.ts';

const HOUR = 3_600_000;

async function opened(program?: URL) {
  const file = join(temporaryFolder(), 'ledger.db');
  let now = NINE;
  const writer = openLedger({ file, clock: () => now });
  const reader = await openReader({ file, catalogue: CATALOGUE, clock: () => now, ...(program ? { program } : {}) });
  onTestFinished(async () => {
    await reader.close();
    writer.close();
  });
  return {
    file,
    writer,
    reader,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

test('the thread answers as the writer itself would', async () => {
  const { writer, reader, advance } = await opened();
  writer.ledger.commit(commitOf(1, aDay(3_000)));
  advance(HOUR);
  const own = writer.queries(CATALOGUE);
  const page = { limit: 20 };
  expect(await reader.zones()).toEqual(own.zones());
  expect(await reader.footfall()).toEqual(own.footfall());
  expect(await reader.footfall('2026-11-22')).toEqual(own.footfall('2026-11-22'));
  expect(await reader.shelves()).toEqual(own.shelves());
  expect(await reader.visits(page)).toEqual(own.visits(page));
  expect(await reader.visits({ ...page, before: undefined, open: undefined })).toEqual(own.visits(page));
  expect(await reader.visit('v1')).toEqual(own.visit('v1'));
  expect(await reader.visit('nobody')).toBeNull();
  expect(await reader.itemHistory('E1')).toEqual(own.itemHistory('E1'));
  expect(await reader.offers()).toEqual(own.offers());
  expect(await reader.decisions(page)).toEqual(own.decisions(page));
  expect(await reader.offerResults('scarf', NINE, NINE + HOUR)).toEqual(own.offerResults('scarf', NINE, NINE + HOUR));
  expect(await reader.alerts({ ...page, open: true })).toEqual(own.alerts({ ...page, open: true }));
  expect(await reader.devices()).toEqual(own.devices());
  expect(await reader.ledger()).toEqual(own.ledger());
});

test('it reads whole commits while the writer writes', async () => {
  const { writer, reader } = await opened();
  const day = aDay(2_000);
  const counts = [{ device: 'reader-1', outcome: 'applied', frames: 10, readings: 10 }];
  let seen = 0;
  for (let i = 0; i < day.length; i += 10) {
    writer.ledger.commit(commitOf(i + 10, day.slice(i, i + 10), { counts }));
    if (i % 100 !== 0) continue;
    const { received, applied } = await reader.ledger();
    expect(applied).toBe(received);
    expect(received).toBe(i + 10);
    seen++;
  }
  expect(seen).toBe(20);
});

test('today is the day of the gateway’s clock', async () => {
  const { reader, advance } = await opened();
  expect((await reader.footfall()).date).toBe('2026-11-23');
  advance(15 * HOUR);
  expect((await reader.footfall()).date).toBe('2026-11-24');
});

test('a date that is none is told as the caller’s error, and the next question is answered', async () => {
  const { reader } = await opened();
  await expect(reader.footfall('yesterday')).rejects.toMatchObject({ code: 'INPUT_INVALID', context: { date: 'yesterday' } });
  expect(await reader.devices()).toHaveLength(2);
});

test('a question that fails in the database is told as such', async () => {
  const { reader, file } = await opened();
  const db = new DatabaseSync(file);
  db.exec('DROP TABLE alerts');
  db.close();
  await expect(reader.alerts({ limit: 5 })).rejects.toMatchObject({
    code: 'LEDGER_UNAVAILABLE',
    message: expect.stringMatching(/no such table: alerts/),
  });
});

test('a file that is not there is refused on opening', async () => {
  const file = join(temporaryFolder(), 'ledger.db');
  await expect(openReader({ file, catalogue: CATALOGUE, clock: () => NINE })).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
});

test('when the thread dies its questions fail, and the next one starts a new thread', async () => {
  const program = join(temporaryFolder(), 'program.mjs');
  const real = new URL('../../gateway/ledger/reader-worker.ts', import.meta.url);
  const lines = [
    "import { parentPort } from 'node:worker_threads';",
    "parentPort.on('message', ({ query }) => { if (query === 'shelves') process.exit(9); });",
    `await import('${real}');`,
  ];
  writeFileSync(program, lines.join('\n'));
  const { reader } = await opened(pathToFileURL(program));
  const dying = await Promise.allSettled([reader.shelves(), reader.shelves()]);
  const told = { status: 'rejected', reason: { code: 'LEDGER_UNAVAILABLE', context: {}, cause: 9 } };
  expect(dying).toMatchObject([told, told]);
  expect(await reader.devices()).toHaveLength(2);
});

test('a closed reader refuses, and whoever still waited is told', async () => {
  const { reader } = await opened();
  const asked = reader.devices();
  const refused = expect(asked).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
  await reader.close();
  await refused;
  await reader.close();
  await expect(reader.devices()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
});
