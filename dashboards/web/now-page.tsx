import { t } from './i18n/translate.ts';
import { Accuracy } from './parts/accuracy.tsx';
import { Alerts } from './parts/alerts.tsx';
import { Devices } from './parts/devices.tsx';
import { FloorPlan } from './parts/floor-plan.tsx';
import { Footfall } from './parts/footfall.tsx';
import { Header } from './parts/header.tsx';
import { Kpis } from './parts/kpis.tsx';
import { Offers } from './parts/offers.tsx';
import { Shelves } from './parts/shelves.tsx';
import { Ticker } from './parts/ticker.tsx';
import { Visits } from './parts/visits.tsx';
import { OfferWorth } from './parts/worth.tsx';
import { failure, link, now, store } from './state/model.ts';

function Waiting() {
  const problem = failure.value;
  return (
    <div class="waiting">
      {problem ? (
        <p role="alert">
          {t('app.failed')} {problem.detail} {problem.next}
        </p>
      ) : (
        <p role="status">{t('app.loading')}</p>
      )}
    </div>
  );
}

/** The shop right now, on one screen. */
export function NowPage() {
  const shop = store.value;
  const picture = now.value;
  return (
    <>
      <a class="skip" href="#now">
        {t('app.skip')}
      </a>
      <Header />
      <main id="now" tabIndex={-1} class={link.value === 'stale' ? 'is-stale' : ''}>
        {shop && picture ? (
          <>
            <Kpis picture={picture} />
            <div class="board">
              <div class="column">
                <FloorPlan store={shop} picture={picture} />
                <Footfall footfall={picture.footfall} />
                <Shelves shelves={picture.shelves} />
              </div>
              <div class="column">
                <Alerts alerts={picture.alerts} />
                <Visits visits={picture.visits} />
              </div>
              <div class="column column-third">
                <Offers offers={picture.offers} />
                <OfferWorth />
                <Ticker />
                <Accuracy />
              </div>
              <div class="column column-last">
                <Devices devices={picture.devices} pending={picture.pending} />
              </div>
            </div>
          </>
        ) : (
          <Waiting />
        )}
      </main>
    </>
  );
}
