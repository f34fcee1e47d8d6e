/** Pages beside the first one, as their addresses name them, in the order of the navigation. */
export const PAGE_NAMES = ['footfall', 'journey', 'shelves', 'visits', 'alerts', 'offer-editor'] as const;
