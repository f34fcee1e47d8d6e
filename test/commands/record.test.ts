import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runAisle } from '../support/aisle-command.ts';
import { temporaryFolder } from '../support/temporary.ts';

it('record says that there is no journal, and makes no key for it', async () => {
  const folder = temporaryFolder();
  const { code, err } = await runAisle('record', '--data', join(folder, 'data'), '--out', join(folder, 'day.ndjson'));
  expect(code).toBe(1);
  expect(err).toContain('NOT_FOUND: there is no journal in');
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

it('replay names a recording that is not there', async () => {
  const folder = temporaryFolder();
  const shop = join(import.meta.dirname, '../../simulators/shops/demo/store.yaml');
  const { code, err } = await runAisle('replay', '--config', shop, '--from', join(folder, 'none.ndjson'), '--out', join(folder, 'out'));
  expect(code).toBe(1);
  expect(err).toContain('RECORDING_INVALID: there is no recording');
});
