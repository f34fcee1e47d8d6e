import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configReference } from '../../gateway/config/config-reference.ts';
import { storeJsonSchema } from '../../gateway/config/json-schema.ts';

const docs = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const RUN = 'run `node tools/write-references.ts`';

describe('the references that come from the schema', () => {
  it('are those in docs/', () => {
    expect(docs('store.schema.json') === storeJsonSchema(), `docs/store.schema.json is out of date: ${RUN}`).toBe(true);
    expect(docs('config.md') === configReference(), `docs/config.md is out of date: ${RUN}`).toBe(true);
  });

  it('give every field that is no name or group of its own a reason', () => {
    const rows = configReference()
      .split('\n')
      .filter((line) => line.startsWith('| `') && line.split(' | ').length === 5);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.filter((line) => / \|\s+\|$/.test(line))).toEqual([]);
  });

  it('let editors offer every part of store.yaml and refuse unknown keys', () => {
    const schema = JSON.parse(storeJsonSchema());
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toContain('zones');
    expect(schema.required ?? []).toEqual([]);
  });
});
