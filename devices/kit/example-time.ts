import { instant } from '../../gateway/domain/units.ts';

/** Every example of a driver arrives at 2026-01-15T09:00:01Z: times near it are believed, times far from it are not. */
export const EXAMPLE_RECEIVED_AT = instant(1_768_467_601_000);
