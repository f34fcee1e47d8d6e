import type { AccuracyView } from '../../../gateway/http/contract-accuracy.ts';
import { dateOf, number, percent, score } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { accuracy } from '../state/lists.ts';
import { DataTable, Disclosure } from './data-table.tsx';
import { Empty, Panel } from './panel.tsx';
import { type Mark, marksOf, SIDE } from './reliability-geometry.ts';

type Kind = AccuracyView['kinds'][number];
type Week = Kind['weeks'][number];

const rangeOf = ({ low, high }: Week): string => `${percent(low ?? 0)}–${percent(high ?? 1)}`;

function Figure({ kind, weeks }: Kind) {
  const week = weeks[0];
  if (week === undefined) return null;
  const { share, low, high, labels, brier } = week;
  const isKnown = share !== null && low !== null && high !== null;
  return (
    <div class="figure" data-kind={kind}>
      <dt>
        <svg class="icon" viewBox="-9 -9 18 18" aria-hidden="true">
          <Shape kind={kind} x={0} y={0} radius={6} />
        </svg>
        {t(`accuracy.${kind}`)}
      </dt>
      <dd class="figure-value">{isKnown ? t('accuracy.right', { percent: percent(share) }) : '–'}</dd>
      <dd class="muted">
        {isKnown ? t('accuracy.detail', { low: percent(low), high: percent(high), n: labels }) : t('accuracy.none')}
        {brier !== null && ` · ${t('accuracy.brier', { score: score(brier) })}`}
      </dd>
    </div>
  );
}

/** Circles and squares, so that no colour has to tell the kinds apart. */
function Shape({ kind, x, y, radius }: Mark) {
  if (kind === 'holder') return <circle class="mark mark-holder" cx={x} cy={y} r={radius} />;
  return <rect class="mark mark-exit" x={x - radius} y={y - radius} width={2 * radius} height={2 * radius} />;
}

function Plot({ kinds }: { readonly kinds: readonly Kind[] }) {
  const ticks = [0, 0.5, 1];
  return (
    <svg class="reliability" viewBox={`-40 -12 ${SIDE + 56} ${SIDE + 54}`} role="img" aria-label={t('accuracy.plot')}>
      <rect class="plot-frame" width={SIDE} height={SIDE} />
      <line class="plot-diagonal" x1={0} y1={SIDE} x2={SIDE} y2={0} />
      {ticks.map((tick) => (
        <g key={tick} class="plot-tick">
          <text x={tick * SIDE} y={SIDE + 15} text-anchor="middle">
            {percent(tick)}
          </text>
          <text x={-6} y={(1 - tick) * SIDE + 4} text-anchor="end">
            {percent(tick)}
          </text>
        </g>
      ))}
      <text class="plot-axis" x={SIDE / 2} y={SIDE + 33} text-anchor="middle">
        {t('accuracy.claimed')}
      </text>
      <text class="plot-axis" x={6} y={14}>
        {t('accuracy.measured')}
      </text>
      {marksOf(kinds).map((mark) => (
        <Shape key={`${mark.kind} ${mark.x}`} {...mark} />
      ))}
    </svg>
  );
}

function Tables({ kinds }: { readonly kinds: readonly Kind[] }) {
  const weeks = kinds.flatMap(({ kind, weeks: all }) =>
    all.map((week) => ({
      key: `${kind} ${week.until}`,
      cells: [
        t(`accuracy.${kind}`),
        dateOf(week.until),
        week.share === null ? '–' : `${percent(week.share)} (${rangeOf(week)})`,
        number(week.labels),
        week.brier === null ? '–' : score(week.brier),
      ],
    })),
  );
  const tenths = kinds.flatMap(({ kind, deciles }) =>
    deciles
      .filter(({ right }) => right !== null)
      .map(({ claimed, right, labels, adjusted }) => ({
        key: `${kind} ${claimed}`,
        cells: [t(`accuracy.${kind}`), percent(claimed), percent(right ?? 0), number(labels), percent(adjusted)],
      })),
  );
  const tenthsHead = [t('accuracy.kind'), t('accuracy.claimed'), t('accuracy.measured'), t('accuracy.labels'), t('accuracy.adjusted')];
  return (
    <Disclosure id="accuracy" summary={t('accuracy.table')}>
      <DataTable
        name={t('accuracy.weeks')}
        isTitled
        head={[t('accuracy.kind'), t('accuracy.until'), t('accuracy.share'), t('accuracy.checked'), 'Brier']}
        rows={weeks}
      />
      <DataTable name={t('accuracy.reliability')} isTitled head={tenthsHead} rows={tenths} />
    </Disclosure>
  );
}

function FalseAlarms({ rule, spans }: AccuracyView['falseAlarmsPerDay']) {
  const [week] = spans;
  if (week === undefined || week.perDay === null) return null;
  const lines = spans.map(({ days, falseAlarms, alarms }) => t('accuracy.span', { days, false: falseAlarms, n: alarms }));
  return (
    <div class="figure" data-kind="false-alarms" title={rule}>
      <dt>{t('accuracy.false')}</dt>
      <dd class="figure-value">{t('accuracy.perDay', { n: number(week.perDay) })}</dd>
      <dd class="muted">{lines.join(' · ')}</dd>
    </div>
  );
}

/** How often the gateway was right where the truth became known, and how often it cried wolf. */
export function Accuracy() {
  const view = accuracy.value;
  const kinds = view?.kinds.filter(({ weeks }) => weeks.length > 0) ?? [];
  const until = kinds
    .map(({ weeks }) => weeks[0]?.until ?? '')
    .toSorted()
    .at(-1);
  return (
    <Panel
      id="accuracy"
      title={t('accuracy.title')}
      summary={until === undefined ? undefined : t('accuracy.summary', { date: dateOf(until) })}
    >
      {kinds.length === 0 && <Empty text={t('accuracy.empty')} />}
      <div class="accuracy">
        <dl class="figures">
          {kinds.map((kind) => (
            <Figure key={kind.kind} {...kind} />
          ))}
          {view && <FalseAlarms {...view.falseAlarmsPerDay} />}
        </dl>
        {kinds.length > 0 && <Plot kinds={kinds} />}
      </div>
      {kinds.length > 0 && <Tables kinds={kinds} />}
    </Panel>
  );
}
