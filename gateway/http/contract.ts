import { z } from 'zod';
import { actuatorView } from './contract-actuator.ts';

/**
 * What the HTTP API says, read side. Times are epoch milliseconds, money is minor units of `currency`, confidence is 0..1,
 * texts are maps of language to text (at least one entry). The ledger's queries return these shapes; pages import the types.
 */
export const time = z.int().describe('Epoch milliseconds');
const texts = z.record(z.string(), z.string());
export const confidence = z.number().min(0).max(1);
const evidence = z.object({ code: z.string(), nats: z.number(), facts: z.record(z.string(), z.union([z.string(), z.number()])) });

export const storeView = z.object({
  id: z.string(),
  name: texts,
  timezone: z.string(),
  currency: z.string(),
  locale: z.enum(['zh-TW', 'zh-CN', 'en']),
  plan: z.object({ width: z.number(), height: z.number(), picture: z.string().nullable() }),
  zones: z.array(z.object({ id: z.string(), name: texts, kind: z.string(), polygon: z.array(z.tuple([z.number(), z.number()])) })),
  now: time,
  occupancyLimit: z.int().nullable().describe('Most people at a time; null where store.yaml sets none'),
  demo: z.boolean(),
});

export const zoneView = z.object({
  id: z.string(),
  people: z.number().describe('Open visits last seen there, by party; at a door only those of the last two minutes'),
  tags: z.int().describe('Items present'),
  visitsToday: z.int(),
});

export const footfallView = z.object({
  date: z.string(),
  occupancy: z.int(),
  uncertainty: z.number(),
  in: z.int(),
  out: z.int(),
  buckets: z
    .array(z.object({ at: time, in: z.int(), out: z.int(), occupancy: z.int() }))
    .describe('15-minute buckets of the store-local day, from the first to the newest'),
});

export const shelfView = z.object({
  id: z.string(),
  name: texts,
  zone: z.string(),
  facings: z.array(
    z.object({
      section: z.string(),
      sku: z.string(),
      gtin: z.string().nullable(),
      name: texts,
      onShelf: z.int(),
      spread: z.number().describe('Standard deviation of onShelf, items'),
      misplaced: z.int(),
      facings: z.int(),
      minimum: z.int(),
      state: z.enum(['ok', 'low', 'out', 'unknown']),
      since: time.nullable(),
    }),
  ),
});

export const misplacedView = z.object({
  epc: z.string(),
  sku: z.string().nullable(),
  name: texts.nullable(),
  zone: z.string().describe('Where it lies'),
  home: z.string().describe('Section that misses it'),
  shelf: z.string().nullable(),
  since: time,
  confidence,
});

/** A tag that rests beside a gate and is therefore never an exit. */
export const blockedTagView = z.object({
  epc: z.string(),
  gtin: z.string().nullable(),
  zone: z.string().nullable(),
  device: z.string().nullable().describe('Reader that hears it'),
  antenna: z.int().describe('1-based port; 0 when the reader does not say'),
  since: time.describe('Since when it has been heard there'),
  blockedAt: time,
  why: z.array(evidence),
});

export const refillView = z.object({
  shelf: z.string(),
  section: z.string(),
  zone: z.string(),
  sku: z.string(),
  gtin: z.string().nullable(),
  name: texts,
  state: z.enum(['ok', 'low', 'out']),
  since: time,
  onShelf: z.int(),
  facings: z.int(),
  missing: z.int().describe('Items until the plan is met'),
  inStorage: z.int().describe('Items of the product in storage zones'),
  strayedTo: z.array(z.string()).describe('Zones where items of this place lie misplaced'),
});

const availabilityShare = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .describe('Share of planned open time in which it could be bought; null without any');
export const availabilityView = z.object({
  from: time,
  to: time,
  availability: availabilityShare,
  hours: z.array(z.object({ hour: time.describe('Start of the hour'), availability: availabilityShare })),
  products: z.array(
    z.object({ sku: z.string(), gtin: z.string().nullable(), name: texts, outSeconds: z.int(), availability: availabilityShare }),
  ),
});

const visitItem = z.object({
  epc: z.string(),
  sku: z.string().nullable(),
  name: texts.nullable(),
  from: time,
  to: time.nullable(),
  outcome: z.enum(['bought', 'returned', 'left', 'taken', 'unknown']).nullable().describe('Null while the visit holds it'),
  confidence,
  why: z.array(evidence),
});

export const visitView = z.object({
  id: z.string(),
  start: time,
  end: time.nullable(),
  visitor: z.string().nullable(),
  tier: z.string().nullable(),
  party: z.int(),
  zone: z.string().nullable(),
  items: z.array(visitItem),
});

