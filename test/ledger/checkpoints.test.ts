import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { instant } from '../../gateway/domain/units.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { NINE } from './events.ts';

const positionAt = (seq: number) => ({ seq, tick: instant(NINE) });
const state = (n: number) => ({ tags: Array.from({ length: 50 }, (_, i) => [`E${i}`, n + i / 7]), none: null });

test('the newest checkpoint of the asked version comes back as it was saved', () => {
  const { ledger } = openLedger({ file: ':memory:', clock: () => NINE });
  expect(ledger.loadCheckpoint(3)).toBeNull();
  ledger.saveCheckpoint(positionAt(10), { version: 3, state: state(1) });
  ledger.saveCheckpoint(positionAt(20), { version: 3, state: state(2) });
  expect(ledger.loadCheckpoint(3)).toEqual({ position: positionAt(20), snapshot: { version: 3, state: state(2) } });
  expect(ledger.loadCheckpoint(4)).toBeNull();
});

test('two are kept, and a damaged one gives way to the one before it', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const logged: string[] = [];
  const { ledger } = openLedger({ file, clock: () => NINE, log: (message) => logged.push(message) });
  for (let i = 1; i <= 3; i++) ledger.saveCheckpoint(positionAt(i), { version: 1, state: state(i) });
  const other = new DatabaseSync(file);
  expect(other.prepare('SELECT seq FROM checkpoints ORDER BY id').all()).toEqual([{ seq: 2 }, { seq: 3 }]);
  other.exec("UPDATE checkpoints SET body = CAST(substr(body, 1, 40) || x'00' || substr(body, 42) AS BLOB) WHERE seq = 3");
  expect(ledger.loadCheckpoint(1)).toEqual({ position: positionAt(2), snapshot: { version: 1, state: state(2) } });
  expect(logged).toHaveLength(1);
  other.exec("UPDATE checkpoints SET body = x'00'");
  expect(ledger.loadCheckpoint(1)).toBeNull();
  other.close();
  ledger.close();
});
