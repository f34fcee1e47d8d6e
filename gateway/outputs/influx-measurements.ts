/** What is written to InfluxDB: a promise to whoever draws charts of it. EPCs, cards and visits are fields or absent, never tags. */
export const MEASUREMENTS = {
  tag_reads: { tags: ['device', 'antenna', 'zone'], fields: ['reads', 'distinct', 'rssi_mean_dbm'], of: 'windows of ten seconds' },
  footfall: {
    tags: ['zone'],
    fields: ['in', 'out', 'occupancy'],
    of: 'each count; occupancy of the zone, or of the whole shop as zone `store`',
  },
  shelf: { tags: ['shelf', 'sku'], fields: ['on_shelf', 'misplaced', 'weight_g', 'available'], of: 'each change' },
  item_event: { tags: ['zone', 'type'], fields: ['epc', 'sku', 'confidence'], of: 'each event of an item' },
  visit: {
    tags: ['identified', 'tier'],
    fields: ['duration_s', 'zones', 'picked', 'tried', 'bought', 'value_minor'],
    of: 'each visit, at its end; written a minute later',
  },
  offer: {
    tags: ['offer', 'display', 'arm'],
    fields: ['eligible', 'shown', 'visible_ms', 'picked', 'bought', 'value_minor'],
    of: 'each decision, showing and purchase',
  },
  climate: { tags: ['device'], fields: ['temperature_c', 'humidity_pct', 'illuminance_lx', 'door_open'], of: 'each reading' },
  device: {
    tags: ['device'],
    fields: ['online', 'messages', 'rejected', 'skew_ms', 'lag_ms'],
    of: 'each minute, and when it comes and goes; messages and rejected are totals',
  },
  gateway: { tags: [], fields: ['journal_lag', 'outbox_depth', 'disk_bytes', 'rss_bytes'], of: 'each minute' },
} as const satisfies Readonly<
  Record<string, { readonly tags: readonly string[]; readonly fields: readonly string[]; readonly of: string }>
>;
