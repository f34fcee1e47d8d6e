import { z } from 'zod';
import type { SensingSettings } from '../../domain/shop.ts';
import { arrival, arrivalSettings } from './arrival.ts';
import { custody, custodySettings } from './custody.ts';
import { footfall, footfallSettings } from './footfall.ts';
import { type security, securitySettings } from './security.ts';
import { shelfSettings, shelves } from './shelves.ts';
import { tagSettings, tags } from './tags.ts';
import { visitSettings, visits } from './visits.ts';

/** `sensing:` of store.yaml. Most shops leave it as it is; `aisle tune` finds better values on a shop's own recordings. */
export const sensing = z.strictObject({ arrival, tags, footfall, visits, custody, shelves });

/** The settings of the sensing domain, from the two parts of store.yaml that hold them. */
export const sensingSettings = (set: z.infer<typeof sensing>, secure: z.infer<typeof security>): SensingSettings => ({
  arrival: arrivalSettings(set.arrival),
  tags: tagSettings(set.tags),
  footfall: footfallSettings(set.footfall),
  visits: visitSettings(set.visits),
  custody: custodySettings(set.custody),
  shelves: shelfSettings(set.shelves),
  security: securitySettings(secure),
});
