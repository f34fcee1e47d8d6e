import type { OfferResults } from '../../../gateway/http/contract-experiment.ts';
import type { OfferFigures } from '../../../gateway/http/contract-offers.ts';
import { pick, t, tOr } from '../i18n/translate.ts';
import { Chip } from './chip.tsx';
import { Arms, LOOKS, outcomeOf } from './lift.tsx';
import { Caps, Causes } from './offer-causes.tsx';
import { OfferFunnel } from './offer-funnel.tsx';
import { PageLink } from './page-link.tsx';
import { Verdict } from './verdict.tsx';
import { WholeTime } from './whole-time.tsx';

interface CardProps {
  readonly figures: OfferFigures;
  /** None where no visit was assigned to it. */
  readonly results: OfferResults | undefined;
  readonly before: { readonly days: string; readonly results: OfferResults | undefined } | null;
}

export const nameOfOffer = ({ name, offer }: Pick<OfferFigures, 'name' | 'offer'>): string => pick(name, offer);

function aboutOf({ on, name, about }: OfferFigures): string {
  const products = about.map((product) => pick(product.name, product.sku)).join(', ');
  const parts = [
    name === null ? t('effect.gone') : '',
    on === null ? '' : t('effect.about', { on: tOr(`effect.on.${on}`, on) }),
    products === '' ? '' : t('effect.mostly', { products }),
  ];
  return parts.filter(Boolean).join(' · ');
}

/** One offer: whether it works and whether that may be trusted, how far visits came with it, why it was shown or not, what it may cost. */
export function OfferCard({ figures, results, before }: CardProps) {
  const name = nameOfOffer(figures);
  const outcome = results && outcomeOf(results);
  return (
    <li class="offer-card" data-offer={figures.offer} data-outcome={outcome ?? 'unassigned'}>
      <header class="offer-card-head">
        <h3>{name}</h3>
        {outcome ? (
          <Chip {...LOOKS[outcome]} text={t(`worth.${outcome}`)} />
        ) : (
          <Chip tone="plain" icon="minus" text={t('effect.unassigned')} />
        )}
        <p class="muted">{aboutOf(figures)}</p>
      </header>
      {results ? (
        <div class="offer-card-body">
          <Verdict results={results} about="offer" before={before} />
          <OfferFunnel {...results} />
        </div>
      ) : (
        <p>{t('effect.says.unassigned')}</p>
      )}
      <WholeTime offer={figures.offer} results={results} />
      <div class="offer-card-more">
        {results && <Arms id={figures.offer} name={name} arms={results.arms} />}
        <Causes {...figures} />
        <Caps {...figures} />
        {figures.name !== null && (
          <PageLink to="offer-editor" query={{ offer: figures.offer }} class="button-quiet">
            {t('effect.change')}
            <span class="visually-hidden">: {name}</span>
          </PageLink>
        )}
      </div>
    </li>
  );
}
