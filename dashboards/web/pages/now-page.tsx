import { Accuracy } from '../parts/accuracy.tsx';
import { Alerts } from '../parts/alerts.tsx';
import { Devices } from '../parts/devices.tsx';
import { FloorPlan } from '../parts/floor-plan.tsx';
import { Footfall } from '../parts/footfall.tsx';
import { Kpis } from '../parts/kpis.tsx';
import { Offers } from '../parts/offers.tsx';
import { Shelves } from '../parts/shelves.tsx';
import { Ticker } from '../parts/ticker.tsx';
import { Visits } from '../parts/visits.tsx';
import { OfferWorth } from '../parts/worth.tsx';
import { now, store } from '../state/model.ts';

/** The shop right now, on one screen. */
export function NowPage() {
  const shop = store.value;
  const picture = now.value;
  if (shop === null || picture === null) return null;
  return (
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
  );
}
