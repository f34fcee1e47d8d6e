import { GatewayError } from '../errors.ts';

/** Keys and indexes from the root of store.yaml. */
export type Path = readonly (string | number)[];

/** One thing wrong with the configuration, with its place and what was found there. */
export interface ConfigProblem {
  /** File as the operator named it, `env NAME`, or `--set path`. */
  readonly source: string;
  /** 1-based; null where the source has no lines. */
  readonly line: number | null;
  readonly column: number | null;
  /** Dotted path, or the column's name in a CSV; '' for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What was found, ready to print; null when nothing was, or when it must not be shown. */
  readonly got: string | null;
}

export const dotted = (path: Path): string => path.join('.');

/** `file:line:col path: message (got X)`: the form that editors and terminals turn into links. */
function formatProblem(problem: ConfigProblem): string {
  const place = problem.line === null ? problem.source : `${problem.source}:${problem.line}:${problem.column ?? 1}`;
  const subject = problem.path === '' || problem.source === `--set ${problem.path}` ? '' : ` ${problem.path}`;
  return `${place}${subject}: ${problem.message}${problem.got === null ? '' : ` (got ${problem.got})`}`;
}

/** A found value on one short line; at most 60 characters, so that a wrong file does not fill the terminal. */
export function show(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** CONFIG_INVALID with every problem: the message holds one line each, `context.problems` the same as data. */
export function invalidConfig(problems: readonly ConfigProblem[]): GatewayError {
  const lines = problems.map(formatProblem);
  return new GatewayError('CONFIG_INVALID', lines.join('\n'), { problems, lines });
}
