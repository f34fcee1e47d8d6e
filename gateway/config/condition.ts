import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { ConditionResult, OfferContext } from '../domain/shop.ts';

const FIELDS = {
  visit: { id: 'string', party: 'int', seconds: 'int', zone: 'string', items: 'list<string>' },
  item: { sku: 'string', gtin: 'string', category: 'string', priceMinor: 'int' },
  shelf: { id: 'string', section: 'string', sku: 'string', onShelf: 'int', facings: 'int' },
  visitor: { known: 'bool', tier: 'string', visits: 'int' },
  store: { id: 'string', occupancy: 'int' },
  now: { hour: 'int', minute: 'int', weekday: 'int', dayPart: 'string', date: 'string' },
} as const satisfies { [Part in keyof OfferContext]: Record<keyof NonNullable<OfferContext[Part]>, string> };

type Part = keyof typeof FIELDS;

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 32 } });
for (const [name, schema] of Object.entries(FIELDS)) environment.registerVariable(name, { schema });

/** What stands in for an item or a shelf when the event has none: conditions on it are false, not errors. */
const NOTHING = {
  item: { sku: '', gtin: '', category: '', priceMinor: 0 },
  shelf: { id: '', section: '', sku: '', onShelf: 0, facings: 0 },
};

export interface Condition {
  /** True, false or why it could not be told (a division by zero, an index past the end). Never throws. About 3 µs. */
  readonly evaluate: (context: OfferContext) => ConditionResult;
  /** The parts of the context it asks, for instance `visitor`. */
  readonly parts: ReadonlySet<string>;
  /** Texts that are compared with a field (`visit.zone == "tea"`), so that misspelt ids can be told. */
  readonly compared: readonly { readonly field: string; readonly text: string }[];
}

export type CompiledCondition =
  | { readonly ok: true; readonly condition: Condition }
  /** `column` is 0-based in the expression; `excerpt` is its line with a caret under the error. */
  | { readonly ok: false; readonly message: string; readonly column: number; readonly excerpt: string };

/** Compiles an offer's condition; syntax, names and types are checked here, so that none of them can fail in the shop. */
export function compileCondition(expression: string): CompiledCondition {
  const checked = environment.check(expression);
  if (!checked.valid) {
    const error = checked.error as { summary?: string; message?: string; range?: { start: number } } | undefined;
    return failure(expression, error?.summary ?? error?.message ?? 'not a CEL expression', error?.range?.start ?? 0);
  }
  if (checked.type !== 'bool') return failure(expression, `must be true or false, but is ${checked.type}`, 0);
  const run = environment.parse(expression);
  const found = { parts: new Set<string>(), compared: [] as { field: string; text: string }[] };
  inspect(run.ast, found);
  const used = Object.keys(FIELDS).filter((part): part is Part => found.parts.has(part));
  const evaluate = (context: OfferContext): ConditionResult => {
    try {
      return { ok: true, holds: run(typed(context, used)) === true };
    } catch (error) {
      const summary = (error as { summary?: string }).summary;
      return { ok: false, detail: summary ?? (error instanceof Error ? error.message : String(error)) };
    }
  };
  return { ok: true, condition: { evaluate, ...found } };
}

function failure(expression: string, message: string, start: number): CompiledCondition {
  const lineStart = expression.lastIndexOf('\n', start - 1) + 1;
  const line = expression.slice(lineStart).split('\n', 1)[0] ?? '';
  return { ok: false, message, column: start, excerpt: `${line}\n${' '.repeat(start - lineStart)}^` };
}

/** CEL's integers are bigint; only the parts that the condition asks are converted. */
function typed(context: OfferContext, used: readonly Part[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const part of used) {
    const source: Record<string, unknown> = { ...(context[part] ?? NOTHING[part as keyof typeof NOTHING]) };
    for (const [field, type] of Object.entries(FIELDS[part])) {
      if (type === 'int') source[field] = BigInt(Math.round(source[field] as number));
    }
    values[part] = source;
  }
  return values;
}

function inspect(node: unknown, found: { parts: Set<string>; compared: { field: string; text: string }[] }): void {
  if (Array.isArray(node)) {
    for (const part of node) inspect(part, found);
    return;
  }
  if (!isAst(node)) return;
  if (node.op === 'id' && typeof node.args === 'string' && node.args in FIELDS) found.parts.add(node.args);
  if ((node.op === '==' || node.op === '!=') && Array.isArray(node.args)) {
    const [left, right] = node.args as [ASTNode, ASTNode];
    for (const [field, text] of [
      [fieldOf(left), textOf(right)],
      [fieldOf(right), textOf(left)],
    ]) {
      if (field && text !== null && text !== undefined) found.compared.push({ field, text });
    }
  }
  inspect(node.args, found);
}

const isAst = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
const textOf = (node: ASTNode): string | null => (node.op === 'value' && typeof node.args === 'string' ? node.args : null);
function fieldOf(node: ASTNode): string | null {
  if (node.op !== '.' || !Array.isArray(node.args)) return null;
  const [target, name] = node.args as [ASTNode, string];
  return target.op === 'id' ? `${String(target.args)}.${name}` : null;
}
