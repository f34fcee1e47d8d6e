/** Writes the references in docs/ that come from the code: `node tools/write-references.ts`. Tests tell when they are out of date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { configReference } from '../gateway/config/config-reference.ts';
import { storeJsonSchema } from '../gateway/config/json-schema.ts';
import { devicesReference } from './devices-reference.ts';
import { customersDocument } from './metrics-reference.ts';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(docs, { recursive: true });
writeFileSync(new URL('store.schema.json', docs), storeJsonSchema());
writeFileSync(new URL('config.md', docs), configReference());
writeFileSync(new URL('devices.md', docs), devicesReference());
const customers = new URL('customers.md', docs);
writeFileSync(customers, customersDocument(readFileSync(customers, 'utf8')));
