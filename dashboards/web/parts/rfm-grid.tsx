import type { RfmGrid as Grid } from '../../../gateway/http/contract-customers.ts';
import { money, number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { ask, query } from '../state/place.ts';
import { Formula } from './formula.tsx';
import { Empty, Panel } from './panel.tsx';

const SCORES = [1, 2, 3, 4, 5] as const;
const LEVELS = 3;

function sumOf({ cells }: Grid, recency: number, frequency: number) {
  const own = cells.filter((cell) => cell.recency === recency && cell.frequency === frequency);
  return {
    customers: own.reduce((sum, { customers }) => sum + customers, 0),
    turnover: own.reduce((sum, { turnoverMinor }) => sum + turnoverMinor, 0),
  };
}

interface CellProps {
  readonly grid: Grid;
  readonly recency: number;
  readonly frequency: number;
  readonly most: number;
}

function Cell({ grid, recency, frequency, most }: CellProps) {
  const { customers, turnover } = sumOf(grid, recency, frequency);
  const segment = `${recency}${frequency}x`;
  const isChosen = query.value.segment === segment;
  const level = Math.ceil((customers / most) * LEVELS);
  return (
    <td>
      <button
        type="button"
        class={`rfm-cell level-${level}`}
        data-segment={segment}
        aria-pressed={isChosen}
        aria-label={t('customers.rfm.cell', { recency, frequency, n: customers, money: money(turnover) })}
        onClick={() => ask({ segment: isChosen ? '' : segment, after: '' })}
      >
        {customers === 0 ? '·' : number(customers)}
      </button>
    </td>
  );
}

/** Customers by how lately and how often they bought; a click on a group lists it. */
export function RfmGrid({ grid }: { readonly grid: Grid }) {
  const most = Math.max(1, ...SCORES.flatMap((r) => SCORES.map((f) => sumOf(grid, r, f).customers)));
  return (
    <Panel id="rfm" title={t('customers.rfm')} summary={grid.by === null ? undefined : t(`customers.rfm.${grid.by}`)}>
      {grid.by === null ? (
        <Empty text={t('customers.rfm.few')} />
      ) : (
        <>
          <table class="rfm-grid">
            <caption class="visually-hidden">{t('customers.rfm.hint')}</caption>
            <tbody>
              {SCORES.toReversed().map((recency) => (
                <tr key={recency}>
                  <th scope="row">
                    <span class="visually-hidden">{t('customers.recency')} </span>
                    {recency}
                  </th>
                  {SCORES.map((frequency) => (
                    <Cell key={frequency} grid={grid} recency={recency} frequency={frequency} most={most} />
                  ))}
                </tr>
              ))}
              <tr>
                <td />
                {SCORES.map((frequency) => (
                  <th key={frequency} scope="col">
                    <span class="visually-hidden">{t('customers.frequency')} </span>
                    {frequency}
                  </th>
                ))}
              </tr>
            </tbody>
          </table>
          <p class="muted">{t('customers.rfm.hint')}</p>
        </>
      )}
      <div class="listing-tools">
        <Formula of={['rfm']} />
        <a
          class="button-quiet"
          href="./api/v1/customers/rfm.csv"
          download="customers-rfm.csv"
          aria-label={t('chart.csvOf', { what: t('customers.rfm') })}
        >
          CSV
        </a>
      </div>
    </Panel>
  );
}
