import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ExitView, LossView } from '../../../gateway/http/contract-loss.ts';
import { dateTimeOf, money, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { arrange } from '../state/desk.ts';
import { zoneName } from '../state/names.ts';
import { ask, query } from '../state/place.ts';
import { Chip, type Tone } from './chip.tsx';
import { Explanation } from './explanation.tsx';
import type { IconName } from './icon.tsx';
import { type Column, Listing } from './listing.tsx';
import { PageLink } from './page-link.tsx';
import { Panel } from './panel.tsx';

export const FATES = ['left', 'suspected', 'paid', 'back', 'withdrawn'] as const satisfies readonly ExitView['fate'][];

const LOOK: Record<ExitView['fate'], { readonly tone: Tone; readonly icon: IconName }> = {
  left: { tone: 'bad', icon: 'door' },
  suspected: { tone: 'warn', icon: 'question' },
  paid: { tone: 'good', icon: 'check' },
  back: { tone: 'good', icon: 'back' },
  withdrawn: { tone: 'plain', icon: 'minus' },
};

const itemOf = ({ name, sku, epc }: ExitView): string => pick(name, sku ?? `…${epc.slice(-6)}`);
/** How it is known whether it was paid. */
const knownBy = ({ fate, settledAt }: ExitView): string =>
  t(`loss.known.${fate}`, { time: settledAt === null ? '–' : dateTimeOf(settledAt) });

function Decision({ exit }: { readonly exit: ExitView }) {
  if (exit.decision === null) return <>–</>;
  return (
    <>
      {t(`loss.decision.${exit.decision}`)} <span class="muted">{t('loss.by', { who: exit.decidedBy ?? '–' })}</span>
    </>
  );
}

const WhyButton = ({ exit }: { readonly exit: ExitView }) => (
  <button
    type="button"
    class="button-quiet"
    aria-label={t('loss.whyOf', { item: itemOf(exit), time: dateTimeOf(exit.at) })}
    aria-pressed={query.value.exit === exit.alert}
    onClick={() => ask({ exit: exit.alert })}
  >
    {t('loss.why')}
  </button>
);

const columns = (): readonly Column<ExitView>[] => [
  {
    id: 'when',
    head: t('loss.when'),
    value: ({ at }) => at,
    cell: ({ at }) => <time>{dateTimeOf(at)}</time>,
    text: ({ at }) => dateTimeOf(at),
  },
  { id: 'item', head: t('loss.item'), value: itemOf },
  { id: 'why', head: t('loss.evidence'), isDeed: true, value: () => null, cell: (exit) => <WhyButton exit={exit} /> },
  {
    id: 'paid',
    head: t('loss.paid'),
    value: (exit) => `${t(`loss.fate.${exit.fate}`)}: ${knownBy(exit)}`,
    cell: (exit) => (
      <>
        <Chip {...LOOK[exit.fate]} text={t(`loss.fate.${exit.fate}`)} /> <span class="muted">{knownBy(exit)}</span>
      </>
    ),
  },
  { id: 'door', head: t('loss.door'), value: ({ door }) => zoneName(door) || null },
  { id: 'sure', head: t('loss.sure'), value: ({ confidence }) => percent(confidence) },
  {
    id: 'price',
    head: t('loss.price'),
    value: ({ valueMinor }) => valueMinor,
    cell: ({ valueMinor }) => (valueMinor === null ? '–' : money(valueMinor)),
    text: ({ valueMinor }) => (valueMinor === null ? '' : money(valueMinor)),
  },
  {
    id: 'decision',
    head: t('loss.decision'),
    value: ({ decision }) => (decision === null ? null : t(`loss.decision.${decision}`)),
    cell: (exit) => <Decision exit={exit} />,
  },
];

/** Every item that passed a gate, as the list is narrowed. */
export function Exits({ loss }: { readonly loss: LossView }) {
  const wanted = query.value.fate ?? '';
  const rows = loss.exits.filter(({ fate, alert }) => wanted === '' || fate === wanted || alert === query.value.exit);
  return (
    <Panel id="exits" title={t('loss.list')} summary={t('loss.count', { n: rows.length })}>
      {rows.length === 0 ? (
        <p class="muted">{t('loss.none')}</p>
      ) : (
        <Listing id="exits" name={t('loss.list')} columns={columns()} rows={rows} keyOf={({ alert }) => alert} />
      )}
      {!loss.isWhole && <p class="muted">{t('loss.cut')}</p>}
    </Panel>
  );
}

interface EvidenceProps {
  readonly exit: ExitView | null;
  readonly onDone: () => void;
}

/** What an operator can decide of an item; a receipt that came is not overruled. */
function Decide({ exit, onDone }: EvidenceProps & { readonly exit: ExitView }) {
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const say = async (comment: string) => {
    isBusy.value = true;
    problem.value = await arrange([exit.alert], { deed: 'ack', comment });
    isBusy.value = false;
    onDone();
  };
  if (exit.fate !== 'left') return null;
  return (
    <div class="alert-action">
      {exit.decision !== 'confirmed' && (
        <button type="button" class="button" disabled={isBusy.value} onClick={() => void say('confirmed')}>
          {t('loss.confirm')}
        </button>
      )}
      {exit.decision !== 'false-alarm' && (
        <button type="button" class="button-quiet" disabled={isBusy.value} onClick={() => void say('false alarm')}>
          {t('alerts.false')}
        </button>
      )}
      {problem.value !== null && <p role="alert">{t('desk.failed', { detail: problem.value })}</p>}
    </div>
  );
}

/** Why the gate spoke up about the chosen item; it comes into view when one is chosen. */
export function Evidence({ exit, onDone }: EvidenceProps) {
  const place = useRef<HTMLDivElement>(null);
  const alert = exit?.alert;
  useEffect(() => {
    if (alert !== undefined) place.current?.scrollIntoView({ block: 'nearest' });
  }, [alert]);
  return (
    <Panel id="evidence" title={t('loss.evidence')}>
      <div ref={place} class="evidence" aria-live="polite">
        {exit === null ? (
          <p class="muted">{t('loss.evidenceHint')}</p>
        ) : (
          <>
            <h3>
              {itemOf(exit)} <span class="muted">{[zoneName(exit.door), dateTimeOf(exit.at)].filter(Boolean).join(' · ')}</span>
            </h3>
            <p>
              <Chip {...LOOK[exit.fate]} text={t(`loss.fate.${exit.fate}`)} /> {knownBy(exit)}
            </p>
            <Explanation of={{ kind: 'alerts', id: exit.alert }} version={`${exit.fate} ${exit.decision}`} />
            <Decide exit={exit} onDone={onDone} />
            <PageLink to="alerts" query={{ state: 'all', alert: exit.alert }}>
              {t('loss.toAlert')}
            </PageLink>
          </>
        )}
      </div>
    </Panel>
  );
}
