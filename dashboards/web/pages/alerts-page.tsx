import { useSignal } from '@preact/signals';
import type { AlertInboxView } from '../../../gateway/http/contract-alerts.ts';
import { dateTimeOf, number, score } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { versionOf } from '../parts/alerts.tsx';
import { Chart } from '../parts/chart.tsx';
import { Figure } from '../parts/figure.tsx';
import { GroupPicker } from '../parts/group-picker.tsx';
import { Inbox } from '../parts/inbox.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Panel } from '../parts/panel.tsx';
import type { Range } from '../state/dates.ts';
import { inGroups, sumOfDays } from '../state/day-groups.ts';
import { rolledUp, SEVERITIES, STATES, wishOf } from '../state/desk.ts';
import { grouping, groupName } from '../state/grouping.ts';
import { now } from '../state/model.ts';
import { ask, query } from '../state/place.ts';
import { comparedRange, range } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/alerts-page.css';

const pathFor = ({ from, to }: Range): string => `/alerts/inbox?from=${from}&to=${to}`;
const byDay = () => import('../charts/alerts-by-day.ts');

function Picker({ name, label, options }: PickerProps) {
  return (
    <label>
      <span class="visually-hidden">{label}</span>
      <select value={query.value[name] ?? ''} onChange={(event) => ask({ [name]: event.currentTarget.value, alert: '' })}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PickerProps {
  readonly name: 'state' | 'severity' | 'whose';
  readonly label: string;
  /** The first one, with no value, holds until another is chosen. */
  readonly options: readonly (readonly [value: string, text: string])[];
}

const Filters = () => (
  <>
    <Picker
      name="state"
      label={t('desk.state')}
      options={STATES.map((state) => [state === 'wanting' ? '' : state, t(`desk.state.${state}`)] as const)}
    />
    <Picker
      name="severity"
      label={t('desk.severity')}
      options={[['', t('desk.severity.all')], ...SEVERITIES.map((severity) => [severity, t(`severity.${severity}`)] as const)]}
    />
    <Picker
      name="whose"
      label={t('desk.whose')}
      options={[
        ['', t('desk.whose.all')],
        ['mine', t('desk.whose.mine')],
        ['nobody', t('desk.whose.nobody')],
      ]}
    />
    <GroupPicker />
  </>
);

const raised = ({ days }: AlertInboxView): number =>
  days.reduce((sum, day) => sum + SEVERITIES.reduce((all, severity) => all + day[severity], 0), 0);

function Figures({ inbox, compared }: { readonly inbox: AlertInboxView; readonly compared: AlertInboxView | null }) {
  const open = rolledUp(inbox, wishOf({}));
  const grave = open.filter(({ alert: { severity } }) => severity === 'critical' || severity === 'major').length;
  const { perTenMinutes, worst } = inbox.rate;
  return (
    <section class="figures" aria-label={t('desk.figures')}>
      <Figure
        id="wanting"
        label={t('desk.wanting')}
        value={number(open.length)}
        sub={t('desk.wantingSub', { n: grave })}
        of={['alerts_wanting']}
      />
      <Figure
        id="unread"
        label={t('desk.unread')}
        value={number(inbox.unread)}
        sub={t('desk.unreadSub', { user: inbox.user })}
        of={['alerts_wanting']}
      />
      <Figure
        id="raised"
        label={t('desk.raised')}
        value={number(raised(inbox))}
        now={raised(inbox)}
        before={compared && raised(compared)}
        of={['alarm_rate']}
      />
      <Figure
        id="rate"
        label={t('desk.rate')}
        value={perTenMinutes === null ? '–' : score(perTenMinutes)}
        {...(perTenMinutes === null ? {} : { now: perTenMinutes })}
        before={compared?.rate.perTenMinutes ?? null}
        write={score}
        sub={t('desk.rateSub')}
        of={['alarm_rate']}
      />
      <Figure
        id="worst"
        label={t('desk.worst')}
        value={worst ? number(worst.alerts) : '–'}
        of={['alarm_rate']}
        {...(worst ? { sub: dateTimeOf(worst.at) } : {})}
      />
    </section>
  );
}

function Days({ days: all }: Pick<AlertInboxView, 'days'>) {
  const days = inGroups(all, grouping.value, sumOfDays);
  const title = grouping.value === 'day' ? t('desk.byDay') : t(`range.group.${grouping.value}`);
  const head = [t('desk.day'), ...SEVERITIES.map((severity) => t(`severity.${severity}`)), t('desk.followed')];
  const rows = days.map((day) => [groupName(day.date), ...SEVERITIES.map((severity) => day[severity]), day.followed]);
  return (
    <Panel id="alert-days" title={title} summary={t('desk.byDayHint')}>
      <Chart id="alert-days" label={title} data={{ days }} load={byDay} sheet={{ head, rows }} size="short" />
    </Panel>
  );
}

/** What is wrong, what follows from what, who deals with it, and whether it is more than people can bear. */
export function AlertsPage() {
  const done = useSignal(0);
  // A new alert of the live picture, or a deed of one's own, asks at once again.
  const version = `${done.value} ${now.value?.alerts.map((alert) => `${alert.id} ${versionOf(alert)}`).join() ?? ''}`;
  const known = useAnswer<AlertInboxView>(pathFor(range.value), version);
  const other = comparedRange.value;
  const compared = useAnswer<AlertInboxView>(other && pathFor(other)).value;
  const again = () => {
    done.value += 1;
  };
  return (
    <PageFrame id="alerts" title={t('nav.alerts')} tools={<Filters />}>
      <Answered known={known}>
        {(inbox) => (
          <>
            <Figures inbox={inbox} compared={compared} />
            <Inbox inbox={inbox} onDone={again} key={wishOf(query.value).state} />
            <Days days={inbox.days} />
          </>
        )}
      </Answered>
    </PageFrame>
  );
}
