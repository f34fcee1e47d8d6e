import { drivers } from '../devices/index.ts';
import { type DiffLine, lineDiff } from './config/line-diff.ts';
import { loadConfig } from './config/load-config.ts';
import type { Override } from './config/overrides.ts';
import type { ConfigProblem } from './config/problem.ts';
import type { Config } from './config/schema.ts';
import { redactYaml } from './config/secrets.ts';
import { leavesById } from './config/setting-leaves.ts';
import { editYaml, type YamlEdit } from './config/yaml-edit.ts';
import { readYaml } from './config/yaml-source.ts';
import { isGatewayError } from './errors.ts';

/** What a store.yaml holds and would come to at the next start. */
export interface FileState {
  /** As it is written, without defaults. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigProblem[];
  /** With all defaults; null while something is wrong. */
  readonly config: Config | null;
  /** Every single value at the next start; null while something is wrong. */
  readonly leaves: ReadonlyMap<string, unknown> | null;
}

export interface EditedFile extends FileState {
  readonly text: string;
  /** Without secrets. */
  readonly diff: readonly (readonly DiffLine[])[];
  /** The changes cannot be written into this file; then nothing was changed. */
  readonly refused: string | null;
}

/** Reads a text as the gateway would at its next start, environment and flags of this one over it. */
export function readFile(file: string, text: string, overrides: readonly Override[]): FileState {
  const { value: given } = readYaml(text, file);
  try {
    const { config } = loadConfig({ file, text, env: {}, overrides, drivers });
    return { given, problems: [], config, leaves: leavesById(config) };
  } catch (error) {
    if (!isGatewayError(error, 'CONFIG_INVALID')) throw error;
    return { given, problems: error.context.problems as readonly ConfigProblem[], config: null, leaves: null };
  }
}

/** What changes come to: the new text, what is wrong with it, and where it differs. Nothing is written. */
export function editFile(file: string, text: string, edits: readonly YamlEdit[], overrides: readonly Override[]): EditedFile {
  try {
    const edited = editYaml(text, edits);
    return { ...readFile(file, edited, overrides), text: edited, diff: shownDiff(text, edited), refused: null };
  } catch (error) {
    if (isGatewayError(error, 'CONFIG_READ_ONLY')) return { ...readFile(file, text, overrides), text, diff: [], refused: error.message };
    // A file that is no YAML cannot be changed; what is wrong with it stands in the problems.
    if (isGatewayError(error, 'CONFIG_INVALID')) return { ...readFile(file, text, overrides), text, diff: [], refused: null };
    throw error;
  }
}

function shownDiff(before: string, after: string): readonly (readonly DiffLine[])[] {
  const old = redactYaml(before);
  const now = redactYaml(after, old?.secrets);
  return old && now ? lineDiff(old.text, now.text) : [];
}
