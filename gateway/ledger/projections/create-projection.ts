import type { DatabaseSync } from 'node:sqlite';
import { createAccuracy } from './accuracy.ts';
import { createActuators } from './actuators.ts';
import { createAlerts } from './alerts.ts';
import { createAssociations } from './associations.ts';
import { createAudit } from './audit.ts';
import { createAvailability } from './availability.ts';
import { createBlockedTags } from './blocked-tags.ts';
import { createCustomers } from './customers.ts';
import { createDevices } from './devices.ts';
import { createEvents } from './events.ts';
import { createFeedback } from './feedback.ts';
import { createFootfall } from './footfall.ts';
import { createItems } from './items.ts';
import { createOffers } from './offers.ts';
import { createOffersConsidered } from './offers-considered.ts';
import { createPlays } from './plays.ts';
import type { Projector, ProjectorFactory } from './projector.ts';
import { createSales } from './sales.ts';
import { createShelves } from './shelves.ts';
import { createStrays } from './strays.ts';
import { createVisitItems } from './visit-items.ts';
import { createVisits } from './visits.ts';

/**
 * Items before custody: custody says who holds an item, and has the last word on it. Customers last: one who is forgotten is taken out of
 * all that stands before.
 */
const PARTS: readonly ProjectorFactory[] = [
  createEvents,
  createItems,
  createVisits,
  createVisitItems,
  createShelves,
  createStrays,
  createAvailability,
  createFootfall,
  createSales,
  createOffers,
  createPlays,
  createFeedback,
  createOffersConsidered,
  createAssociations,
  createAlerts,
  createAccuracy,
  createBlockedTags,
  createDevices,
  createActuators,
  createAudit,
  createCustomers,
];

/** One projector over the event log and all read models. */
export function createProjection(db: DatabaseSync): Projector {
  const parts = PARTS.map((create) => create(db));
  return (event) => {
    for (const project of parts) project(event);
  };
}
