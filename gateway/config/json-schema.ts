import { schemaTree } from './schema-tree.ts';

/** JSON Schema of store.yaml as text, for editors (`# yaml-language-server: $schema=…`) and forms. */
export function storeJsonSchema(): string {
  const { $schema, ...schema } = schemaTree();
  const head = { $schema, title: 'store.yaml of Silent Aisle' };
  return `${JSON.stringify({ ...head, ...schema }, null, 2)}\n`;
}
