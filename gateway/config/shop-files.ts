import { type Consent, PURPOSES, type Purpose } from '../domain/loyalty/settings.ts';
import { type Csv, type CsvRow, parseCsv } from './csv.ts';
import { didYouMean } from './did-you-mean.ts';
import { parseGtin } from './gtin.ts';
import type { InventoryRow, MemberRow, ProductRow } from './loaded-config.ts';
import { type ConfigProblem, show } from './problem.ts';

/** A file that store.yaml names, already read. */
export interface ShopFile {
  readonly name: string;
  readonly text: string;
}

/** Largest EPC: 31 words (TDS, PC word's length field); smallest that is worth a tag: 2 words. */
const EPC_DIGITS = { min: 8, max: 124 };
const NUMBER = /^\d+(\.\d+)?$/;

/** Adds a problem at a column of a row; the found text is shown unless it could be a card number. */
type Report = (row: CsvRow, column: string, message: string, got?: string) => void;

export interface Products {
  readonly rows: readonly ProductRow[];
  /** SKUs and categories of all lines, also of refused ones: one mistake makes one message. Null when no list could be read. */
  readonly named: readonly { readonly sku: string; readonly category: string }[] | null;
}

/** Products of all files together; the text column `name` counts for the shop's own language. GTINs and SKUs are unique. */
export function readProducts(files: readonly ShopFile[], locale: string, problems: ConfigProblem[]): Products {
  const products: ProductRow[] = [];
  const named: { sku: string; category: string }[] = [];
  let readable = files.length > 0;
  const seen = { gtin: new Map<string, string>(), sku: new Map<string, string>() };
  for (const file of files) {
    const { csv, report, complete } = open(file, ['gtin', 'sku', 'category', 'price'], problems);
    readable &&= complete;
    const languages = csv.header.flatMap((column) => nameColumn(column, locale));
    if (csv.header.length > 0 && languages.length === 0)
      problems.push(headerProblem(file, 'needs a column "name", or "name-zh-TW" and so on'));
    for (const row of csv.rows) {
      named.push({ sku: row.fields.sku ?? '', category: row.fields.category ?? '' });
      const product = productOf(row, languages, report);
      if (!product) continue;
      for (const key of ['gtin', 'sku'] as const) {
        const first = seen[key].get(product[key]);
        if (first) report(row, key, `is already given in ${first}`, row.fields[key]);
        else seen[key].set(product[key], `${file.name}:${row.line}`);
      }
      products.push(product);
    }
  }
  return { rows: products, named: readable ? named : null };
}

function productOf(row: CsvRow, languages: readonly { column: string; language: string }[], report: Report): ProductRow | null {
  const { gtin: code = '', sku = '', category = '', price = '', weight = '' } = row.fields;
  const gtin = parseGtin(code);
  if (!gtin.ok) report(row, 'gtin', gtin.message, code);
  if (sku === '') report(row, 'sku', 'is required');
  const priceOk = /^\d{1,12}$/.test(price);
  if (!priceOk) report(row, 'price', 'must be a whole number of the smallest money unit', price);
  const weightOk = weight === '' || (NUMBER.test(weight) && Number(weight) > 0);
  if (!weightOk) report(row, 'weight', 'must be grams, more than 0, or empty', weight);
  const names = languages.map(({ column, language }) => [language, row.fields[column] ?? ''] as const).filter(([, text]) => text !== '');
  if (languages.length > 0 && names.length === 0) report(row, languages[0]?.column ?? 'name', 'is required');
  if (!gtin.ok || sku === '' || !priceOk || !weightOk || names.length === 0) return null;
  const weightG = weight === '' ? null : Number(weight);
  return { gtin: gtin.gtin, sku, name: Object.fromEntries(names), category, priceMinor: Number(price), weightG };
}

/** `name` and `name-zh-tw` (the header is read in any case) as their languages. */
function nameColumn(column: string, locale: string): { column: string; language: string }[] {
  if (column === 'name') return [{ column, language: locale }];
  if (!column.startsWith('name-')) return [];
  try {
    return Intl.getCanonicalLocales(column.slice('name-'.length)).map((language) => ({ column, language }));
  } catch {
    // No language tag: an extra column of the shop's own.
    return [];
  }
}

/** What stock counts call the place where an item belongs. */
const PLACE_COLUMNS = ['section', 'shelf', 'home', 'home shelf', 'home_shelf', 'home-shelf'];

