import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, NINE } from './events.ts';

const LENGTH = 20_000;
const CHILD = new URL('./crash-child.ts', import.meta.url).pathname;

/** Runs the child until it has told `commits` commits, kills it, and returns the last one it told. */
async function killAfter(file: string, commits: number): Promise<number> {
  const child = spawn(process.execPath, [CHILD, file, String(LENGTH)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  let told = 0;
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    told = Number(line);
    if (++lines === commits) child.kill('SIGKILL');
  }
  expect(await ended).toBe('SIGKILL');
  return told;
}

test('a process killed while it commits leaves whole commits: position, events, rows and counts agree', async () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const day = aDay(LENGTH);
  for (const commits of [1, 40, 77, 160, 311]) {
    const told = await killAfter(file, commits);
    const opened = openLedger({ file, clock: () => NINE });
    const { seq } = opened.ledger.position();
    expect(seq).toBeGreaterThanOrEqual(told);
    expect(opened.ledger.lastEventId()).toBe(seq * 5);
    const { received, applied, outbox } = opened.queries(CATALOGUE).ledger();
    expect([received, applied]).toEqual([seq, seq]);
    expect((outbox.influx?.waiting ?? 0) + (outbox.influx?.delivered ?? 0)).toBe(seq * 5);
    const whole = openLedger({ file: ':memory:', clock: () => NINE });
    whole.ledger.commit(commitOf(seq, day.slice(0, seq * 5)));
    expect(opened.ledger.digest()).toBe(whole.ledger.digest());
    opened.close();
  }
}, 60_000);
