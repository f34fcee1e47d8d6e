import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../ledger/open-ledger.ts';

type DeviceAccess = ReturnType<typeof openLedger>['access'];

/** Opens who may come in, also beside a running gateway and before its first start, and closes it again. */
export function withAccess<T>(dataFolder: string, use: (access: DeviceAccess) => T): T {
  // For the gateway's user only, like everything in it.
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const opened = openLedger({ file: join(dataFolder, 'ledger.sqlite'), clock: Date.now });
  try {
    return use(opened.access);
  } finally {
    opened.close();
  }
}
