import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export const readDoc = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The documents that people wrote or that are made from the code, relative to the repository. */
export const documents = (): readonly string[] => globSync(['*.md', 'docs/**/*.md'], { cwd: root }).toSorted();

/** The code block of a document that is marked `file=NAME`. */
export function codeBlock(file: string, name: string): string {
  const block = new RegExp(`^\`\`\`\\w+ file=${name}\\n(.*?)^\`\`\`$`, 'ms').exec(readDoc(file))?.[1];
  if (block === undefined) throw new Error(`${file} has no code block file=${name}`);
  return block;
}
