import type { HoldoutResults, OfferResults } from '../../../gateway/http/contract-experiment.ts';
import type { OfferFigures, OfferFiguresView } from '../../../gateway/http/contract-offers.ts';
import { dateOf, duration, number, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Brands } from '../parts/brands.tsx';
import { Chart } from '../parts/chart.tsx';
import { Chip } from '../parts/chip.tsx';
import { Figure } from '../parts/figure.tsx';
import { Formula } from '../parts/formula.tsx';
import { Arms, LOOKS, type Outcome, outcomeOf } from '../parts/lift.tsx';
import { nameOfOffer, OfferCard } from '../parts/offer-card.tsx';
import { GroupPicker, OfferGroups } from '../parts/offer-groups.tsx';
import { Answered, daysOf, PageFrame } from '../parts/page-frame.tsx';
import { PageLink } from '../parts/page-link.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { datesIn, type Range } from '../state/dates.ts';
import { narrowed, sumOf } from '../state/offer-sums.ts';
import { ask, query } from '../state/place.ts';
import { comparedRange, comparedSpanAsked, range, spanAsked } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/offers-page.css';

const forest = () => import('../charts/lift-forest.ts');
const byDay = () => import('../charts/offer-days.ts');
const pathFor = ({ from, to }: Range): string => `/insight/offers?from=${from}&to=${to}`;
const shareOf = (part: number, all: number): string => (all === 0 ? '–' : percent(part / all));

/** What is decided stands first, then what needs somebody, then what needs time. */
const ORDER: readonly (Outcome | undefined)[] = ['better', 'worse', 'split-broken', 'undecided', 'interim', 'no-control', undefined];

interface Seen {
  readonly view: OfferFiguresView;
  readonly compared: OfferFiguresView | null;
  readonly results: readonly OfferResults[];
}

function Figures({ view, compared, results }: Seen) {
  const [now, before] = [sumOf(view.offers), compared && sumOf(compared.offers)];
  const outcomes = results.map(outcomeOf);
  const countOf = (...wanted: readonly Outcome[]): number => outcomes.filter((outcome) => wanted.includes(outcome)).length;
  return (
    <section class="figures" aria-label={t('effect.figures')}>
      <Figure
        id="sell-more"
        label={t('effect.sellMore')}
        value={t('effect.sellMoreOf', { n: countOf('better'), all: view.offers.length })}
        of={['offer_lift']}
        {...(countOf('interim') > 0 ? { sub: t('effect.sellMoreSub', { n: countOf('interim') }) } : {})}
      />
      <Figure
        id="shown"
        label={t('effect.shown')}
        value={number(now.shown)}
        now={now.shown}
        before={before?.shown ?? null}
        sub={t('effect.shownSub', { percent: shareOf(now.shown, now.asked), asked: now.asked })}
        of={['impressions']}
      />
      <Figure
        id="acted"
        label={t('effect.acted')}
        value={number(now.acted)}
        now={now.acted}
        before={before?.acted ?? null}
        sub={t('effect.actedSub', { percent: shareOf(now.acted, now.shown) })}
        of={['acted_on']}
      />
      <Figure
        id="bought"
        label={t('effect.bought')}
        value={number(now.bought)}
        now={now.bought}
        before={before?.bought ?? null}
        sub={t('effect.boughtSub', { percent: shareOf(now.bought, now.shown) })}
        of={['acted_on']}
      />
      {now.visibleMs !== null && now.shown > 0 && (
        <Figure
          id="view"
          label={t('effect.inView')}
          value={duration(now.visibleMs)}
          sub={t('effect.inViewSub', { duration: duration(now.visibleMs / now.shown) })}
          of={['visible_time']}
        />
      )}
    </section>
  );
}

