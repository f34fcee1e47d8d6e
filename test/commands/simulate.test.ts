import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerScore } from '../../gateway/commands/score.ts';
import { registerSimulate } from '../../gateway/commands/simulate.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Runs `aisle …` in this process and gives back what it wrote and its exit code. */
async function aisle(...words: string[]): Promise<{ out: string; err: string; code: number }> {
  const out: string[] = [];
  const err: string[] = [];
  const { log, error } = console;
  console.log = (text: string) => void out.push(text);
  console.error = (text: string) => void err.push(text);
  process.exitCode = 0;
  try {
    const program = new Command('aisle').exitOverride();
    registerSimulate(program);
    registerScore(program);
    await program.parseAsync(['node', 'aisle', ...words]);
    return { out: out.join('\n'), err: err.join('\n'), code: Number(process.exitCode) };
  } finally {
    Object.assign(console, { log, error });
  }
}

let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
});
afterEach(() => {
  process.exitCode = before;
});

describe('aisle simulate', () => {
  it('writes a recording in order of receive time and the truth beside it, the same on every run', async () => {
    const folder = temporaryFolder();
    const run = (name: string) =>
      aisle('simulate', '--seed', '5', '--duration', '3m', '--record', join(folder, `${name}.ndjson`), '--truth', join(folder, name));
    const { err } = await run('a');
    await run('b');
    const text = readFileSync(join(folder, 'a.ndjson'), 'utf8');
    expect(readFileSync(join(folder, 'b.ndjson'), 'utf8')).toBe(text);
    for (const file of [
      'visits.ndjson',
      'items.ndjson',
      'alerts.ndjson',
      'shelves.ndjson',
      'footfall.ndjson',
      'kpis.json',
      'parameters.json',
    ]) {
      expect(readFileSync(join(folder, 'b', file), 'utf8'), file).toBe(readFileSync(join(folder, 'a', file), 'utf8'));
    }
    const lines = text.trimEnd().split('\n');
    expect(err).toContain(`${lines.length} messages`);
    let last = 0;
    for (const line of lines) {
      const { receivedAt, topic, payload } = JSON.parse(line) as { receivedAt: number; topic: string; payload: unknown };
      expect(receivedAt).toBeGreaterThanOrEqual(last);
      expect(topic).not.toBe('');
      expect(payload).toBeTypeOf('object');
      last = receivedAt;
    }
    expect(JSON.parse(readFileSync(join(folder, 'a', 'parameters.json'), 'utf8'))).toMatchObject({
      seed: 5,
      scenario: { name: 'rush-hour', durationMs: 180_000 },
      preset: { name: 'realistic' },
    });
  });

  it.each([
    [[], 'either --broker or --record'],
    [['--record', 'x', '--broker', 'mqtt://127.0.0.1:1'], 'either --broker or --record'],
    [['--record', 'x', '--scenario', 'flood'], 'no scenario flood; there are quiet-morning, rush-hour'],
    [['--record', 'x', '--preset', 'magic'], 'no preset magic'],
    [['--record', 'x', '--duration', '1 hour'], '--duration wants'],
    [['--record', 'x', '--seed', 'seven'], '--seed wants'],
    [['--record', 'x', '--start', 'noon'], '--start wants'],
    [['--record', 'x', '--speed', '-1'], '--speed wants'],
  ])('refuses %j and says what it wants', async (words, message) => {
    const error = await aisle('simulate', ...words).catch((thrown: unknown) => thrown);
    expect(isGatewayError(error, 'INPUT_INVALID') && error.message).toContain(message);
    expect(existsSync('x')).toBe(false);
  });
});

describe('aisle score', () => {
  it('prints a table for people and an object for programs, and names lines that it could not read', async () => {
    const folder = temporaryFolder();
    const truth = join(folder, 'truth');
    await aisle('simulate', '--duration', '20m', '--record', join(folder, 'r.ndjson'), '--truth', truth);
    const table = await aisle('score', '--truth', truth, '--out', truth);
    expect(table.code).toBe(0);
    // Only the places fall short: events do not tell of goods that are carried through a zone.
    expect(table.out).toMatch(/composite +(0\.9|1\.0)/);
    expect(table.out).toMatch(/visits +(\d+) +\1 +\1 +1\.000/);
    const json = await aisle('score', '--truth', truth, '--out', truth, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ badLines: 0, parts: { move: 1, visit: 1 } });
    appendFileSync(join(truth, 'visits.ndjson'), '{"visit":1}\n');
    writeFileSync(join(truth, 'alerts.ndjson'), 'oops\n');
    const broken = await aisle('score', '--truth', truth, '--out', truth);
    expect(broken.code).toBe(1);
    expect(broken.err).toMatch(/visits\.ndjson:\d+: visit: /);
    expect(broken.err).toContain('alerts.ndjson:1: not JSON');
  });
});
