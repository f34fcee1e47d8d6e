import type { FootfallSpanView } from '../../http/contract-footfall.ts';
import { type MakeSection, type ReportContext, type ReportPlot, type ReportTable, threeTimes } from '../report.ts';
import type { FigureId } from '../words.ts';

const isCounted = ({ in: come, out }: FootfallSpanView): boolean => come + out > 0;

/** How many people came: by day, or by hour where it is one day. */
export const makeFootfall: MakeSection = async (context) => {
  const { words, reader } = context;
  const [now, was, ago] = await threeTimes(context, reader.footfallSpan);
  const known = (span: FootfallSpanView, of: (span: FootfallSpanView) => number): number | null => (isCounted(span) ? of(span) : null);
  const figure = (id: FigureId, of: (span: FootfallSpanView) => number) => ({
    ...{ id, unit: 'count' as const, now: of(now) },
    ...{ before: known(was, of), yearBefore: known(ago, of) },
  });
  const parts = now.days.length > 1 ? byDay(now, was, context) : byHour(now, was, context);
  return {
    id: 'footfall',
    figures: [figure('in', (span) => span.in), figure('out', (span) => span.out), figure('peak', (span) => span.peak?.people ?? 0)],
    nothing: isCounted(now) ? null : words['nothing.footfall'],
    ...parts,
  };
};

interface Parts {
  readonly plot: ReportPlot;
  readonly table: ReportTable;
  readonly sheet: ReportTable;
}

function byDay(now: FootfallSpanView, was: FootfallSpanView, { words, format }: ReportContext): Parts {
  const before = isCounted(was) ? now.days.map((_, i) => was.days[i]?.in ?? null) : null;
  return {
    plot: {
      label: words['plot.in'],
      names: now.days.map(({ date }) => format.shortDate(date)),
      now: now.days.map((day) => day.in),
      before,
      write: format.count,
    },
    table: {
      head: [words['head.date'], words['head.in'], words['head.out'], words['head.peak']],
      rows: now.days.map((day) => [format.date(day.date), format.count(day.in), format.count(day.out), format.count(day.peak)]),
    },
    sheet: {
      head: ['date', 'in', 'out', 'peak', 'in_before'],
      rows: now.days.map((day, i) => [day.date, day.in, day.out, day.peak, before?.[i] ?? null]),
    },
  };
}

function byHour(now: FootfallSpanView, was: FootfallSpanView, { words, format }: ReportContext): Parts {
  const all = [...now.hours, ...was.hours].map(({ hour }) => hour);
  const first = all.length === 0 ? 0 : Math.min(...all);
  const hours = all.length === 0 ? [] : Array.from({ length: Math.max(...all) - first + 1 }, (_, i) => first + i);
  const inAt = (span: FootfallSpanView, hour: number): number => span.hours.find((one) => one.hour === hour)?.in ?? 0;
  const before = isCounted(was) ? hours.map((hour) => inAt(was, hour)) : null;
  return {
    plot: {
      label: words['plot.in'],
      names: hours.map((hour) => `${hour}`),
      now: hours.map((hour) => inAt(now, hour)),
      before,
      write: format.count,
    },
    table: {
      head: [words['head.hour'], words['head.in'], ...(before ? [words.was] : [])],
      rows: hours.map((hour, i) => [`${hour}:00`, format.count(inAt(now, hour)), ...(before ? [format.count(before[i] ?? 0)] : [])]),
    },
    sheet: { head: ['hour', 'in', 'in_before'], rows: hours.map((hour, i) => [hour, inAt(now, hour), before?.[i] ?? null]) },
  };
}
