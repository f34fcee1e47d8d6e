import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { type CustomerLine, readCustomersFile } from '../config/customers-file.ts';
import { GatewayError } from '../errors.ts';
import type { ToldAnswer } from '../http/contract-customer-desk.ts';
import { readOrMakeKey } from '../keys.ts';
import { createPseudonyms } from '../pipeline/pseudonyms.ts';
import { type GatewaySession, openSession } from './gateway-session.ts';
import { endBar, showBar } from './progress-bar.ts';

/** Customers in one request; the gateway takes 500. */
const CHUNK = 200;

interface ImportOptions {
  readonly data: string;
  readonly url: string;
  readonly dryRun?: boolean;
}

interface Refused {
  readonly line: number;
  readonly reasons: string;
}

/** `aisle customers import`: what another system knows of customers. Card numbers become pseudonyms before anything leaves this process. */
export function registerCustomers(program: Command): void {
  program
    .command('customers')
    .description('customers by pseudonym')
    .command('import')
    .description('tell the running gateway of customers: tier, consent, where they come from, points of before')
    .argument(
      '<file>',
      'CSV with card, and any of tier, profiling, analytics, sharing, since, source, cost, points-earned, points-spent, balance',
    )
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--url <address>', 'address of the gateway', 'http://127.0.0.1:8080')
    .option('--dry-run', 'check every line and store nothing')
    .action(importCustomers);
}

async function importCustomers(path: string, options: ImportOptions): Promise<void> {
  const name = basename(path);
  const { lines, unknown, problems } = readCustomersFile({ name, text: read(path) });
  if (problems.length > 0) throw new GatewayError('INPUT_INVALID', problems.join('\n'));
  if (unknown.length > 0) console.error(`not read: ${unknown.join(', ')}`);
  const pseudonym = createPseudonyms(keyOf(options.data));
  const refused: Refused[] = lines
    .filter((line) => line.problems.length > 0)
    .map((line) => ({ line: line.line, reasons: inWords(line.problems) }));
  const session = await openSession(options.url, options.data, 'import');
  try {
    refused.push(
      ...(await send(
        session,
        lines.filter((line) => line.problems.length === 0),
        pseudonym,
        options.dryRun ?? false,
      )),
    );
  } finally {
    endBar();
    await session.end();
  }
  for (const { line, reasons } of refused.toSorted((a, b) => a.line - b.line)) console.error(`${name}:${line} ${reasons}`);
  const taken = lines.length - refused.length;
  console.log(options.dryRun ? `${taken} of ${lines.length} can be taken; nothing was stored` : `${taken} of ${lines.length} taken`);
  if (refused.length > 0) process.exitCode = 1;
}

async function send(
  session: GatewaySession,
  lines: readonly CustomerLine[],
  pseudonym: (card: string) => string,
  dryRun: boolean,
): Promise<Refused[]> {
  const refused: Refused[] = [];
  /** Line of the file in which a customer stood first: the gateway sees one chunk at a time. */
  const seen = new Map<string, number>();
  for (let begin = 0; begin < lines.length; begin += CHUNK) {
    showBar(begin / lines.length, `${begin} of ${lines.length} customers`);
    const chunk = lines.slice(begin, begin + CHUNK).flatMap(({ line, card, said }) => {
      const customer = card === '' ? said : { ...said, visitor: pseudonym(card) };
      const key = String('visitor' in customer ? customer.visitor : '');
      const first = seen.get(key);
      if (first === undefined) seen.set(key, line);
      else refused.push({ line, reasons: `card: stands in line ${first} already` });
      return first === undefined ? [{ line, customer }] : [];
    });
    if (chunk.length === 0) continue;
    const answer = await session.post<ToldAnswer>('customers', { dryRun, customers: chunk.map(({ customer }) => customer) });
    for (const { row, state, problems } of answer.customers)
      if (state === 'refused') refused.push({ line: chunk[row]?.line ?? 0, reasons: inWords(problems) });
  }
  showBar(1, `${lines.length} of ${lines.length} customers`);
  return refused;
}

/** Never what was found: it may be a card number. */
const inWords = (problems: readonly { readonly field: string; readonly message: string }[]): string =>
  problems.map(({ field, message }) => `${field}: ${message}`).join('; ');

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new GatewayError('NOT_FOUND', `${path} cannot be read`, { path }, error);
  }
}

/** The gateway's own key; a new one would make pseudonyms that fit no card. */
function keyOf(dataFolder: string): Buffer {
  const file = join(dataFolder, 'keys', 'pseudonym.key');
  const fromEnvironment = process.env.AISLE_PSEUDONYM_KEY;
  if (!fromEnvironment && !existsSync(file))
    throw new GatewayError('NOT_FOUND', `there is no gateway in ${dataFolder}; name its data folder with --data`);
  return readOrMakeKey(file, fromEnvironment);
}
