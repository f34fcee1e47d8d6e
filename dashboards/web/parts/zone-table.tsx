import type { ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';
import { t } from '../i18n/translate.ts';
import { zoneName } from '../state/names.ts';
import { conversionOf, engagementOf, inPercent, type ZoneFigures } from '../state/zone-rates.ts';
import { type Column, Listing } from './listing.tsx';
import { PageLink } from './page-link.tsx';

function columnsOf(compared: ZoneFiguresView | null): readonly Column<ZoneFigures>[] {
  const before = new Map(compared?.zones.map((figures) => [figures.zone, figures]));
  const conversionBefore = ({ zone }: ZoneFigures): number | null => {
    const figures = before.get(zone);
    return figures ? inPercent(conversionOf(figures)) : null;
  };
  return [
    {
      id: 'zone',
      head: t('journey.zone'),
      value: ({ zone }) => zoneName(zone),
      cell: ({ zone }) => (
        <PageLink to="visits" query={{ zone }}>
          {zoneName(zone)}
        </PageLink>
      ),
    },
    { id: 'visits', head: t('journey.zoneVisits'), value: ({ visits }) => visits },
    { id: 'stayed', head: t('journey.zoneStayed'), value: ({ stayed }) => stayed },
    { id: 'picked', head: t('journey.zonePicked'), value: ({ picked }) => picked },
    { id: 'bought', head: t('journey.zoneBought'), value: ({ bought }) => bought },
    { id: 'engagement', head: t('journey.engagement'), value: (figures) => inPercent(engagementOf(figures)) },
    { id: 'conversion', head: t('journey.conversion'), value: (figures) => inPercent(conversionOf(figures)) },
    ...(compared ? [{ id: 'before', head: t('journey.before.conversion'), value: conversionBefore }] : []),
    { id: 'median', head: t('journey.median'), value: ({ medianS }) => medianS },
    { id: 'p75', head: t('journey.p75'), value: ({ p75S }) => p75S },
    { id: 'p95', head: t('journey.p95'), value: ({ p95S }) => p95S },
    { id: 'open', head: t('journey.open'), value: ({ open }) => open },
  ];
}

interface TableProps {
  readonly figures: ZoneFiguresView;
  readonly compared: ZoneFiguresView | null;
}

/** What its columns mean. */
export const ZONE_METRICS = ['exposure_rate', 'zone_visit', 'engagement_rate', 'zone_conversion', 'dwell'];

/** Every zone with its visits, what they took and bought from there, and how long they stayed; each leads to its visits. */
export function ZoneTable({ figures, compared }: TableProps) {
  return <Listing id="zones" name={t('journey.zones')} columns={columnsOf(compared)} rows={figures.zones} keyOf={({ zone }) => zone} />;
}