export const offerShownView = z.object({
  decision: z.string(),
  at: time,
  offer: z.string(),
  on: z.string().nullable().describe('Event that made it a candidate; null for decisions of before it was kept'),
  visit: z.string().nullable(),
  zone: z.string().nullable(),
  display: z.string().nullable(),
  sku: z.string().nullable(),
  priceMinor: z.int().nullable().describe('What the product costs by the offer'),
  wasMinor: z.int().nullable().describe('What it costs otherwise, where that is more'),
  arm: z.enum(['treatment', 'control', 'holdout']).nullable(),
  unit: z
    .object({ by: z.enum(['visit', 'slot']), id: z.string() })
    .nullable()
    .describe('What was assigned to the arm as a whole; null for a candidate that was not assigned'),
  instead: z.string().nullable().describe('Decision whose place it takes, since no display proved that one'),
  reason: z.string(),
  outcome: z.enum(['pending', 'shown', 'unconfirmed', 'refused', 'expired', 'withheld']),
  shownAt: time.nullable(),
  visibleMs: z.int().nullable().describe('For how long people could see it, where the display tells; known at its end'),
  convertedAt: time.nullable(),
  detail: z.string(),
});

export const visitDetail = visitView.extend({
  zones: z.array(z.object({ zone: z.string(), from: time, to: time.nullable() })),
  offers: z.array(offerShownView),
  receipts: z.array(z.object({ sale: z.string(), at: time, totalMinor: z.int(), pieces: z.number() })),
});

const readView = z.object({
  at: time.describe('Time that the reader stated, else receive time'),
  receivedAt: time,
  device: z.string(),
  antenna: z.int(),
  rssiDbm: z.number().nullable(),
  tid: z.string().nullable(),
  count: z.int(),
  zone: z.string().nullable(),
  pcHex: z.string().optional(),
  frequencyKhz: z.number().optional(),
  phaseDeg: z.number().optional(),
  dopplerHz: z.number().optional(),
  txPowerDbm: z.number().optional(),
  antennaName: z.string().optional(),
  rssiRaw: z.number().optional(),
});

export const itemView = z.object({
  epc: z.string(),
  scheme: z.string().nullable(),
  uri: z.string().nullable(),
  gtin: z.string().nullable(),
  serial: z.string().nullable(),
  identity: z.enum(['gs1', 'factory', 'other']),
  sku: z.string().nullable(),
  name: texts.nullable(),
  state: z.enum(['heard', 'present', 'picked', 'departed', 'exited', 'sold']),
  zone: z.string().nullable(),
  section: z.string().nullable(),
  confidence,
  visit: z.string().nullable(),
  reads: z.int(),
  firstRead: time,
  lastRead: time,
  recent: z.array(readView).describe('Newest first, at most 100; kept in memory, so a restart empties it'),
  history: z.array(
    z.object({
      id: z.int(),
      type: z.string(),
      at: time,
      zone: z.string().nullable(),
      from: z.string().nullable(),
      visit: z.string().nullable(),
      confidence,
      why: z.array(evidence),
    }),
  ),
});

export const offerView = z.object({
  id: z.string(),
  name: texts,
  on: z.string(),
  when: z.string(),
  display: z.string(),
  control: z.number(),
  today: z.object({
    eligible: z.int(),
    selected: z.int(),
    shown: z.int(),
    control: z.int(),
    failed: z.int(),
    picked: z.int(),
    bought: z.int(),
    considered: z.int().describe('Times that its event happened, up to five minutes ago'),
    unmet: z.int().describe('Of these, times that its condition did not hold'),
  }),
});

export const alertView = z.object({
  id: z.string(),
  type: z.string(),
  severity: z.enum(['critical', 'major', 'minor', 'warning']),
  at: time,
  confidence,
  zone: z.string().nullable(),
  epc: z.string().nullable(),
  visit: z.string().nullable(),
  device: z.string().nullable(),
  clearedAt: time.nullable(),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  refutedAt: time.nullable().describe('When it turned out to be a false alarm'),
  assignedTo: z.string().nullable(),
  shelvedUntil: time.nullable().describe('Put aside until then: it wants nobody before'),
  why: z.array(evidence),
});

export const alertDetail = alertView.extend({
  emittedAt: time.nullable().describe('When the gateway said so; null for alerts of before it was kept'),
  clearedBecause: z.string().nullable(),
});

