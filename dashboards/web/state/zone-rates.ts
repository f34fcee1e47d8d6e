import type { ZoneFiguresView } from '../../../gateway/http/contract-journey.ts';

export type ZoneFigures = ZoneFiguresView['zones'][number];

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Metric `exposure_rate`, version 1: visits that came to the zone, of those of the shop. */
export const exposureOf = ({ visits }: ZoneFigures, all: number): number | null => share(visits, all);
/**
 * Metrics `engagement_rate` and `zone_conversion`, version 1: visits that took, or bought, an item from the zone, of those that stayed
 * there. One that took it in passing stayed long enough, whatever the antennas say: no share is above one.
 */
export const engagementOf = ({ picked, stayed }: ZoneFigures): number | null => share(picked, Math.max(stayed, picked));
export const conversionOf = ({ bought, picked, stayed }: ZoneFigures): number | null => share(bought, Math.max(stayed, picked));

/** A share as percent with one decimal, for tables and files. */
export const inPercent = (value: number | null): number | null => (value === null ? null : Math.round(value * 1_000) / 10);
