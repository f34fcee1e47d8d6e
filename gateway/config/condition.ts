import type { ASTNode } from '@marcbachmann/cel-js';
import type { RuleContext } from '../domain/actuators/rule.ts';
import type { ConditionResult, Need } from '../domain/offers/offer.ts';
import { type Asker, celContext, conditionEnvironment, partsOf } from './condition-context.ts';

export interface Condition {
  /** True, false or why it could not be told (a division by zero, an index past the end). Never throws. About 1 µs. */
  readonly evaluate: (context: Partial<RuleContext>) => ConditionResult;
  /** The parts of the context it asks, for instance `visitor`. */
  readonly parts: ReadonlySet<string>;
  /** Texts that are compared with a field (`visit.zone == "tea"`, `item.category in ["tea"]`), so that misspelt ids can be told. */
  readonly compared: readonly { readonly field: string; readonly text: string; readonly start: number }[];
  /** What it cannot hold without: comparisons that stand alone or are joined by `&&`. */
  readonly needs: readonly Need[];
}

/** A mistake in an expression: where it is (0-based offset), and its line with a caret under it. */
export interface ConditionMistake {
  readonly message: string;
  readonly column: number;
  readonly excerpt: string;
}

export type CompiledCondition = { readonly ok: true; readonly condition: Condition } | ({ readonly ok: false } & ConditionMistake);

/** Compiles a condition; syntax, names and types are checked here, so that none of them can fail in the shop. */
export function compileCondition(expression: string, asker: Asker = 'offer'): CompiledCondition {
  const environment = conditionEnvironment(asker);
  const checked = environment.check(expression);
  if (!checked.valid) {
    const error = checked.error as { summary?: string; message?: string; range?: { start: number } } | undefined;
    const message = error?.summary ?? error?.message ?? 'not a CEL expression';
    return { ok: false, ...mistakeAt(expression, message, error?.range?.start ?? 0) };
  }
  if (checked.type !== 'bool') return { ok: false, ...mistakeAt(expression, `must be true or false, but is ${checked.type}`, 0) };
  const run = environment.parse(expression);
  const found: Found = { parts: new Set(), compared: [], known: new Set(partsOf(asker)) };
  inspect(run.ast, found);
  const evaluate = (context: Partial<RuleContext>): ConditionResult => {
    try {
      return { ok: true, holds: run(celContext(context)) === true };
    } catch (error) {
      const summary = (error as { summary?: string }).summary;
      return { ok: false, detail: summary ?? (error instanceof Error ? error.message : String(error)) };
    }
  };
  const { parts, compared } = found;
  return { ok: true, condition: { evaluate, parts, compared, needs: needsOf(run.ast) } };
}

/** A mistake at an offset of an expression. */
export function mistakeAt(expression: string, message: string, start: number): ConditionMistake {
  const lineStart = expression.lastIndexOf('\n', start - 1) + 1;
  const line = expression.slice(lineStart).split('\n', 1)[0] ?? '';
  return { message, column: start, excerpt: `${line}\n${' '.repeat(start - lineStart)}^` };
}

interface Found {
  readonly parts: Set<string>;
  readonly compared: { field: string; text: string; start: number }[];
  readonly known: ReadonlySet<string>;
}

function inspect(node: unknown, found: Found): void {
  if (Array.isArray(node)) {
    for (const part of node) inspect(part, found);
    return;
  }
  if (!isAst(node)) return;
  if (node.op === 'id' && typeof node.args === 'string' && found.known.has(node.args)) found.parts.add(node.args);
  if (node.op === '==' || node.op === '!=' || node.op === 'in') {
    const compared = comparison(node);
    for (const { text, start } of compared?.texts ?? []) found.compared.push({ field: compared?.field ?? '', text, start });
  }
  inspect(node.args, found);
}

/** The field and the texts that a comparison names; null when it is no comparison of a field with texts. */
function comparison(node: ASTNode): { readonly field: string; readonly texts: readonly { text: string; start: number }[] } | null {
  const [left, right] = node.args as [ASTNode, ASTNode];
  const list = node.op === 'in' && right.op === 'list' ? (right.args as ASTNode[]) : null;
  const field = fieldOf(left) ?? (node.op === 'in' ? null : fieldOf(right));
  if (field === null || (node.op === 'in' && list === null)) return null;
  const texts = (list ?? [fieldOf(left) === null ? left : right]).map((one) => ({ text: textOf(one), start: one.start ?? 0 }));
  return texts.every((one): one is { text: string; start: number } => one.text !== null) ? { field, texts } : null;
}

function needsOf(node: ASTNode): readonly Need[] {
  if (node.op === '&&') return (node.args as ASTNode[]).flatMap(needsOf);
  if (node.op !== '==' && node.op !== 'in') return [];
  const compared = comparison(node);
  return compared === null ? [] : [{ field: compared.field, texts: compared.texts.map(({ text }) => text) }];
}

const isAst = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
const textOf = (node: ASTNode): string | null => (node.op === 'value' && typeof node.args === 'string' ? node.args : null);
function fieldOf(node: ASTNode): string | null {
  if (node.op !== '.' || !Array.isArray(node.args)) return null;
  const [target, name] = node.args as [ASTNode, string];
  return target.op === 'id' ? `${String(target.args)}.${name}` : null;
}
