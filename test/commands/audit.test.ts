import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { commitOf, events, NINE } from '../ledger/events.ts';
import { runAisle } from '../support/aisle-command.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('the audit log is checked, also beside a running gateway, and the first row that was changed is named', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'ledger.sqlite');
  const open = openLedger({ file, clock: () => NINE });
  const verify = (...words: readonly string[]) => runAisle('audit', 'verify', '--data', folder, ...words);
  try {
    open.ledger.commit(commitOf(1, events([['actuator.commanded'], ['actuator.answered'], ['actuator.barred']])));
    const whole = await verify();
    expect(whole).toMatchObject({ code: 0, out: expect.stringMatching(/^3 rows, none changed, none missing\./) });
    const [head = ''] = /[0-9a-f]{64}/.exec(whole.out) ?? [];
    expect(await verify('--head', head)).toMatchObject({ code: 0 });
    expect(await verify('--head', 'f'.repeat(64))).toMatchObject({ code: 1, err: expect.stringMatching(/AUDIT_BROKEN.*written anew/s) });

    const db = new DatabaseSync(file);
    db.exec('DELETE FROM audit WHERE seq = 2');
    db.close();
    expect(await verify()).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/AUDIT_BROKEN.*row 2 of the audit log is missing/s),
    });
  } finally {
    open.close();
  }
  expect(await runAisle('audit', 'verify', '--data', temporaryFolder())).toMatchObject({
    code: 1,
    err: expect.stringContaining('NOT_FOUND'),
  });
});
