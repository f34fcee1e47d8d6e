/** Pages beside the first one, as their addresses name them, in the order of the navigation. */
export const PAGE_NAMES = [
  'footfall',
  'floor',
  'journey',
  'shelves',
  'visits',
  'offers',
  'offer-editor',
  'customers',
  'loss',
  'devices',
  'alerts',
  'reports',
  'settings',
  'audit',
  'plan-editor',
] as const;

/** Those that stand in the navigation; the plan is drawn on from the page that shows it. */
export const IN_NAVIGATION = PAGE_NAMES.filter((name) => name !== 'plan-editor');
