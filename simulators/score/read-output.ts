import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Output } from './score.ts';

const at = z.number();
const emittedAt = z.number().optional();
const confidence = z.number().min(0).max(1);
const name = z.string().nullable().default(null);

const visit = z.object({
  visit: z.string(),
  start: at,
  end: at.nullable(),
  visitor: z.string().nullable(),
  party: z.number(),
  zones: z.array(z.object({ zone: z.string(), from: at, to: at.nullable() })),
  items: z.array(
    z.object({
      epc: z.string(),
      from: at,
      to: at.nullable(),
      outcome: z.enum(['bought', 'returned', 'left', 'taken', 'unknown']),
      confidence,
    }),
  ),
});
const item = z
  .object({
    at,
    emittedAt,
    epc: z.string(),
    type: z.enum(['arrived', 'moved', 'picked', 'put', 'departed', 'returned', 'exited', 'sold']),
    zone: z.string().nullable(),
    confidence,
  })
  .transform((line) => ({ ...line, emittedAt: line.emittedAt ?? line.at }));
const alert = z
  .object({
    at,
    emittedAt,
    type: z.string(),
    zone: name,
    epc: name,
    visit: name,
    severity: z.string(),
    confidence,
    evidence: z.array(z.unknown()),
  })
  .transform((line) => ({ ...line, emittedAt: line.emittedAt ?? line.at }));
const shelf = z
  .object({
    at,
    emittedAt,
    shelf: z.string().optional(),
    section: z.string().nullable(),
    sku: z.string(),
    onShelf: z.number(),
    misplaced: z.number(),
    state: z.string().optional(),
  })
  .transform((line) => ({ ...line, emittedAt: line.emittedAt ?? line.at }));
const footfall = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('count'), at, emittedAt, zone: z.string(), in: z.number(), out: z.number() }),
    z.object({ type: z.literal('occupancy'), at, emittedAt, zone: z.string().nullable(), people: z.number() }),
  ])
  .transform((line) => ({ ...line, emittedAt: line.emittedAt ?? line.at }));

const place = z.object({ at, epc: z.string(), zone: z.string().nullable(), held: z.boolean() });

/** A line that could not be used: `file:line: what is wrong`. */
type BadLine = string;

export interface ReadOutput {
  readonly output: Output;
  readonly bad: readonly BadLine[];
}

/**
 * Reads the files of a replay's output or of a truth. Bad lines are left out and named; so is a missing file, which counts as
 * empty. Only a truth says where things truly are: `places.ndjson` may be missing. Never throws for content.
 */
export function readOutput(folder: string): ReadOutput {
  const bad: BadLine[] = [];
  const lines = <T>(file: string, schema: z.ZodType<T>, isWanted = true): T[] => {
    const path = join(folder, file);
    if (!existsSync(path)) {
      if (isWanted) bad.push(`${path}: missing`);
      return [];
    }
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((text, index) => (text.trim() === '' ? [] : parseLine(text, `${path}:${index + 1}`, schema, bad)));
  };
  const output = {
    visits: lines('visits.ndjson', visit),
    items: lines('items.ndjson', item),
    alerts: lines('alerts.ndjson', alert),
    shelves: lines('shelves.ndjson', shelf),
    footfall: lines('footfall.ndjson', footfall),
    places: lines('places.ndjson', place, false),
    span: readSpan(join(folder, 'parameters.json')),
  };
  return { output, bad };
}

const parameters = z.object({ startAt: z.number(), scenario: z.object({ durationMs: z.number() }) });

/** When the simulation began and ended, where its parameters lie beside the truth. */
function readSpan(path: string): readonly [number, number] | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = parameters.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return parsed.success ? [parsed.data.startAt, parsed.data.startAt + parsed.data.scenario.durationMs] : undefined;
}

function parseLine<T>(text: string, where: string, schema: z.ZodType<T>, bad: BadLine[]): T[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    bad.push(`${where}: not JSON (${error instanceof Error ? error.message : String(error)})`);
    return [];
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return [parsed.data];
  bad.push(`${where}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`);
  return [];
}
