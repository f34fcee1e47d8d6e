import { copyFileSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runAisle } from '../support/aisle-command.ts';
import { temporaryFolder } from '../support/temporary.ts';

const DEMO = new URL('../../simulators/shops/demo/', import.meta.url).pathname;

async function labelled(folder: string): Promise<string> {
  await runAisle(
    'simulate',
    '--duration',
    '4m',
    '--seed',
    '3',
    '--record',
    join(folder, 'recording.ndjson'),
    '--truth',
    join(folder, 'truth'),
  );
  return folder;
}

describe('aisle tune', () => {
  it('finds that a shop believes too few reads, judges it on the recording, writes it down and draws it', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    cpSync(DEMO, join(folder, 'shop'), { recursive: true });
    const store = join(folder, 'shop', 'store.yaml');
    const before = readFileSync(store, 'utf8');
    await labelled(folder);
    const page = join(folder, 'tune.html');
    const words = [
      '--on',
      folder,
      '--hold-out',
      folder,
      '--vary',
      'sensing.tags.floorDbm=-90..-40',
      '--budget',
      '4',
      '--goal',
      'items.byType.arrived.f1',
    ];
    const { out, err, code } = await runAisle(
      ...['tune', '--config', store, '--set', 'sensing.tags.floorDbm=-45', '--json', '--write', '--report', page, ...words],
    );
    expect([code, err]).toEqual([0, expect.stringContaining('1 settings written')]);
    const { changes, result, comparisons } = JSON.parse(out);
    expect(changes).toHaveLength(1);
    expect(result.after.score).toBeGreaterThan(result.before.score);
    expect(comparisons[1].after).toEqual(comparisons[0].after);
    const after = readFileSync(store, 'utf8');
    expect(after).toContain(`floorDbm: ${changes[0].after}`);
    const comments = before.split('\n').filter((line) => line.trimStart().startsWith('#'));
    expect(comments.filter((line) => !after.includes(line))).toEqual([]);
    expect(readFileSync(page, 'utf8')).toMatch(/<svg[^>]*aria-label="sensing.tags.floorDbm/);
  });

  it('names what is missing', async () => {
    const folder = temporaryFolder();
    copyFileSync(join(DEMO, 'store.yaml'), join(folder, 'store.yaml'));
    const none = await runAisle('tune', '--config', join(DEMO, 'store.yaml'), '--on', folder);
    expect([none.code, none.err]).toEqual([expect.any(Number), expect.stringContaining('recording.ndjson is missing')]);
    expect(none.code).not.toBe(0);
    expect(existsSync(join(folder, 'truth'))).toBe(false);
    const nothing = await runAisle('tune', '--config', join(DEMO, 'store.yaml'));
    expect(nothing.err).toContain('--on FOLDER');
  });
});
