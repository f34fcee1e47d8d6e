import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { GatewayError } from '../errors.ts';
import { checkAudit } from '../ledger/audit-chain.ts';
import { openReadOnly } from '../ledger/open-database.ts';

interface VerifyOptions {
  readonly data: string;
  readonly head?: string;
}

/** `aisle audit …`: the log of what people did and actuators were asked. Works beside a running gateway. */
export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description('the log of what people did and actuators were asked')
    .command('verify')
    .description('check that no row was changed or deleted; names the first that was')
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--head <hash>', 'a hash that was noted before: is it still one of the chain?', parseHash)
    .action(verify);
}

function parseHash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new InvalidArgumentError('It needs 64 hex digits.');
  return text;
}

function verify({ data, head }: VerifyOptions): void {
  const file = join(data, 'ledger.sqlite');
  if (!existsSync(file)) throw new GatewayError('NOT_FOUND', `there is no ledger in ${data}; name the gateway's data folder with --data`);
  const db = openReadOnly(file);
  try {
    const { rows, deletedUpTo, headSeq, headHash, broken, isHeadKnown } = checkAudit(db, head);
    if (broken !== null) throw new GatewayError('AUDIT_BROKEN', `row ${broken.seq} of the audit log is ${broken.what}`, { ...broken });
    if (isHeadKnown === false)
      throw new GatewayError('AUDIT_BROKEN', 'the hash that was noted is not one of this log: it was written anew');
    console.log(`${rows} rows, none changed, none missing${deletedUpTo > 0 ? `; up to row ${deletedUpTo} deleted by age` : ''}.`);
    console.log(`Row ${headSeq} is the newest. Note its hash elsewhere, for --head another time:\n${headHash}`);
  } finally {
    db.close();
  }
}
