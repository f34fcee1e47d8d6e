import type { Language } from '../explain/words.ts';
import { toCsv } from '../http/csv.ts';
import { createFormat } from './format.ts';
import { writePage } from './page.ts';
import type { MakeSection, ReportContext, ReportFigure, ReportReader, ReportSection, ReportShop } from './report.ts';
import { type Days, daysBefore, momentsOf, yearBefore } from './schedule.ts';
import { makeAlerts } from './sections/alerts.ts';
import { makeFootfall } from './sections/footfall.ts';
import { makeJourney } from './sections/journey.ts';
import { makeLoss } from './sections/loss.ts';
import { makeOffers } from './sections/offers.ts';
import { makeShelves } from './sections/shelves.ts';
import { type SectionId, WORDS } from './words.ts';

const MAKERS: Readonly<Record<SectionId, MakeSection>> = {
  footfall: makeFootfall,
  journey: makeJourney,
  shelves: makeShelves,
  offers: makeOffers,
  loss: makeLoss,
  alerts: makeAlerts,
};

/** The document among the files of a report. */
export const PAGE_NAME = 'report.html';

export interface ReportFile {
  /** `report.html`, and `footfall.csv` and so on for each section. */
  readonly name: string;
  readonly type: 'text/html' | 'text/csv';
  readonly text: string;
}

export interface MadeReport extends Days {
  readonly language: Language;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly completeUntil: number;
  readonly figures: Readonly<Record<string, readonly ReportFigure[]>>;
  readonly files: readonly ReportFile[];
}

export interface MakeOptions {
  readonly reader: ReportReader;
  readonly shop: ReportShop;
  readonly days: Days;
  readonly language: Language;
  readonly sections: readonly SectionId[];
  /** Epoch ms: now, and up to when everything is in the ledger. */
  readonly now: number;
  readonly completeUntil: number;
  readonly onSection?: (section: SectionId, done: number) => void;
}

/**
 * Makes the report of some days, compared with as many days before and with the same weekdays a year before. All questions go to the
 * reader, one after the other. Rejects as the reader does: INPUT_INVALID for days that are none, LEDGER_UNAVAILABLE.
 */
export async function makeReport(options: MakeOptions): Promise<MadeReport> {
  const { reader, shop, days, language, now, completeUntil, onSection = () => {} } = options;
  const context: ReportContext = {
    ...{ reader, shop, days, language },
    before: daysBefore(days),
    yearBefore: yearBefore(days),
    words: WORDS[language],
    format: createFormat(language, shop.timezone, shop.currency),
  };
  const sections: ReportSection[] = [];
  for (const id of options.sections) {
    onSection(id, sections.length);
    sections.push(await MAKERS[id](context));
  }
  const isComplete = completeUntil >= momentsOf(days, shop.timezone).to;
  const page = writePage({ context, sections, madeAt: now, completeUntil, isComplete });
  return {
    ...days,
    ...{ language, madeAt: now, completeUntil },
    figures: Object.fromEntries(sections.map(({ id, figures }) => [id, figures])),
    files: [
      { name: PAGE_NAME, type: 'text/html', text: page },
      ...sections.map(({ id, sheet }) => ({ name: `${id}.csv`, type: 'text/csv' as const, text: toCsv(sheet.head, sheet.rows) })),
    ],
  };
}
