import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary.ts';

const root = join(import.meta.dirname, '..', '..');
const STAMP = 'node_modules/.silent-aisle-stamp';

/** A clone with nothing installed: the bootstrap, a lockfile, a task, and an `npm` that notes how it was called. */
function freshClone(options: { readonly npm: string; readonly task?: string }) {
  const folder = temporaryFolder();
  for (const file of ['bootstrap.mjs', 'runtime-flags.mjs']) cpSync(join(root, file), join(folder, file));
  for (const part of ['bin', 'gateway']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'package-lock.json'), '{}');
  writeFileSync(join(folder, 'gateway', 'main.ts'), options.task ?? 'console.log(process.argv.slice(2).join());');
  writeFileSync(join(folder, 'bin', 'npm'), `#!/bin/sh\necho "$@" >> npm-calls\n${options.npm}\n`);
  chmodSync(join(folder, 'bin', 'npm'), 0o755);
  const env = { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}/usr/bin${delimiter}/bin`, npm_execpath: undefined };
  const words = [join(folder, 'bootstrap.mjs'), 'aisle', 'score', '--json'];
  return {
    folder,
    run: (node = process.execPath) => spawnSync(node, words, { encoding: 'utf8', env }),
    start: () => spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'inherit'] }),
    calls: () => (existsSync(join(folder, 'npm-calls')) ? readFileSync(join(folder, 'npm-calls'), 'utf8').trim().split('\n') : []),
    hasStamp: () => existsSync(join(folder, STAMP)),
  };
}

describe('the bootstrap', () => {
  it('installs once, all packages whatever NODE_ENV says, and hands the arguments over', () => {
    const clone = freshClone({ npm: 'mkdir -p node_modules' });
    expect(clone.run()).toMatchObject({ status: 0, stdout: 'score,--json\n' });
    expect(clone.run()).toMatchObject({ status: 0, stdout: 'score,--json\n' });
    expect(clone.calls()).toEqual([expect.stringMatching(/^ci --include=dev /)]);
  });

  it('installs again when the lockfile is another', () => {
    const clone = freshClone({ npm: 'mkdir -p node_modules' });
    clone.run();
    writeFileSync(join(clone.folder, 'package-lock.json'), '{"lockfileVersion":3}');
    clone.run();
    expect(clone.calls()).toHaveLength(2);
  });

  it('goes on with a fresh Node when the install deletes the one it runs on, which lies beside the packages', () => {
    const clone = freshClone({
      npm: 'case $1 in ci) rm -rf node_modules; mkdir node_modules;; *) mkdir -p node_modules/node/bin; cp kept node_modules/node/bin/node;; esac',
    });
    const runtime = join(clone.folder, 'node_modules', 'node', 'bin', 'node');
    for (const copy of [runtime, join(clone.folder, 'kept')]) cpSync(process.execPath, copy);
    expect(clone.run(runtime)).toMatchObject({ status: 0, stdout: 'score,--json\n' });
    expect(clone.calls()).toEqual([expect.stringMatching(/^ci /), expect.stringMatching(/^install --no-save .* node@24/)]);
  });

  it('says what to do when the install fails, starts nothing, and tries again next time', () => {
    const clone = freshClone({ npm: 'mkdir -p node_modules; exit 7' });
    const { status, stdout, stderr } = clone.run();
    expect({ status, stdout }).toEqual({ status: 7, stdout: '' });
    expect(stderr).toContain('failed: is the package registry reachable?');
    expect(clone.hasStamp()).toBe(false);
    clone.run();
    expect(clone.calls()).toHaveLength(2);
  });

  it('leaves no stamp when the install is interrupted', () => {
    const clone = freshClone({ npm: 'mkdir -p node_modules; kill -INT $$' });
    expect(clone.run().status).toBe(130);
    expect(clone.hasStamp()).toBe(false);
  });

  it('says so when there is no npm', () => {
    const clone = freshClone({ npm: '' });
    chmodSync(join(clone.folder, 'bin', 'npm'), 0o644);
    const { status, stderr } = spawnSync(process.execPath, [join(clone.folder, 'bootstrap.mjs'), 'aisle'], {
      encoding: 'utf8',
      env: { PATH: join(clone.folder, 'bin') },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('is npm installed?');
  });

  it('ends with the code of what it ran', () => {
    expect(freshClone({ npm: 'mkdir -p node_modules', task: 'process.exitCode = 3;' }).run().status).toBe(3);
  });

  it.each([
    ['SIGINT', 'lets it stop in order', "process.on('SIGINT', () => process.exit(5));", 5],
    ['SIGTERM', 'ends as a shell would say it when it does not care', '', 143],
  ] as const)('passes %s on and %s', async (signal, _what, handler, code) => {
    const clone = freshClone({ npm: 'mkdir -p node_modules', task: `${handler} setTimeout(() => {}, 60_000); console.log('up');` });
    const child = clone.start();
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([code, null]);
  });

  it('knows its tasks', () => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'bootstrap.mjs'), 'dance'], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('usage: node bootstrap.mjs demo|start|aisle') });
  });
});
