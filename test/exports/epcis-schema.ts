import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';

const folder = process.env.AISLE_CORPUS;

/** Whether GS1's own schema can be had: it is not ours to keep, and is read from the corpus. */
export const hasEpcisSchema = folder !== undefined;

/** Fails with all that GS1's schema of EPCIS 2.0 finds wrong in the document. Checks nothing without a corpus. */
export function expectValidEpcis(document: unknown): void {
  if (folder === undefined) return;
  const schema = JSON.parse(readFileSync(join(folder, 'data', 'epcis-2.0-json-schema.json'), 'utf8')) as object;
  // Its $refs all stay within the file. It was not written for ajv's stricter reading of draft 7.
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(document);
  expect((validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
}
