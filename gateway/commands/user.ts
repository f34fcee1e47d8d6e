import { join } from 'node:path';
import type { Command } from 'commander';
import { openLedger } from '../ledger/open-ledger.ts';

const LINK_MINUTES = 15;

/** `aisle user link`: a one-time address that logs somebody in; the only way in, so there is no account to guess. */
export function registerUser(program: Command): void {
  program
    .command('user')
    .description('operators of the pages')
    .command('link')
    .description(`print a link that logs in once, within ${LINK_MINUTES} minutes`)
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--name <user>', 'who logs in; shows in the audit', 'operator')
    .option('--read-only', 'who logs in may look and change nothing: for a screen on the wall')
    .option('--url <address>', 'address of the gateway as the operator sees it', 'http://127.0.0.1:8080')
    .action(({ data, name, url, readOnly = false }: { data: string; name: string; url: string; readOnly?: boolean }) => {
      const opened = openLedger({ file: join(data, 'ledger.sqlite'), clock: Date.now });
      try {
        console.log(loginLink(url, opened.access.createLoginToken(name, LINK_MINUTES, readOnly)));
      } finally {
        opened.close();
      }
    });
}

/** The token stands behind the #: browsers never send that part, so no log on the way can hold it. */
export const loginLink = (url: string, token: string): string => `${url.replace(/\/$/, '')}/login#token=${token}`;
