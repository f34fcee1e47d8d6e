import type { OfferShownView } from '../../../gateway/http/contract.ts';
import { duration, minuteOf } from '../i18n/format.ts';
import { t, tOr } from '../i18n/translate.ts';
import { deviceName, offerName, productName } from '../state/names.ts';
import { Chip, type Tone } from './chip.tsx';
import type { IconName } from './icon.tsx';
import { Empty, Panel } from './panel.tsx';

const LOOK: Record<OfferShownView['outcome'], { readonly tone: Tone; readonly icon: IconName }> = {
  pending: { tone: 'info', icon: 'clock' },
  shown: { tone: 'good', icon: 'check' },
  unconfirmed: { tone: 'warn', icon: 'question' },
  refused: { tone: 'bad', icon: 'cross' },
  expired: { tone: 'warn', icon: 'clock' },
  withheld: { tone: 'plain', icon: 'pause' },
};
const MAX_ROWS = 12;

/** The outcome in words; what was withheld says why. */
function outcomeText(offer: OfferShownView): string {
  if (offer.outcome !== 'withheld') return t(`offers.${offer.outcome}`);
  if (offer.arm === 'control' || offer.reason === 'control') return t('offers.control');
  return `${t('offers.withheld')}: ${tOr(`reason.${offer.reason}`, offer.reason)}`;
}

function OfferRow({ offer }: { readonly offer: OfferShownView }) {
  const about = [productName(offer.sku), offer.display ? t('offers.on', { display: deviceName(offer.display) }) : ''].filter(Boolean);
  return (
    <li class="offer" data-outcome={offer.outcome}>
      <time class="offer-at">{minuteOf(offer.at)}</time>
      <div class="offer-what">
        <span class="offer-name">{offerName(offer.offer)}</span>
        <span class="muted">{about.join(' · ')}</span>
      </div>
      <div class="offer-outcome">
        {offer.visibleMs !== null && <span class="muted">{t('offers.seen', { duration: duration(offer.visibleMs) })}</span>}
        <Chip tone={LOOK[offer.outcome].tone} icon={LOOK[offer.outcome].icon} text={outcomeText(offer)} />
        {offer.convertedAt !== null && (
          <Chip tone="good" icon="basket" text={t('offers.converted', { time: minuteOf(offer.convertedAt) })} />
        )}
      </div>
    </li>
  );
}

/** The newest decisions, each with what became of it. */
export function Offers({ offers }: { readonly offers: readonly OfferShownView[] }) {
  const newest = [...offers].sort((a, b) => b.at - a.at).slice(0, MAX_ROWS);
  return (
    <Panel id="offers" title={t('offers.title')} summary={offers.length > 0 ? t('offers.summary', { n: offers.length }) : undefined}>
      {newest.length === 0 && <Empty text={t('offers.empty')} />}
      <ul class="offers">
        {newest.map((offer) => (
          <OfferRow key={offer.decision} offer={offer} />
        ))}
      </ul>
    </Panel>
  );
}