/** The lift of each offer on one scale; an offer with a broken split has none. */
function Lifts({ view, results, holdout }: Seen & { readonly holdout: HoldoutResults | null }) {
  const names = new Map(view.offers.map((one) => [one.offer, nameOfOffer(one)]));
  const told = [
    ...(holdout && view.offers.length > 1 ? [{ name: t('effect.holdout'), of: holdout }] : []),
    ...results.map((one) => ({ name: names.get(one.offer) ?? one.offer, of: one })),
  ].flatMap(({ name, of }) => {
    const { lift, interval, alwaysValid, relative } = of.bought;
    const outcome = outcomeOf(of);
    if (lift === null || interval === null || outcome === 'split-broken' || outcome === 'no-control') return [];
    const inPoints = (share: number): number => share * 100;
    const span = ({ low, high }: { low: number; high: number }) => ({ low: inPoints(low), high: inPoints(high) });
    const { tone } = LOOKS[outcome];
    return [
      {
        ...{ name, outcome: t(`worth.${outcome}`), look: tone, lift: inPoints(lift), once: span(interval) },
        always: alwaysValid && span(alwaysValid),
        relative: relative === null ? null : inPoints(relative),
      },
    ];
  });
  const head = [
    ...[t('effect.offer'), t('effect.outcome'), t('effect.liftPoints'), t('effect.low'), t('effect.high')],
    ...[t('effect.alwaysLow'), t('effect.alwaysHigh'), t('effect.relativePercent')],
  ];
  const rounded = (value: number | null | undefined): number | null => (value == null ? null : Math.round(value * 10) / 10);
  const rows = told.map(({ name, outcome, lift, once, always, relative }) => [
    ...[name, outcome],
    ...[lift, once.low, once.high, always?.low, always?.high, relative].map(rounded),
  ]);
  return (
    <Panel id="lifts" title={t('effect.forest')} summary={told.length > 0 ? t('effect.forestHint') : undefined}>
      {told.length === 0 ? (
        <Empty text={results.some(({ state }) => state === 'split-broken') ? t('effect.forestBroken') : t('effect.forestNone')} />
      ) : (
        <Chart
          id="offer-lifts"
          label={t('effect.forest')}
          data={{ rows: told }}
          load={forest}
          sheet={{ head, rows }}
          size={told.length < 4 ? 'short' : told.length < 8 ? 'usual' : 'tall'}
        />
      )}
      <Formula of={['offer_lift', 'spent_lift']} />
    </Panel>
  );
}

function Days({ view, compared }: Pick<Seen, 'view' | 'compared'>) {
  const sumsOn = (days: OfferFiguresView['days'], date: string) => sumOf(days.filter((day) => day.date === date));
  const days = datesIn(view).map((date) => ({ date, ...sumsOn(view.days, date) }));
  const before = compared && datesIn(compared).map((date) => sumsOn(compared.days, date).shown);
  const isCut = view.keptFrom !== null && view.keptFrom > view.from;
  const name = compared ? t('effect.compared', { days: daysOf(compared) }) : '';
  const head = [t('effect.day'), t('effect.askedHead'), t('effect.shownHead'), t('effect.actedHead'), t('effect.boughtHead')];
  const rows = days.map(({ date, asked, shown, acted, bought }, i) => [
    ...[dateOf(date), asked, shown, acted, bought],
    ...(before ? [before[i] ?? null] : []),
  ]);
  return (
    <Panel
      id="offer-days"
      title={t('effect.daily')}
      summary={isCut ? t('effect.keptSince', { date: dateOf(view.keptFrom ?? '') }) : undefined}
    >
      <Chart
        id="offer-days"
        label={t('effect.daily')}
        data={{ days, compared: before && { name, shown: before } }}
        load={byDay}
        sheet={{ head: before ? [...head, name] : head, rows }}
      />
      <Formula of={['impressions', 'actions']} />
    </Panel>
  );
}

/** All offers together, against visits that see none of them. */
function Holdout({ holdout }: { readonly holdout: HoldoutResults }) {
  const outcome = outcomeOf(holdout);
  return (
    <Panel id="holdout" title={t('effect.holdout')} summary={outcome === 'no-control' ? undefined : t('effect.holdoutHint')}>
      {outcome === 'no-control' ? (
        <p class="muted">{t('effect.holdoutNone')}</p>
      ) : (
        <div data-outcome={outcome}>
          <Chip {...LOOKS[outcome]} text={t(`worth.${outcome}`)} />
          <Verdict results={holdout} about="holdout" />
          <Arms id="holdout" name={t('effect.holdout')} arms={holdout.arms} />
        </div>
      )}
    </Panel>
  );
}

