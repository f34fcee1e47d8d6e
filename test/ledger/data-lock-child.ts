import { lockDataDir } from '../../gateway/ledger/data-lock.ts';

/** Owns the folder until it is killed. */
lockDataDir(process.argv[2] ?? '');
process.stdout.write('locked\n');
setInterval(() => {}, 60_000);
