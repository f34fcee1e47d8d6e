import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDataDir } from '../../gateway/ledger/data-lock.ts';
import { temporaryFolder } from '../support/temporary.ts';

const CHILD = new URL('./data-lock-child.ts', import.meta.url).pathname;

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return 'nothing was thrown';
}

test('a folder has one owner, and is free after its release', () => {
  const folder = join(temporaryFolder(), 'data');
  const lock = lockDataDir(folder);
  expect(thrownBy(() => lockDataDir(folder))).toMatchObject({ code: 'DATA_DIR_LOCKED', context: { folder, pid: process.pid } });
  lock.release();
  lock.release();
  lockDataDir(folder).release();
});

test('a folder that is made is for its user only, with all that is put into it', () => {
  const folder = join(temporaryFolder(), 'data');
  lockDataDir(folder).release();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('two folders have two owners', () => {
  const folder = temporaryFolder();
  const locks = [lockDataDir(join(folder, 'a')), lockDataDir(join(folder, 'b'))];
  for (const lock of locks) lock.release();
});

test("another process is told the owner's number, and takes over when the owner was killed", async () => {
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  expect(thrownBy(() => lockDataDir(folder))).toMatchObject({ code: 'DATA_DIR_LOCKED', context: { pid: child.pid } });
  child.kill('SIGKILL');
  await once(child, 'exit');
  lockDataDir(folder).release();
});

test("a number left behind by a dead process is no owner, even if it is somebody's now", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'gateway.lock'), '');
  writeFileSync(join(folder, 'gateway.pid'), `${process.ppid}\n`);
  lockDataDir(folder).release();
});

test('a folder that cannot be made is told as such', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(thrownBy(() => lockDataDir(join(file, 'data')))).toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
});