function Cards({ view, results }: Pick<Seen, 'view' | 'results'>) {
  const other = comparedRange.value;
  const earlier = useAnswer<OfferResults[]>(comparedSpanAsked.value && `/offers/results?${comparedSpanAsked.value}`).value;
  const resultsOf = (offer: string, all: readonly OfferResults[] | null) => all?.find((one) => one.offer === offer);
  const rank = ({ offer }: OfferFigures): number => {
    const found = resultsOf(offer, results);
    return ORDER.indexOf(found && outcomeOf(found));
  };
  return (
    <Panel id="offer-cards" title={t('effect.each')} summary={t('effect.eachHint')}>
      <ul class="offer-cards">
        {view.offers
          .toSorted((a, b) => rank(a) - rank(b))
          .map((one) => (
            <OfferCard
              key={one.offer}
              figures={one}
              results={resultsOf(one.offer, results)}
              before={other && { days: daysOf(other), results: resultsOf(one.offer, earlier) }}
            />
          ))}
      </ul>
    </Panel>
  );
}

/** Which offer all of the page is about; all of them until one is chosen. */
function OfferPicker({ offers }: Pick<OfferFiguresView, 'offers'>) {
  return (
    <label>
      <span class="visually-hidden">{t('effect.which')}</span>
      <select value={query.value.offer ?? ''} onChange={(event) => ask({ offer: event.currentTarget.value })}>
        <option value="">{t('effect.every')}</option>
        {offers.map((one) => (
          <option key={one.offer} value={one.offer}>
            {nameOfOffer(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Tools({ offers }: Pick<OfferFiguresView, 'offers'>) {
  return (
    <>
      {offers.length > 1 && <OfferPicker offers={offers} />}
      <GroupPicker />
      <PageLink to="offer-editor" class="button-quiet">
        {t('nav.offer-editor')}
      </PageLink>
    </>
  );
}

function Told({ view, compared, results }: Seen) {
  const holdout = useAnswer<HoldoutResults>(`/holdout/results?${spanAsked.value}`).value;
  const isSilent = view.offers.every(({ considered, causes }) => considered === 0 && causes.length === 0);
  if (view.offers.length === 0) return <Empty text={t('effect.noOffers')} />;
  if (isSilent && results.length === 0) return <Empty text={t('effect.nothing')} />;
  const one = query.value.offer;
  const names = new Map(view.offers.map((each) => [each.offer, nameOfOffer(each)]));
  const nameOf = (offer: string): string => names.get(offer) ?? offer;
  const shown = narrowed(view, one);
  const isOne = shown !== view;
  const seen = {
    view: shown,
    compared: compared && isOne ? narrowed(compared, one) : compared,
    results: isOne ? results.filter(({ offer }) => offer === one) : results,
  };
  return (
    <>
      <Figures {...seen} />
      <Lifts {...seen} holdout={isOne ? null : holdout} />
      <Cards {...seen} />
      <div class="pair">
        <Days {...seen} />
        <OfferGroups view={seen.view} />
      </div>
      {!isOne && holdout && <Holdout holdout={holdout} />}
      {!isOne && <Brands nameOf={nameOf} />}
    </>
  );
}

/** Whether offers work: what each did, what it is worth against visits that were held back, and whether that may be trusted. */
export function OffersPage() {
  const known = useAnswer<OfferFiguresView>(pathFor(range.value));
  const other = comparedRange.value;
  const compared = useAnswer<OfferFiguresView>(other && pathFor(other)).value;
  const results = useAnswer<OfferResults[]>(`/offers/results?${spanAsked.value}`);
  return (
    <PageFrame id="offers" title={t('nav.offers')} tools={known.value && <Tools offers={known.value.offers} />}>
      <Answered known={known}>
        {(view) => <Answered known={results}>{(all) => <Told view={view} compared={compared} results={all} />}</Answered>}
      </Answered>
    </PageFrame>
  );
}
