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
] as const;
