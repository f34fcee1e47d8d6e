import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CUSTOMER_METRICS } from '../../gateway/domain/metrics/customer-metrics.ts';
import { ALL_METRICS } from '../../gateway/http/page-metrics.ts';
import { customersDocument } from '../../tools/metrics-reference.ts';
import { readDoc } from './read-docs.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Metrics that a text names with their versions, as `id version`. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(/[Mm]etric `([a-z_]+)`, version (\d+)/g)].map(([, id, version]) => `${id} ${version}`);

describe('docs/customers.md', () => {
  it('defines each figure as the data do: else run `node tools/write-references.ts`', () => {
    const text = readDoc('docs/customers.md');
    expect(customersDocument(text)).toBe(text);
    for (const { id } of CUSTOMER_METRICS) expect(text).toContain(`\`${id}\`, version`);
  });
});

describe('definitions of figures', () => {
  it('have each id once, and everything that a page needs', () => {
    expect(new Set(ALL_METRICS.map(({ id }) => id)).size).toBe(ALL_METRICS.length);
    for (const { id, name, meaning, formula, sources } of ALL_METRICS) {
      expect(id).toMatch(/^[a-z][a-z_]+$/);
      for (const text of [...Object.values(name), ...Object.values(meaning), formula, ...sources]) expect(text.trim(), id).not.toBe('');
      expect(sources.length, id).toBeGreaterThan(0);
    }
  });

  it('are those that the contract of customers names, and the other way round', () => {
    const named = namedIn(readFileSync(join(ROOT, 'gateway/http/contract-customers.ts'), 'utf8'));
    expect(new Set(named)).toEqual(new Set(CUSTOMER_METRICS.map(({ id, version }) => `${id} ${version}`)));
  });

  it('have the versions that the code names', () => {
    const known = new Map(ALL_METRICS.map(({ id, version }) => [id, version]));
    const named = globSync('gateway/**/*.ts', { cwd: ROOT }).flatMap((file) => namedIn(readFileSync(join(ROOT, file), 'utf8')));
    expect(named.length).toBeGreaterThan(20);
    for (const each of named) {
      const [id = '', version] = each.split(' ');
      if (known.has(id)) expect(Number(version), id).toBe(known.get(id));
    }
  });
});
