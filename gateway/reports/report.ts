import type { Catalogue } from '../config/catalogue.ts';
import type { Language } from '../explain/words.ts';
import type { Reader } from '../http/ports.ts';
import type { ReportFormat } from './format.ts';
import type { Days } from './schedule.ts';
import type { FigureId, ReportWords, SectionId } from './words.ts';

/** What a report needs of the shop; nothing in it is secret or personal. */
export type ReportShop = Pick<Catalogue, 'storeId' | 'name' | 'timezone' | 'currency' | 'locale' | 'zones' | 'offers'>;

export type ReportReader = Pick<Reader, 'footfallSpan' | 'funnel' | 'availabilityDays' | 'allResults' | 'loss' | 'alertInbox'>;

/** One figure; `before` and `yearBefore` are null where those days are not known. */
export interface ReportFigure {
  readonly id: FigureId;
  readonly now: number | null;
  readonly before: number | null;
  readonly yearBefore: number | null;
  readonly unit: 'count' | 'rate' | 'share' | 'money';
}

type Cell = string | number | null;

export interface ReportTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Bars side by side, by day or hour; `before` in the same order, where it is known. */
export interface ReportPlot {
  readonly label: string;
  readonly names: readonly string[];
  readonly now: readonly (number | null)[];
  readonly before: readonly (number | null)[] | null;
  readonly write: (value: number) => string;
}

export interface ReportSection {
  readonly id: SectionId;
  readonly figures: readonly ReportFigure[];
  /** Said in place of everything where nothing is known of these days. */
  readonly nothing: string | null;
  readonly plot: ReportPlot | null;
  /** In words, as the page shows it. */
  readonly table: ReportTable | null;
  /** In plain numbers with names that stay: its CSV. */
  readonly sheet: ReportTable;
}

/** What a section is made from. The other days are null where the shop was not counted then. */
export interface ReportContext {
  readonly reader: ReportReader;
  readonly shop: ReportShop;
  readonly days: Days;
  readonly before: Days;
  readonly yearBefore: Days;
  readonly language: Language;
  readonly words: ReportWords;
  readonly format: ReportFormat;
}

export type MakeSection = (context: ReportContext) => Promise<ReportSection>;

/** The same question for the days themselves, those before, and those a year before. */
export async function threeTimes<T>(context: ReportContext, ask: (days: Days) => Promise<T>): Promise<readonly [T, T, T]> {
  // One after the other: pages that ask meanwhile get their turn in between.
  return [await ask(context.days), await ask(context.before), await ask(context.yearBefore)];
}
