import type { DatabaseSync } from 'node:sqlite';
import type { Reader } from '../../http/ports.ts';
import { createAlerts } from './alerts.ts';
import type { ReaderCatalogue } from './catalogue.ts';
import { createDecisions } from './decisions.ts';
import { createDevices } from './devices.ts';
import { createFootfall } from './footfall.ts';
import { createInsight } from './insight.ts';
import { createItemHistory } from './item-history.ts';
import { createLedgerPart } from './ledger.ts';
import { createOffers } from './offers.ts';
import { createShelves } from './shelves.ts';
import { createVisits } from './visits.ts';
import { createZones } from './zones.ts';

/** The reader's questions, answered at once. */
export type Queries = {
  readonly [Name in Exclude<keyof Reader, 'close'>]: (...asked: Parameters<Reader[Name]>) => Awaited<ReturnType<Reader[Name]>>;
};

/**
 * Prepares every question that pages ask, on one connection. `clock` decides which day is today. Throws GatewayError
 * INPUT_INVALID for a date that is none.
 */
export function createQueries(db: DatabaseSync, catalogue: ReaderCatalogue, clock: () => number): Queries {
  const context = { db, catalogue, clock };
  const decisions = createDecisions(context);
  return {
    zones: createZones(context),
    footfall: createFootfall(context),
    ...createInsight(context),
    shelves: createShelves(context),
    ...createVisits(context, decisions),
    itemHistory: createItemHistory(context),
    ...createOffers(context),
    decisions: decisions.decisions,
    alerts: createAlerts(context),
    devices: createDevices(context),
    ledger: createLedgerPart(context),
  };
}
