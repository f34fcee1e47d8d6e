import type { CustomersStanding } from '../../../gateway/http/contract-customers.ts';
import { money, number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { ask, query } from '../state/place.ts';
import { Formula } from './formula.tsx';
import { Panel } from './panel.tsx';

interface GroupProps {
  readonly filter: 'stage' | 'tier';
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly customers: number;
  readonly most: number;
}

/** One group with how large it is; a click lists its customers. */
function Group({ filter, id, name, about, customers, most }: GroupProps) {
  const isChosen = query.value[filter] === id;
  return (
    <li data-group={id}>
      <button
        type="button"
        class="group-name"
        aria-pressed={isChosen}
        disabled={id === ''}
        onClick={() => ask({ [filter]: isChosen ? '' : id, after: '' })}
      >
        {name}
      </button>
      <span class="muted">{about}</span>
      <meter min={0} max={most} value={customers} aria-label={name} />
    </li>
  );
}

/** How far the relation with customers has come. */
export function Stages({ stages }: CustomersStanding) {
  const most = Math.max(1, ...stages.map(({ customers }) => customers));
  return (
    <Panel id="stages" title={t('customers.stages')}>
      <ul class="door-list">
        {stages.map(({ stage, customers, turnoverMinor }) => (
          <Group
            key={stage}
            filter="stage"
            id={stage}
            name={t(`customers.stage.${stage}`)}
            about={t('customers.group', { n: customers, money: money(turnoverMinor) })}
            customers={customers}
            most={most}
          />
        ))}
      </ul>
      <Formula of={['lifecycle']} />
    </Panel>
  );
}

/** Tiers of the programme, and what is owed to their members. */
export function Tiers({ tiers }: CustomersStanding) {
  const most = Math.max(1, ...tiers.map(({ customers }) => customers));
  return (
    <Panel id="tiers" title={t('customers.tiers')}>
      <ul class="door-list">
        {tiers.map(({ tier, customers, pointsLeft, balanceMinor }) => (
          <Group
            key={tier}
            filter="tier"
            id={tier}
            name={tier === '' ? t('customers.tier.none') : tier}
            about={t('customers.owed', { n: customers, points: number(pointsLeft), money: money(balanceMinor) })}
            customers={customers}
            most={most}
          />
        ))}
      </ul>
      <Formula of={['points', 'stored_value']} />
    </Panel>
  );
}
