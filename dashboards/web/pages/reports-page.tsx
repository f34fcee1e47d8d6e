import type { ReportsView } from '../../../gateway/http/contract-reports.ts';
import { dateTimeOf, weekdayName } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Chip } from '../parts/chip.tsx';
import { Answered, daysOf, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/reports-page.css';

type Planned = ReportsView['planned'][number];
type Made = ReportsView['made'][number];
type Section = Planned['sections'][number];

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const SECTIONS: readonly Section[] = ['footfall', 'journey', 'shelves', 'offers', 'loss', 'alerts'];

const EXAMPLE = `reports:
  - id: monday
    every: week
    on: mon
    at: "06:00"
    to: { folder: reports-for-mail }`;

function rhythmOf({ on, at }: Planned): string {
  return on === null ? t('reports.daily', { time: at }) : t('reports.weekly', { day: weekdayName(WEEKDAYS.indexOf(on) + 1), time: at });
}

function PlannedReport({ report }: { readonly report: Planned }) {
  const { id, sections, next, folder, webhook, problem } = report;
  const goesTo = [
    folder === null ? null : t('reports.toFolder', { folder }),
    webhook === null ? null : t('reports.toWebhook', { webhook }),
  ].filter((text) => text !== null);
  return (
    <li class="report" data-planned={id}>
      <strong>{id}</strong>
      <span>{rhythmOf(report)}</span>
      <span>{t('reports.next', { time: dateTimeOf(next) })}</span>
      <span class="muted report-rest">
        {[sections.map((section) => t(`reports.section.${section}`)).join(', '), ...goesTo].join(' · ')}
      </span>
      {problem !== null && <span class="is-rejected report-rest">{t('reports.failed', { problem })}</span>}
    </li>
  );
}

const sectionOf = (name: string): Section | undefined => SECTIONS.find((section) => name === `${section}.csv`);

/** The document first, then the figures of its sections. */
function Files({ made }: { readonly made: Made }) {
  const { report, period, files } = made;
  const days = daysOf(made);
  if (files.length === 0) return <span class="muted">{t('reports.forgotten')}</span>;
  const address = (name: string) => `./api/v1/reports/${report}/${period}/${name}`;
  return (
    <span class="report-files">
      {files.some(({ name }) => name === 'report.html') && (
        <a
          class="button-quiet"
          href={address('report.html')}
          target="_blank"
          rel="noreferrer"
          aria-label={t('reports.openOf', { report, days })}
        >
          {t('reports.open')}
        </a>
      )}
      {files.map(({ name }) => {
        const section = sectionOf(name);
        if (section === undefined) return null;
        const title = t(`reports.section.${section}`);
        return (
          <a key={name} class="report-csv" href={address(name)} download aria-label={t('reports.csvOf', { section: title, report, days })}>
            {title} CSV
          </a>
        );
      })}
    </span>
  );
}

function MadeReport({ made }: { readonly made: Made }) {
  const { report, period, madeAt, isComplete, folderAt, webhookAt, problem } = made;
  return (
    <li class="report" data-made={`${report} ${period}`}>
      <strong>{daysOf(made)}</strong>
      <span>{report}</span>
      <span class="muted">{t('reports.madeAt', { time: dateTimeOf(madeAt) })}</span>
      {!isComplete && <Chip tone="warn" icon="clock" text={t('reports.early')} />}
      {folderAt !== null && <Chip tone="good" icon="check" text={t('reports.inFolder')} />}
      {webhookAt !== null && <Chip tone="info" icon="check" text={t('reports.handedOver')} />}
      {problem !== null && <span class="is-rejected report-rest">{t('reports.notInFolder', { problem })}</span>}
      <Files made={made} />
    </li>
  );
}

function HowToPlan() {
  return (
    <>
      <Empty text={t('reports.none')} />
      <pre class="report-example">
        <code>{EXAMPLE}</code>
      </pre>
    </>
  );
}

/** Reports of days and weeks: which the clock makes, and those that lie ready. */
export function ReportsPage() {
  const known = useAnswer<ReportsView>('/reports');
  return (
    <PageFrame id="reports" title={t('nav.reports')} picker="none">
      <Answered known={known}>
        {({ planned, made }) => (
          <>
            <Panel id="planned-reports" title={t('reports.planned')} summary={planned.length > 0 ? t('reports.plannedHint') : undefined}>
              {planned.length === 0 ? (
                <HowToPlan />
              ) : (
                <ul class="reports">
                  {planned.map((report) => (
                    <PlannedReport key={report.id} report={report} />
                  ))}
                </ul>
              )}
            </Panel>
            {(planned.length > 0 || made.length > 0) && (
              <Panel id="made-reports" title={t('reports.made')}>
                {made.length === 0 ? (
                  <Empty text={t('reports.noneYet')} />
                ) : (
                  <ul class="reports">
                    {made.map((one) => (
                      <MadeReport key={`${one.report} ${one.period}`} made={one} />
                    ))}
                  </ul>
                )}
              </Panel>
            )}
          </>
        )}
      </Answered>
    </PageFrame>
  );
}