/**
 * The stock count; EPCs are whole words of hex and unique. An item's place is a section, or a shelf, which then means its
 * first section: `places` has the section of either.
 */
export function readInventory(file: ShopFile, places: ReadonlyMap<string, string>, problems: ConfigProblem[]): InventoryRow[] {
  const column = PLACE_COLUMNS.find((name) => parseCsv(file.text).header.includes(name)) ?? 'section';
  const { csv, report } = open(file, ['epc', column], problems);
  const lines = new Map<string, number>();
  const rows: InventoryRow[] = [];
  for (const row of csv.rows) {
    const { epc: text = '', [column]: place = '' } = row.fields;
    const section = places.get(place);
    const epc = text.toUpperCase();
    const wrong = epcProblem(epc);
    const first = lines.get(epc);
    if (wrong) report(row, 'epc', wrong, text);
    else if (first !== undefined) report(row, 'epc', `is already given in line ${first}`, text);
    else lines.set(epc, row.line);
    if (section === undefined) report(row, column, `no section of that name${didYouMean(place, places.keys())}`, place);
    else if (!wrong && first === undefined) rows.push({ epc, section });
  }
  return rows;
}

/** Members by card; a problem never shows the card. */
export function readMembers(file: ShopFile, tiers: readonly string[], problems: ConfigProblem[]): MemberRow[] {
  const { csv, report } = open(file, ['card', 'tier', 'profiling'], problems);
  const lines = new Map<string, number>();
  const rows: MemberRow[] = [];
  for (const row of csv.rows) {
    const { card: text = '', tier = '' } = row.fields;
    const card = text.toUpperCase();
    const first = lines.get(card);
    if (card === '') report(row, 'card', 'is required');
    else if (first !== undefined) report(row, 'card', `is already given in line ${first}`);
    else lines.set(card, row.line);
    if (!tiers.includes(tier)) report(row, 'tier', `no tier of that name${didYouMean(tier, tiers)}`, tier);
    const consent = consentOf(row, ['profiling'], report);
    if (card !== '' && first === undefined && consent !== null && tiers.includes(tier)) rows.push({ card, tier, consent });
  }
  return rows;
}

/** What a row says of each purpose; an empty cell says nothing where it need not say anything. Null when a cell says neither yes nor no. */
function consentOf(row: CsvRow, required: readonly Purpose[], report: Report): Consent | null {
  const consent: Partial<Record<Purpose, boolean>> = {};
  let isClear = true;
  for (const purpose of PURPOSES) {
    const cell = row.fields[purpose] ?? '';
    if (cell === '' && !required.includes(purpose)) continue;
    if (/^(yes|no)$/i.test(cell)) consent[purpose] = cell.toLowerCase() === 'yes';
    else {
      report(row, purpose, 'must be yes or no', cell);
      isClear = false;
    }
  }
  return isClear ? consent : null;
}

/** Why an upper-case text is no EPC, or null. */
export function epcProblem(epc: string): string | null {
  if (!/^[0-9A-F]*$/.test(epc) || epc === '') return 'must be hex digits';
  if (epc.length % 4 !== 0) return `must be whole 16-bit words: a multiple of 4 digits, not ${epc.length}`;
  if (epc.length < EPC_DIGITS.min || epc.length > EPC_DIGITS.max) return `must have ${EPC_DIGITS.min} to ${EPC_DIGITS.max} digits`;
  return null;
}

function open(file: ShopFile, required: readonly string[], problems: ConfigProblem[]): { csv: Csv; report: Report; complete: boolean } {
  const csv = parseCsv(file.text);
  const missing = required.filter((column) => !csv.header.includes(column));
  for (const column of missing) problems.push(headerProblem(file, `lacks the column "${column}"${didYouMean(column, csv.header)}`));
  for (const { line, column, message } of csv.problems) problems.push({ source: file.name, line, column, path: '', message, got: null });
  const report: Report = (row, column, message, got) => {
    problems.push({
      source: file.name,
      line: row.line,
      column: row.columns[column] ?? 1,
      path: column,
      message,
      got: got === '' ? null : show(got),
    });
  };
  // Without its columns every line would only repeat what is wrong with the header.
  const complete = missing.length === 0;
  return { csv: complete ? csv : { ...csv, rows: [] }, report, complete };
}

const headerProblem = (file: ShopFile, message: string): ConfigProblem => ({
  source: file.name,
  line: 1,
  column: 1,
  path: '',
  message,
  got: null,
});
