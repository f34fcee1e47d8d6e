import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from '../../dashboards/web/i18n/en.ts';
import { loadShop } from '../config/shop-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { codeBlock, readDoc, root } from './read-docs.ts';

/** The drivers, what they need and their suite, in a folder of their own. */
function copyOfTheKit(): string {
  const folder = temporaryFolder();
  const parts = ['devices', 'gateway/domain', 'test/devices/all-devices.test.ts', 'test/support/arbitrary-readings.ts'];
  for (const part of [...parts, 'package.json', 'tsconfig.json', 'vitest.config.ts'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Runs a program of node_modules there; gives its exit code and what it said. */
function run(folder: string, program: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', VITEST: undefined, VITEST_WORKER_ID: undefined, VITEST_POOL_ID: undefined },
  });
  return { status, said: `${stdout}${stderr}` };
}

const suite = (folder: string) => run(folder, 'vitest/vitest.mjs', 'run', '--reporter=verbose', 'test/devices/all-devices.test.ts');
const FILE = 'devices/acme/acme-loop.ts';

describe('"add a device" in the README', () => {
  it('compiles, and the suite of all drivers takes it with one file and one line', () => {
    const folder = copyOfTheKit();
    mkdirSync(dirname(join(folder, FILE)), { recursive: true });
    writeFileSync(join(folder, FILE), codeBlock('README.md', FILE));
    const forgotten = suite(folder);
    expect(forgotten.said).toContain("add to devices/index.ts: import { acmeLoop } from './acme/acme-loop.ts'");

    const index = readFileSync(join(folder, 'devices/index.ts'), 'utf8');
    writeFileSync(
      join(folder, 'devices/index.ts'),
      `import { acmeLoop } from './acme/acme-loop.ts';\n${index.replace('DeviceDriver[] = [', 'DeviceDriver[] = [acmeLoop, ')}`,
    );
    const { status, said } = suite(folder);
    expect(said).toContain('acme-loop');
    expect(status, said).toBe(0);
    writeFileSync(join(folder, 'tsconfig.driver.json'), JSON.stringify({ extends: './tsconfig.json', include: [], files: [FILE] }));
    const types = run(folder, 'typescript/bin/tsc', '-p', 'tsconfig.driver.json');
    expect(types.said).toBe('');
    expect(types.status).toBe(0);
  });
});

describe('"add an offer" in the README', () => {
  const shop = `zones: [{ id: tea, kind: shelf }]
devices: [{ id: screen, zone: tea, display: { faces: [tea] } }]
`;

  it('is an offer that a shop with its zone takes', () => {
    const { config } = loadShop({ 'store.yaml': shop + codeBlock('README.md', 'offers') });
    expect(config.offers).toHaveLength(1);
    expect(config.offers[0]).toMatchObject({ id: 'tea-for-two', on: 'zone.dwell', control: 0.2 });
  });

  it('would be refused with a name that is misspelt', () => {
    expect(() => loadShop({ 'store.yaml': shop + codeBlock('README.md', 'offers').replace('visit.party', 'visit.partty') })).toThrow(
      /No such key: partty/,
    );
  });
});

describe('the README', () => {
  it('names the two commands, and package.json has them', () => {
    const { scripts } = JSON.parse(readDoc('package.json')) as { scripts: Record<string, string> };
    for (const script of ['demo', 'test', 'bench']) {
      expect(readDoc('README.md')).toContain(script === 'test' ? 'npm test' : `npm run ${script}`);
      expect(scripts[script]).toBe(`node bootstrap.mjs ${script}`);
    }
  });

  it('calls the parts of the page as the page does', () => {
    const [, tour = ''] = /On the page:\n(.*?)^What became/ms.exec(readDoc('README.md')) ?? [];
    const named = [...tour.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = '']) => name);
    const titles: string[] = Object.entries(en).flatMap(([key, text]) => (/^\w+\.title$/.test(key) ? [text] : []));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !titles.includes(name))).toEqual([]);
  });

  it('explains every word of the glossary once', () => {
    const words = [...readDoc('README.md').matchAll(/^\| \*\*(.+?)\*\* \|/gm)].map((match) => match[1]);
    expect(words.length).toBeGreaterThanOrEqual(27);
    expect(new Set(words).size).toBe(words.length);
  });

  it('names the targets that the bench measures against', () => {
    const bench = readDoc('test/bench/main.ts');
    const figures = [...bench.matchAll(/target (?:>=|<=) ([\d.,]+)/g)].map((match) => match[1] ?? '');
    expect(figures.length).toBeGreaterThanOrEqual(4);
    for (const figure of figures) expect(readDoc('README.md')).toContain(figure);
  });
});
