import { basename } from 'node:path';
import type { ConfigProblem } from './config/problem.ts';
import { isSecretPath } from './config/secrets.ts';
import { ERRORS } from './errors.ts';
import type { SettingProblem } from './http/contract-settings.ts';

/** Something wrong with a file, with what its code says to do. */
export const problemOf = (path: string, message: string, code: 'CONFIG_INVALID' | 'CONFIG_READ_ONLY'): SettingProblem => ({
  ...{ path, message, code, line: null, column: null },
  next: ERRORS[code].next,
});

/** All that is wrong with a file, and why it cannot be changed, for those who edit it. */
export const problemsOf = ({
  refused = null,
  problems,
}: {
  readonly refused?: string | null;
  readonly problems: readonly ConfigProblem[];
}): SettingProblem[] => [...(refused === null ? [] : [problemOf('', refused, 'CONFIG_READ_ONLY')]), ...problems.map(toProblem)];

function toProblem({ path, message, line, column, got, source }: ConfigProblem): SettingProblem {
  // What is wrong in another file or a variable is told with its name.
  const isElsewhere = line === null || /\.csv$/i.test(source);
  const where = isElsewhere ? `${basename(source)}${line === null ? '' : ` line ${line}`}: ` : '';
  return {
    ...problemOf(path, `${where}${message}${got === null || isSecretPath(path) ? '' : ` (got ${got})`}`, 'CONFIG_INVALID'),
    ...(isElsewhere ? {} : { line, column }),
  };
}
