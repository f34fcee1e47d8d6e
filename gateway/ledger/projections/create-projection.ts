import type { DatabaseSync } from 'node:sqlite';
import { createAlerts } from './alerts.ts';
import { createDevices } from './devices.ts';
import { createEvents } from './events.ts';
import { createFootfall } from './footfall.ts';
import { createItems } from './items.ts';
import { createOffers } from './offers.ts';
import type { Projector, ProjectorFactory } from './projector.ts';
import { createSales } from './sales.ts';
import { createShelves } from './shelves.ts';
import { createVisitItems } from './visit-items.ts';
import { createVisits } from './visits.ts';

/** Items before custody: custody says who holds an item, and has the last word on it. */
const PARTS: readonly ProjectorFactory[] = [
  createEvents,
  createItems,
  createVisits,
  createVisitItems,
  createShelves,
  createFootfall,
  createSales,
  createOffers,
  createAlerts,
  createDevices,
];

/** One projector over the event log and all read models. */
export function createProjection(db: DatabaseSync): Projector {
  const parts = PARTS.map((create) => create(db));
  return (event) => {
    for (const project of parts) project(event);
  };
}
