import type { AlertInboxView } from '../../http/contract-alerts.ts';
import { type MakeSection, threeTimes } from '../report.ts';
import type { FigureId } from '../words.ts';

const KINDS = ['critical', 'major', 'minor', 'warning', 'followed'] as const;
/** Nobody: what an operator has read is not told. */
const NO_USER = '';

/** How much the shop called for somebody; what follows from another alert is rolled up under it and counted apart. */
export const makeAlerts: MakeSection = async (context) => {
  const { words, reader, format } = context;
  const [now, was, ago] = await threeTimes(context, (days) => reader.alertInbox(days, NO_USER));
  const figure = (id: FigureId, of: (days: AlertInboxView['days']) => number) => ({
    ...{ id, unit: 'count' as const, now: of(now.days) },
    ...{ before: isSilent(was) ? null : of(was.days), yearBefore: isSilent(ago) ? null : of(ago.days) },
  });
  const perTenMinutes = (inbox: AlertInboxView): number | null => (isSilent(inbox) ? null : inbox.rate.perTenMinutes);
  return {
    id: 'alerts',
    figures: [
      figure('alerts', (days) => sum(days, allOf)),
      figure('grave', (days) => sum(days, ({ critical, major }) => critical + major)),
      { id: 'perTenMinutes', unit: 'rate', now: now.rate.perTenMinutes, before: perTenMinutes(was), yearBefore: perTenMinutes(ago) },
    ],
    nothing: isSilent(now) ? words['nothing.alerts'] : null,
    plot:
      now.days.length > 1
        ? {
            label: words['plot.alerts'],
            names: now.days.map(({ date }) => format.shortDate(date)),
            now: now.days.map(allOf),
            before: isSilent(was) ? null : now.days.map((_, i) => (was.days[i] ? allOf(was.days[i]) : null)),
            write: format.count,
          }
        : null,
    table: {
      head: [words['head.date'], ...KINDS.map((kind) => words[`head.${kind}`])],
      rows: now.days.map((day) => [format.date(day.date), ...KINDS.map((kind) => format.count(day[kind]))]),
    },
    sheet: { head: ['date', ...KINDS], rows: now.days.map((day) => [day.date, ...KINDS.map((kind) => day[kind])]) },
  };
};

type Day = AlertInboxView['days'][number];

const allOf = (day: Day): number => KINDS.reduce((total, kind) => total + day[kind], 0);
const sum = (days: readonly Day[], of: (day: Day) => number): number => days.reduce((total, day) => total + of(day), 0);
const isSilent = ({ days }: AlertInboxView): boolean => sum(days, allOf) === 0;
