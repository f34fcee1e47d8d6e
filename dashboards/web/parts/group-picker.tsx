import { t } from '../i18n/translate.ts';
import { GROUPS } from '../state/day-groups.ts';
import { grouping } from '../state/grouping.ts';
import { ask } from '../state/place.ts';

/** Whether figures over time stand by day, week or month. */
export const GroupPicker = () => (
  <label>
    <span class="visually-hidden">{t('range.group')}</span>
    <select
      value={grouping.value}
      onChange={(event) => ask({ group: event.currentTarget.value === 'day' ? '' : event.currentTarget.value })}
    >
      {GROUPS.map((name) => (
        <option key={name} value={name}>
          {t(`range.group.${name}`)}
        </option>
      ))}
    </select>
  </label>
);
