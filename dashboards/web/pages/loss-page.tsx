import { useSignal } from '@preact/signals';
import type { LossView } from '../../../gateway/http/contract-loss.ts';
import { money, number } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { versionOf } from '../parts/alerts.tsx';
import { Chart } from '../parts/chart.tsx';
import { Evidence, Exits, FATES } from '../parts/exits.tsx';
import { Figure } from '../parts/figure.tsx';
import { GroupPicker } from '../parts/group-picker.tsx';
import { type Column, Listing } from '../parts/listing.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import type { Range } from '../state/dates.ts';
import { inGroups, sumOfDays } from '../state/day-groups.ts';
import { grouping, groupName } from '../state/grouping.ts';
import { now } from '../state/model.ts';
import { ask, query } from '../state/place.ts';
import { comparedRange, range } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/loss-page.css';

const byDay = () => import('../charts/exits-by-day.ts');
const byHour = () => import('../charts/exits-by-hour.ts');
const pathFor = ({ from, to }: Range): string => `/insight/loss?from=${from}&to=${to}`;

interface Seen {
  readonly loss: LossView;
  readonly compared: LossView | null;
}

function Figures({ loss, compared }: Seen) {
  const perDay = loss.falseAlarmsPerDay;
  return (
    <section class="figures" aria-label={t('loss.figures')}>
      <Figure
        id="left"
        label={t('loss.left')}
        value={number(loss.left)}
        now={loss.left}
        before={compared?.left ?? null}
        sub={t('loss.leftSub', { n: loss.confirmed })}
        of={['known_loss']}
      />
      <Figure
        id="value"
        label={t('loss.value')}
        value={money(loss.valueMinor)}
        now={loss.valueMinor}
        before={compared?.valueMinor ?? null}
        write={money}
        of={['known_loss']}
        {...(loss.unpriced > 0 ? { sub: t('loss.unpriced', { n: loss.unpriced }) } : {})}
      />
      <Figure
        id="settled"
        label={t('loss.settled')}
        value={number(loss.settled)}
        now={loss.settled}
        before={compared?.settled ?? null}
        of={['exits_undone']}
      />
      <Figure
        id="withdrawn"
        label={t('loss.withdrawn')}
        value={number(loss.withdrawn)}
        now={loss.withdrawn}
        before={compared?.withdrawn ?? null}
        of={['exits_undone']}
        {...(loss.suspected > 0 ? { sub: t('loss.undecided', { n: loss.suspected }) } : {})}
      />
      <Figure
        id="false"
        label={t('loss.falsePerDay')}
        value={perDay === null ? '–' : number(perDay)}
        {...(perDay === null ? {} : { now: perDay, before: compared?.falseAlarmsPerDay ?? null })}
        sub={t('loss.falseSub', { n: loss.falseAlarms })}
        of={['false_exit_alarms']}
      />
    </section>
  );
}

/** What became of what the list shows; everything until one is chosen. */
function FatePicker() {
  return (
    <label>
      <span class="visually-hidden">{t('loss.fate')}</span>
      <select value={query.value.fate ?? ''} onChange={(event) => ask({ fate: event.currentTarget.value, exit: '' })}>
        <option value="">{t('loss.fate.all')}</option>
        {FATES.map((fate) => (
          <option key={fate} value={fate}>
            {t(`loss.fate.${fate}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

const Tools = () => (
  <>
    <FatePicker />
    <GroupPicker />
  </>
);

function Charts({ loss }: { readonly loss: LossView }) {
  const by = t(`range.group.${grouping.value}`);
  const days = inGroups(loss.days, grouping.value, sumOfDays);
  const rows = days.map((day) => [groupName(day.date), day.left, day.settled, day.withdrawn, day.falseAlarms, money(day.valueMinor)]);
  return (
    <div class="pair">
      <Panel id="loss-days" title={by}>
        <Chart
          id="loss-days"
          label={by}
          data={{ days }}
          load={byDay}
          sheet={{
            head: [t('loss.day'), t('loss.left'), t('loss.settled'), t('loss.withdrawn'), t('loss.falseAlarms'), t('loss.value')],
            rows,
          }}
        />
      </Panel>
      <Panel id="loss-hours" title={t('loss.byHour')}>
        {loss.hours.every(({ left, falseAlarms }) => left + falseAlarms === 0) ? (
          <p class="muted">{t('loss.noHours')}</p>
        ) : (
          <Chart
            id="loss-hours"
            label={t('loss.byHour')}
            data={{ hours: loss.hours }}
            load={byHour}
            sheet={{
              head: [t('loss.hour'), t('loss.left'), t('loss.falseAlarms')],
              rows: loss.hours.map(({ hour, left, falseAlarms }) => [`${hour}:00`, left, falseAlarms]),
            }}
          />
        )}
      </Panel>
    </div>
  );
}

type ProductRow = LossView['products'][number];

function Products({ products }: Pick<LossView, 'products'>) {
  if (products.length === 0) return null;
  const columns: readonly Column<ProductRow>[] = [
    { id: 'product', head: t('loss.product'), value: ({ name, sku }) => (sku === null ? t('loss.unknown') : pick(name, sku)) },
    { id: 'left', head: t('loss.left'), value: ({ left }) => left },
    {
      id: 'value',
      head: t('loss.value'),
      value: ({ valueMinor }) => valueMinor,
      cell: ({ valueMinor }) => money(valueMinor),
      text: ({ valueMinor }) => money(valueMinor),
    },
  ];
  return (
    <Panel id="loss-products" title={t('loss.products')}>
      <Listing id="loss-products" name={t('loss.products')} columns={columns} rows={products} keyOf={({ sku }) => sku ?? ''} />
    </Panel>
  );
}

/** What left the shop without a receipt, why the gates say so, and what became of it. */
export function LossPage() {
  const done = useSignal(0);
  const live = now.value?.alerts.map((alert) => `${alert.id} ${versionOf(alert)}`).join() ?? '';
  const known = useAnswer<LossView>(pathFor(range.value), `${done.value} ${live}`);
  const other = comparedRange.value;
  const compared = useAnswer<LossView>(other && pathFor(other)).value;
  const again = () => {
    done.value += 1;
  };
  return (
    <PageFrame id="loss" title={t('nav.loss')} tools={<Tools />}>
      <Answered known={known}>
        {(loss) =>
          loss.exits.length === 0 ? (
            <Empty text={t('loss.empty')} />
          ) : (
            <>
              <Figures loss={loss} compared={compared} />
              <div class={query.value.exit === undefined ? 'exits-and-evidence' : 'exits-and-evidence has-one'}>
                <Exits loss={loss} />
                <Evidence exit={loss.exits.find(({ alert }) => alert === query.value.exit) ?? null} onDone={again} />
              </div>
              <Charts loss={loss} />
              <Products products={loss.products} />
            </>
          )
        }
      </Answered>
    </PageFrame>
  );
}
