import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { catalogueOf } from '../config/catalogue.ts';
import type { LoadedConfig } from '../config/loaded-config.ts';
import { GatewayError } from '../errors.ts';
import { LANGUAGES, type Language } from '../explain/words.ts';
import { completeUntil } from '../ledger/complete-until.ts';
import { openReader } from '../ledger/open-reader.ts';
import type { ReportPlan } from '../reports/create-reports.ts';
import { makeReport } from '../reports/make-report.ts';
import { handOver, periodName } from '../reports/report-files.ts';
import { type Days, slotsUntil } from '../reports/schedule.ts';
import { SECTIONS, type SectionId } from '../reports/words.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';
import { endBar, showBar } from './progress-bar.ts';

interface ReportOptions extends ConfigOptions {
  readonly data: string;
  readonly from?: string;
  readonly to?: string;
  readonly language?: Language;
  readonly sections?: readonly SectionId[];
  readonly out: string;
}

/** What is made when store.yaml plans nothing: the seven days before today. */
const USUAL: ReportPlan = { id: 'report', every: 'week', on: 'mon', at: '00:00', sections: SECTIONS, keep: 1, to: {} };

/** `aisle report`: a report by hand, of any days, beside a running gateway or without one. */
export function registerReport(program: Command): void {
  configOptions(program.command('report'))
    .description(
      'write a report of any days as one HTML file and a CSV per section; works beside a running gateway and is not noted as made',
    )
    .argument(
      '[id]',
      'report of store.yaml whose language, sections and newest days are taken; without it all sections of the last seven days',
    )
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--from <date>', 'first day, store-local, YYYY-MM-DD', parseDate)
    .option('--to <date>', 'last day; the first one when absent', parseDate)
    .option('--language <language>', LANGUAGES.join(', '), parseLanguage)
    .option('--sections <names>', `${SECTIONS.join(',')}: some of them, in the order that you want`, parseSections)
    .option('--out <folder>', 'where to write', '.')
    .action(writeReport);
}

function parseDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It needs a date like 2026-05-01.');
  return text;
}

function parseLanguage(text: string): Language {
  const language = LANGUAGES.find((one) => one === text);
  if (language === undefined) throw new InvalidArgumentError(`It needs one of ${LANGUAGES.join(', ')}.`);
  return language;
}

const parseSections = (text: string): readonly SectionId[] =>
  text.split(',').map((name) => {
    const section = SECTIONS.find((one) => one === name.trim());
    if (section === undefined) throw new InvalidArgumentError(`It needs some of ${SECTIONS.join(', ')}.`);
    return section;
  });

async function writeReport(id: string | undefined, options: ReportOptions): Promise<void> {
  const file = join(options.data, 'ledger.sqlite');
  if (!existsSync(file))
    throw new GatewayError('NOT_FOUND', `there is no ledger in ${options.data}; name the gateway's data folder with --data`);
  const loaded = loadFromOptions(options);
  const plan = planOf(id, loaded);
  const shop = catalogueOf(loaded);
  const sections = options.sections ?? plan.sections;
  const now = Date.now();
  const days = daysOf(options, plan, shop.timezone, now);
  const reader = await openReader({ file, catalogue: shop, clock: Date.now });
  try {
    const report = await makeReport({
      ...{ reader, shop, days, sections, now },
      language: options.language ?? plan.language ?? shop.locale,
      completeUntil: completeUntil(file),
      onSection: (section, done) => showBar(done / sections.length, section),
    });
    handOver(options.out, plan.id, report);
    endBar();
    console.error(`${join(options.out, `${plan.id}-${periodName(days)}.html`)} and ${sections.length} CSV files`);
  } finally {
    endBar();
    await reader.close();
  }
}

function planOf(id: string | undefined, { config }: LoadedConfig): ReportPlan {
  if (id === undefined) return USUAL;
  const plan = config.reports.find((one) => one.id === id);
  if (plan !== undefined) return plan;
  const known = config.reports.map((one) => one.id).join(', ');
  throw new GatewayError('NOT_FOUND', `store.yaml has no report ${id}${known === '' ? '' : `; it has ${known}`}`);
}

/** Those that were asked for; else those of the newest slot, for the usual report the days before today. */
function daysOf({ from, to }: ReportOptions, plan: ReportPlan, timezone: string, now: number): Days {
  if (from !== undefined) return { from, to: to ?? from };
  if (to !== undefined) throw new GatewayError('INPUT_INVALID', '--to needs --from');
  const [yesterday] = slotsUntil({ ...plan, every: 'day', at: '00:00' }, now, timezone, 1);
  const [newest] = slotsUntil(plan, now, timezone, 1);
  const last = yesterday?.to ?? '';
  if (plan === USUAL) return { from: new Date(Date.parse(last) - 6 * 86_400_000).toISOString().slice(0, 10), to: last };
  return { from: newest?.from ?? last, to: newest?.to ?? last };
}
