import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, copyFileSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readStore } from './config/set-values.ts';
import { GatewayError } from './errors.ts';

/** Names a text by what is in it: the `ETag` of a file. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Throws FILE_CHANGED when the file is not as it was when it was read. Looked at last, when nothing comes between it and the writing. */
export function checkUnchanged(file: string, hash: string): void {
  if (hashOf(readStore(file)) !== hash) throw new GatewayError('FILE_CHANGED', 'The file was changed since it was read.');
}

/** Why a file of the shop cannot be saved from a page; null when it can. */
export function lockOf(file: string | null, isDemo: boolean): 'demo' | 'no-file' | 'unwritable' | null {
  if (file === null) return 'no-file';
  if (isDemo) return 'demo';
  return isWritable(file) ? null : 'unwritable';
}

/** Whether a new file can take the place of this one. */
function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    // Without the right, or on a disk that only reads.
    return false;
  }
}

/** The old file stays beside it with `.bak`; the new one takes its place whole, and is on disk before it does. */
export function replaceFile(file: string, text: string): void {
  const draft = join(dirname(file), `.${basename(file)}.new`);
  try {
    copyFileSync(file, `${file}.bak`);
    writeFileSync(draft, text, { mode: statSync(file).mode });
    const open = openSync(draft, 'r');
    fsyncSync(open);
    closeSync(open);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new GatewayError('CONFIG_READ_ONLY', 'store.yaml cannot be written.', { file }, error);
  }
}
