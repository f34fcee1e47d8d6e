import type { PAGE_NAMES } from '../../../dashboards/web/page-names.ts';
import type { Answers } from '../fixture-server.ts';
import { alertsPage } from './alerts.ts';
import { auditPage } from './audit.ts';
import { customers } from './customers.ts';
import { devices } from './devices.ts';
import { floor } from './floor.ts';
import { footfall } from './footfall.ts';
import { journey } from './journey.ts';
import { loss } from './loss.ts';
import { offerEditor } from './offer-editor.ts';
import { offersPage } from './offers.ts';
import { planEditor } from './plan-editor.ts';
import { reports } from './reports.ts';
import { settingsPage } from './settings.ts';
import { shelves } from './shelves.ts';
import { visits } from './visits.ts';

/** What each page shows in a busy shop and in an empty one. */
export const ALL_PAGES: Readonly<Record<(typeof PAGE_NAMES)[number], { readonly busy: Answers; readonly empty: Answers }>> = {
  footfall,
  floor,
  journey,
  offers: offersPage,
  'offer-editor': offerEditor,
  shelves,
  visits,
  loss,
  customers,
  devices,
  alerts: alertsPage,
  reports,
  settings: settingsPage,
  audit: auditPage,
  'plan-editor': planEditor,
};
