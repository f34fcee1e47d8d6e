import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../gateway/errors.ts';
import { VERSION } from '../../gateway/version.ts';
import { documents, readDoc, root } from './read-docs.ts';

/** Anchors as GitHub makes them from headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Text without code blocks: what stands in them is no link. */
const prose = (text: string): string => text.replace(/^```.*?^```$/gms, '');

describe('links in the documents', () => {
  it.each(documents())('of %s lead somewhere', (file) => {
    for (const [link, target = ''] of prose(readDoc(file)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https:\/\//.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const found = path === '' ? file : join(dirname(file), path);
      expect(existsSync(join(root, found)), `${file}: ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readDoc(found)), `${file}: ${link}`).toContain(anchor);
    }
  });

  it('are there, and every document can be reached from the README', () => {
    expect(documents().length).toBeGreaterThanOrEqual(8);
    const reached = new Set(['README.md']);
    for (const file of reached) {
      for (const [, target = ''] of prose(readDoc(file)).matchAll(/\]\(([^)\s#]+\.md)/g)) reached.add(join(dirname(file), target));
    }
    expect(documents().filter((file) => !reached.has(file))).toEqual([]);
  });
});

describe('the table of error codes in docs/operating.md', () => {
  const rows = [...readDoc('docs/operating.md').matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \| (.+?) \| (.+) \|$/gm)];

  it('has every code of the gateway, no other, in the same order', () => {
    expect(rows.map(([, code]) => code)).toEqual(Object.keys(ERRORS));
  });

  it('says of each the same status and next step as the gateway, and what it means', () => {
    for (const [, code = '', status, meaning = '', next] of rows) {
      expect({ code, status: Number(status), next }).toEqual({ code, ...ERRORS[code as keyof typeof ERRORS] });
      expect(meaning.length, code).toBeGreaterThan(15);
    }
  });
});

describe('the table of environment variables in docs/operating.md', () => {
  it('has the secrets that the gateway reads, and no other', () => {
    const sources = globSync('gateway/**/*.ts', { cwd: root }).map(readDoc).join('\n');
    const read = new Set([...sources.matchAll(/\benv\.(AISLE_[A-Z_]+)/g)].map(([, name = '']) => name));
    const told = [...readDoc('docs/operating.md').matchAll(/^\| `(AISLE_[A-Z_]+)` \|/gm)].map(([, name = '']) => name);
    expect(told.toSorted()).toEqual([...read].toSorted());
    expect(told.length).toBeGreaterThan(3);
  });
});

describe('the version', () => {
  it('is that of package.json, the lockfile and the newest entry of the changelog', () => {
    const { version } = JSON.parse(readDoc('package.json')) as { version: string };
    const lock = JSON.parse(readDoc('package-lock.json')) as { version: string; packages: Record<string, { version?: string }> };
    expect(VERSION).toBe(version);
    expect([lock.version, lock.packages['']?.version]).toEqual([version, version]);
    expect(/^## (\S+)/m.exec(readDoc('CHANGELOG.md'))?.[1]).toBe(version);
  });
});

describe('the lockfile', () => {
  it('names every optional package of every platform, since `npm ci` refuses one that does not', () => {
    const { packages } = JSON.parse(readDoc('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies));
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it('does not say from which registry it came', () => {
    expect(readDoc('package-lock.json')).not.toMatch(/"resolved"/);
  });
});

describe('the repository', () => {
  const grep = (pattern: string, ...paths: string[]): string =>
    spawnSync('git', ['grep', '-nIE', pattern, '--', ...paths], { cwd: root, encoding: 'utf8' }).stdout;

  it('names no folder of a machine and no registry', () => {
    expect(grep('vitest', 'package.json')).not.toBe('');
    const folders = ['work', 'root', 'home', 'Users'].map((name) => `/${name}/`).join('|');
    expect(grep(`(^|[^[:alnum:]._~-])(${folders}|/tmp/[a-z])`)).toBe('');
    expect(grep(['registry', 'npmjs', 'org'].join('\\.'))).toBe('');
  });

  it('names in the documents only files that exist', () => {
    const named = documents().flatMap((file) =>
      [...prose(readDoc(file)).matchAll(/`((?:gateway|devices|simulators|dashboards|test|tools|docs)\/[\w./-]+)`/g)].map(
        ([, path = '']) => ({ file, path }),
      ),
    );
    expect(named.length).toBeGreaterThan(10);
    const made = 'devices/acme/acme-loop.ts';
    expect(named.filter(({ path }) => path !== made && globSync(path, { cwd: root }).length === 0)).toEqual([]);
  });
});
