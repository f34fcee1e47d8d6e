import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../gateway/commands/create-program.ts';
import { documents, readDoc } from './read-docs.ts';

/** Options of every command by its words (`device rotate`). */
function everyCommand(command: Command, words: readonly string[] = []): [string, ReadonlySet<string>][] {
  const own: [string, ReadonlySet<string>] = [words.join(' '), new Set(command.options.map(({ long }) => long ?? ''))];
  const inner = command.commands.flatMap((each) => everyCommand(each, [...words, each.name()]));
  // A command with subcommands may be one itself (`simulate`); one without options only holds them together (`device`).
  return inner.length === 0 || (words.length > 0 && command.options.length > 0) ? [own, ...inner] : inner;
}

/** Command lines in the documents: `aisle …` at the start of a line or of inline code, and `npm run aisle -- …`. */
const linesOf = (text: string): string[] =>
  [...text.matchAll(/(?:^|`)(?:npm run aisle -- |aisle )([a-z][^`\n]*)/gm)].map(([, line = '']) => line.trim());

const program = await createProgram();

describe('commands in the documents', () => {
  const known = new Map(everyCommand(program));
  const lines = documents().flatMap((file) => linesOf(readDoc(file)).map((line) => ({ file, line })));

  it('are those that `aisle --help` lists, with options that they have', () => {
    expect(lines.length).toBeGreaterThan(10);
    for (const { file, line } of lines) {
      const words = line.split(/\s+/);
      const name = [2, 1].map((count) => words.slice(0, count).join(' ')).find((candidate) => known.has(candidate));
      expect(name, `${file}: aisle ${line}`).toBeDefined();
      for (const option of line.match(/(?<=\s)--[a-z-]+/g) ?? [])
        expect([...(known.get(name ?? '') ?? [])], `${file}: aisle ${line}`).toContain(option);
    }
  });

  it('leave none out', () => {
    const told = lines.map(({ line }) => line);
    expect(known.size).toBeGreaterThan(8);
    const silent = [...known.keys()].filter(
      (name) => name !== 'demo' && !told.some((line) => line === name || line.startsWith(`${name} `)),
    );
    expect(silent).toEqual([]);
  });

  it('that npm runs are scripts of package.json', () => {
    const { scripts } = JSON.parse(readDoc('package.json')) as { scripts: Record<string, string> };
    const named = documents().flatMap((file) => [...readDoc(file).matchAll(/npm run ([a-z:-]+)/g)].map(([, script = '']) => script));
    expect(named).toContain('demo');
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });
});
