import type { DatabaseSync } from 'node:sqlite';
import type { Reader } from '../../http/ports.ts';
import { createAccuracy } from './accuracy.ts';
import { createAlertInbox } from './alert-inbox.ts';
import { createAlerts } from './alerts.ts';
import { createAssociations } from './associations.ts';
import { createAudit } from './audit.ts';
import { createAvailabilityDays } from './availability-days.ts';
import { createBlockedTags } from './blocked-tags.ts';
import type { ReaderCatalogue } from './catalogue.ts';
import { createCustomerBook } from './customer-book.ts';
import { createCustomerGroups } from './customer-groups.ts';
import { createCustomers } from './customers.ts';
import { createDecisions } from './decisions.ts';
import { createDevices } from './devices.ts';
import { createExperiments } from './experiments.ts';
import { createExportPages } from './exports.ts';
import { createFeedback } from './feedback.ts';
import { createFootfall } from './footfall.ts';
import { createFootfallSpan } from './footfall-span.ts';
import { createFunnel } from './funnel.ts';
import { createItemHistory } from './item-history.ts';
import { createLedgerPart } from './ledger.ts';
import { createLoss } from './loss.ts';
import { createOfferFigures } from './offer-figures.ts';
import { createOffers } from './offers.ts';
import { createReplay } from './replay.ts';
import { createShelves } from './shelves.ts';
import { createSinks } from './sinks.ts';
import { createStatements } from './statements.ts';
import { createStock } from './stock.ts';
import { createStory } from './stories.ts';
import { createVisits } from './visits.ts';
import { createVisitsSpan } from './visits-span.ts';
import { createWays } from './ways.ts';
import { createZoneFigures } from './zone-figures.ts';
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
  const openBook = createCustomerBook(context);
  return {
    zones: createZones(context),
    footfall: createFootfall(context),
    footfallSpan: createFootfallSpan(context),
    funnel: createFunnel(context),
    zoneFigures: createZoneFigures(context),
    ways: createWays(context),
    replay: createReplay(context),
    accuracy: createAccuracy(context),
    associations: createAssociations(context),
    shelves: createShelves(context),
    ...createStock(context),
    availabilityDays: createAvailabilityDays(context),
    ...createVisits(context, decisions),
    ...createVisitsSpan(context),
    itemHistory: createItemHistory(context),
    ...createOffers(context),
    offerFigures: createOfferFigures(context),
    ...createExperiments(context),
    ...createStatements(context),
    ...createFeedback(context),
    ...createCustomers(context, openBook),
    ...createCustomerGroups(context, openBook),
    decisions: decisions.decisions,
    ...createAlerts(context),
    loss: createLoss(context),
    alertInbox: createAlertInbox(context),
    story: createStory(context),
    blockedTags: createBlockedTags(context),
    devices: createDevices(context),
    ...createAudit(context),
    ...createSinks(context),
    ...createExportPages(context),
    ledger: createLedgerPart(context),
  };
}
