import type { NowView, StoreView, ZoneView } from '../../../gateway/http/contract.ts';
import { pick, t } from '../i18n/translate.ts';
import { openVisits } from '../state/names.ts';
import { DeviceState } from './devices.tsx';
import { Icon } from './icon.tsx';
import { StockChip } from './shelves.tsx';
import { VisitTitle } from './visits.tsx';

/** A zone as drawn and as it is now, with how many products on its shelves are out or low. */
export interface ZonePicture {
  readonly zone: StoreView['zones'][number];
  readonly now: ZoneView;
  readonly out: number;
  readonly low: number;
}

interface ZoneDetailsProps {
  readonly zone: ZonePicture;
  readonly picture: NowView;
  readonly close: () => void;
}

/** What is in the chosen zone: figures, visits, gaps on its shelves, its devices. */
export function ZoneDetails({ zone: { zone, now }, picture, close }: ZoneDetailsProps) {
  const visits = openVisits.value.filter((visit) => visit.zone === zone.id);
  const devices = picture.devices.filter((device) => device.zone === zone.id);
  const facings = picture.shelves.filter((shelf) => shelf.zone === zone.id).flatMap((shelf) => shelf.facings);
  return (
    <div class="zone-details" data-details={zone.id}>
      <div class="zone-details-head">
        <h3>{pick(zone.name, zone.id)}</h3>
        <button type="button" class="button-quiet" onClick={close}>
          <Icon name="cross" />
          <span>{t('plan.close')}</span>
        </button>
      </div>
      <p class="muted">
        {[t('plan.people', { n: now.people }), t('plan.tags', { n: now.tags }), t('plan.visitsToday', { n: now.visitsToday })].join(' · ')}
      </p>
      <div class="zone-details-lists">
        <div>
          <h4>{t('plan.visitsHere')}</h4>
          {visits.length === 0 && <p class="muted">{t('plan.nobody')}</p>}
          <ul>
            {visits.map((visit) => (
              <li key={visit.id}>
                <VisitTitle visit={visit} />
              </li>
            ))}
          </ul>
        </div>
        {facings.length > 0 && (
          <div>
            <h4>{t('plan.shelvesHere')}</h4>
            <ul>
              {facings.map((facing) => (
                <li key={`${facing.section} ${facing.sku}`}>
                  <span>{pick(facing.name, facing.sku)}</span>
                  <StockChip state={facing.state} />
                </li>
              ))}
            </ul>
          </div>
        )}
        {devices.length > 0 && (
          <div>
            <h4>{t('plan.devices')}</h4>
            <ul>
              {devices.map((device) => (
                <li key={device.id}>
                  <span>{pick(device.name, device.id)}</span>
                  <DeviceState state={device.state} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </div>
  );
}
