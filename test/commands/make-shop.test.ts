import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { registerSimulate } from '../../gateway/commands/simulate.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { temporaryFolder } from '../support/temporary.ts';

async function aisle(...words: string[]): Promise<void> {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const program = new Command('aisle').exitOverride().enablePositionalOptions();
  registerSimulate(program);
  await program.parseAsync(['node', 'aisle', 'simulate', ...words]);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('aisle simulate make-shop', () => {
  it('writes a folder that aisle simulate takes', async () => {
    const folder = join(temporaryFolder(), 'shop');
    await aisle('make-shop', '--kind', 'grocery', '--seed', '4', '--items', '120', '--out', folder);
    expect(readdirSync(folder).sort()).toEqual(['inventory.csv', 'members.csv', 'products.csv', 'store.yaml']);
    expect(readFileSync(join(folder, 'store.yaml'), 'utf8')).toContain('id: grocery-4');
    expect(readFileSync(join(folder, 'inventory.csv'), 'utf8').trim().split('\n')).toHaveLength(121);
    await aisle('--shop', folder, '--duration', '1m', '--record', join(folder, 'r.ndjson'));
    expect(readFileSync(join(folder, 'r.ndjson'), 'utf8').split('\n').length).toBeGreaterThan(100);
  });

  it.each([
    [['--kind', 'bakery'], 'no kind bakery; there are concept, fashion, grocery'],
    [['--seed', 'x'], '--seed wants'],
    [['--items', '10'], '--items wants'],
    [['--items', '1e9'], '--items wants'],
  ])('refuses %j and says what it wants', async (words, message) => {
    const folder = temporaryFolder();
    const error = await aisle('make-shop', ...words, '--out', folder).catch((thrown: unknown) => thrown);
    expect(isGatewayError(error, 'INPUT_INVALID') && error.message).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});
