import { useSignal } from '@preact/signals';
import type { AlertInboxView, InboxAlert } from '../../../gateway/http/contract-alerts.ts';
import { t } from '../i18n/translate.ts';
import { canBeFalse } from '../state/alarms.ts';
import type { Rolled } from '../state/desk.ts';
import { arrange, type Deed, SHELF_TIMES, shelvedFor } from '../state/desk.ts';

interface DeedsProps {
  readonly chosen: readonly Rolled[];
  readonly users: AlertInboxView['users'];
  readonly onDone: () => void;
}

/** Chosen alerts and what follows from them: one cause is settled in one go. */
const withFollowers = (chosen: readonly Rolled[]): readonly string[] => [
  ...new Set(chosen.flatMap(({ alert, followers }) => [alert, ...followers]).map(({ id }) => id)),
];
const alone = (chosen: readonly Rolled[]): readonly string[] => chosen.map(({ alert }) => alert.id);
const isDeniable = ({ type, refutedAt }: InboxAlert): boolean => canBeFalse(type) && refutedAt === null;

/** Chosen from a list, at once done: the list goes back to asking. */
function Choice({ label, options, onChoose }: ChoiceProps) {
  return (
    <label class="deed">
      <span>{label}</span>
      <select
        value=""
        onChange={(event) => {
          const value = event.currentTarget.value;
          event.currentTarget.value = '';
          onChoose(value);
        }}
      >
        <option value="" disabled>
          {t('desk.pick')}
        </option>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
}

const NOBODY = '-';
const NO_LONGER = 'end';

/** What can be done with the chosen alerts. */
export function Deeds({ chosen, users, onDone }: DeedsProps) {
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const text = useSignal('');
  const run = async (ids: readonly string[], deed: Deed) => {
    isBusy.value = true;
    problem.value = await arrange(ids, deed);
    isBusy.value = false;
    if (problem.value === null && deed.deed === 'comment') text.value = '';
    onDone();
  };
  const canAcknowledge = chosen.some(({ alert }) => alert.acknowledgedAt === null);
  const shelves = Object.keys(SHELF_TIMES) as (keyof typeof SHELF_TIMES)[];
  return (
    <div class="deeds">
      {canAcknowledge && (
        <button type="button" class="button" disabled={isBusy.value} onClick={() => void run(withFollowers(chosen), { deed: 'ack' })}>
          {t('alerts.ack')}
        </button>
      )}
      {chosen.every(({ alert }) => isDeniable(alert)) && (
        <button
          type="button"
          class="button-quiet"
          disabled={isBusy.value}
          onClick={() => void run(alone(chosen), { deed: 'ack', comment: 'false alarm' })}
        >
          {t('alerts.false')}
        </button>
      )}
      <Choice
        label={t('desk.assign')}
        options={[...users.map((user) => [user, user] as const), [NOBODY, t('desk.nobody')]]}
        onChoose={(to) => void run(withFollowers(chosen), { deed: 'assign', to: to === NOBODY ? null : to })}
      />
      <Choice
        label={t('desk.shelve')}
        options={[...shelves.map((name) => [name, t(`desk.shelve.${name}`)] as const), [NO_LONGER, t('desk.shelve.end')]]}
        onChoose={(name) =>
          void run(withFollowers(chosen), {
            deed: 'shelve',
            until: name === NO_LONGER ? null : shelvedFor(name as keyof typeof SHELF_TIMES),
          })
        }
      />
      <form
        class="deed deed-comment"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim() !== '') void run(alone(chosen), { deed: 'comment', text: text.value });
        }}
      >
        <label>
          <span>{t('desk.comment')}</span>
          <input
            type="text"
            maxLength={500}
            value={text.value}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="button-quiet" disabled={isBusy.value}>
          {t('desk.say')}
        </button>
      </form>
      {problem.value !== null && (
        <p class="deed-problem" role="alert">
          {t('desk.failed', { detail: problem.value })}
        </p>
      )}
    </div>
  );
}
