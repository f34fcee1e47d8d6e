import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problem.ts';
import { knownKeys, type SchemaNode } from './schema-tree.ts';

/** A problem before its place in the file is known. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** What was found; undefined when nothing was, or when it must not be shown. */
  readonly got?: unknown;
  /** The key itself is wrong, not its value. */
  readonly onKey?: boolean;
  /** Where in the text at the path, 0-based. */
  readonly offset?: number;
}

type Issue = z.core.$ZodIssue;

/** What the schema says of a value, in words for the person who wrote it; one finding for each wrong key. */
export const schemaFindings = (issues: readonly Issue[], tree: SchemaNode): Finding[] =>
  issues.flatMap((issue) => findings(issue, [], tree));

function findings(issue: Issue, parent: Path, tree: SchemaNode): Finding[] {
  const path: Path = [...parent, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  const got = issue.input;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const message = `unknown key${didYouMean(key, knownKeys(tree, path))}`;
        return { path: [...path, key], message, onKey: true };
      });
    case 'invalid_type':
      return [
        { path, got, message: got === undefined ? `is required: ${kindName(issue.expected)}` : `expected ${kindName(issue.expected)}` },
      ];
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const need = choices.length === 1 ? `must be ${choices[0]}` : `must be one of ${choices.join(', ')}`;
      return [
        {
          path,
          got,
          message: `${got === undefined ? 'is required: ' : ''}${need}${typeof got === 'string' ? didYouMean(got, choices) : ''}`,
        },
      ];
    }
    case 'invalid_union':
      return unionFindings(issue, path, tree);
    case 'too_small':
      return [{ path, got, message: sizeMessage(issue.origin, issue.minimum, issue.inclusive ? 'at least' : 'more than') }];
    case 'too_big':
      return [{ path, got, message: sizeMessage(issue.origin, issue.maximum, issue.inclusive ? 'at most' : 'less than') }];
    case 'invalid_format':
      return [{ path, got, message: issue.format === 'url' ? 'must be an address such as http://host:8086' : issue.message }];
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, message: inner.message, onKey: true }));
    default:
      return [{ path, got, message: issue.message }];
  }
}

/** Of several allowed forms, the one that the value comes nearest to: its own errors lie deeper than "wrong type". */
function unionFindings(issue: z.core.$ZodIssueInvalidUnion, path: Path, tree: SchemaNode): Finding[] {
  const near = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0 || inner.code === 'invalid_format'));
  if (near) return near.flatMap((inner) => findings({ ...inner, input: inner.input ?? issue.input } as Issue, path, tree));
  const kinds = issue.errors.map((branch) => (branch[0]?.code === 'invalid_type' ? kindName(branch[0].expected) : null));
  const message = issue.input === undefined ? 'is required: ' : 'expected ';
  return [{ path, got: issue.input, message: message + kinds.filter((kind) => kind !== null).join(' or ') }];
}

function sizeMessage(origin: string, limit: number | bigint, how: string): string {
  if (origin === 'string') return `must have ${how} ${limit} characters`;
  if (origin === 'array') return `must have ${how} ${limit} entries`;
  return `must be ${how} ${limit}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
};
const kindName = (expected: string): string => KINDS[expected] ?? expected;