export const deviceView = z.object({
  id: z.string(),
  name: texts,
  driver: z.string(),
  zone: z.string().nullable(),
  state: z.enum(['online', 'offline', 'silent', 'never-seen']),
  since: time.nullable(),
  lastMessage: time.nullable(),
  messages: z.int(),
  rejected: z.int(),
  readings: z.int(),
  skewMs: z.number().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  firmware: z.string().nullable(),
  messagesPerMinute: z.number().describe('Mean of the last five whole minutes'),
  rejectedPerMinute: z.number(),
  batteryPct: z.number().nullable(),
  reboots: z.int().describe('Restarts noticed since the gateway knows the device'),
  rebootedAt: time.nullable(),
  antennas: z.array(
    z.object({
      port: z.int(),
      readsPerMinute: z.int().describe('In the last whole minute in which the reader spoke'),
      usualPerMinute: z.number().nullable().describe('Usual at this hour of the day; null while that is being learned'),
      quiet: z.boolean(),
    }),
  ),
  actuator: actuatorView.nullable().describe('Null for a device that obeys no commands of offers and rules'),
  problem: z.string().nullable().describe('Why the gateway cannot reach it, for devices that the gateway goes to itself'),
});

export const pendingDeviceView = z.object({
  device: z.string().describe('Name of its credential'),
  since: time,
  lastMessage: time,
  messages: z.int(),
  topics: z.array(z.string()),
  guesses: z
    .array(z.object({ driver: z.string(), share: z.number().describe('Of its newest messages, those that the driver understands') }))
    .describe('Drivers that understand what it says, the likeliest first'),
});

const quarantineView = z.object({
  id: z.int(),
  at: time,
  reason: z.string(),
  detail: z.string(),
  device: z.string(),
  topic: z.string(),
  sample: z
    .string()
    .describe('First bytes, printable characters only; long numbers as first two characters ~ length, empty where cards are spoken of'),
  bytes: z.int(),
});

export const ledgerView = z.object({
  received: z.int(),
  applied: z.int(),
  duplicate: z.int(),
  rejected: z.record(z.string(), z.int()),
  evicted: z.record(z.string(), z.int()),
  pending: z.int().describe('On disk, not yet applied'),
  balanced: z.boolean().describe('received = applied + duplicate + rejected + evicted + pending'),
  refused: z.record(z.string(), z.int()).describe('Turned away before they became a frame'),
  warnings: z.record(z.string(), z.int()),
  journal: z.object({ lastSeq: z.int(), firstSeq: z.int(), bytes: z.int(), segments: z.int(), evicted: z.int(), corrupt: z.int() }),
  outbox: z.record(z.string(), z.object({ waiting: z.int(), delivered: z.int(), failed: z.int() })),
  quarantine: z.array(quarantineView),
});

/** The first page in one answer; the same parts stand alone under their own addresses. */
export const nowView = z.object({
  at: time,
  completeUntil: time,
  zones: z.array(zoneView),
  footfall: footfallView,
  shelves: z.array(shelfView),
  visits: z.array(visitView),
  offers: z.array(offerShownView),
  devices: z.array(deviceView),
  pending: z.array(pendingDeviceView).describe('Devices with a credential that speak and stand in no store.yaml'),
  alerts: z.array(alertView),
  readsPerSecond: z.number(),
  journalLag: z.int(),
});

/** Messages of the live feed (`GET /api/v1/live`, server-sent events, one JSON object in `data`). */
export const liveMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('now'), now: nowView }),
  z.object({
    type: z.literal('event'),
    id: z.int(),
    event: z.string(),
    at: time,
    emittedAt: time,
    text: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  }),
]);

export const sessionView = z.object({ user: z.string(), expires: time, isReadOnly: z.boolean().describe('May look, but change nothing') });
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  next: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  instance: z.string().optional().describe('Names this one failure, to be found in the log'),
});

export type StoreView = z.infer<typeof storeView>;
export type ZoneView = z.infer<typeof zoneView>;
export type FootfallView = z.infer<typeof footfallView>;
export type ShelfView = z.infer<typeof shelfView>;
export type MisplacedView = z.infer<typeof misplacedView>;
export type BlockedTagView = z.infer<typeof blockedTagView>;
export type RefillView = z.infer<typeof refillView>;
export type AvailabilityView = z.infer<typeof availabilityView>;
export type VisitItem = z.infer<typeof visitItem>;
export type VisitView = z.infer<typeof visitView>;
export type VisitDetail = z.infer<typeof visitDetail>;
export type OfferShownView = z.infer<typeof offerShownView>;
export type OfferView = z.infer<typeof offerView>;
export type ReadView = z.infer<typeof readView>;
export type ItemView = z.infer<typeof itemView>;
export type AlertView = z.infer<typeof alertView>;
export type AlertDetail = z.infer<typeof alertDetail>;
export type DeviceView = z.infer<typeof deviceView>;
export type PendingDeviceView = z.infer<typeof pendingDeviceView>;
export type LedgerView = z.infer<typeof ledgerView>;
export type NowView = z.infer<typeof nowView>;
export type LiveMessage = z.infer<typeof liveMessage>;
export type Problem = z.infer<typeof problem>;
