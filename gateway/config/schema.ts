import { z } from 'zod';

/**
 * store.yaml: the single source. The type of the configuration, the defaults, the JSON Schema for editors and the
 * reference in docs/ all come from here. Durations are seconds where the name ends in S, money is in minor units.
 */
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes')
  .describe('Lower case, digits, dashes; used in topics and addresses');
const texts = z
  .union([z.string(), z.record(z.string(), z.string())])
  .describe('One text, or one per language: { en: …, zh-TW: …, zh-CN: … }');
const point = z.tuple([z.number(), z.number()]).describe('[x, y] in plan units');
const clock = z
  .string()
  .regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'HH:MM')
  .describe('Store-local time, HH:MM');

const store = z.strictObject({
  id: id.default('shop'),
  name: texts.default('Silent Aisle'),
  timezone: z.string().default('Asia/Taipei').describe('IANA name; day boundaries and day parts follow it'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('TWD')
    .describe('ISO 4217'),
  locale: z.enum(['zh-TW', 'zh-CN', 'en']).default('zh-TW').describe('Language of pages and displays until someone chooses another'),
  hours: z
    .partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), z.strictObject({ open: clock, close: clock }).nullable())
    .default({})
    .describe('Opening hours by weekday; a missing day means open all day, null means closed'),
  dayParts: z.record(id, z.strictObject({ from: clock, to: clock })).default({
    morning: { from: '06:00', to: '11:00' },
    noon: { from: '11:00', to: '14:00' },
    afternoon: { from: '14:00', to: '18:00' },
    evening: { from: '18:00', to: '23:00' },
  }),
});

const plan = z.strictObject({
  width: z.number().positive().default(20).describe('Plan units, usually metres'),
  height: z.number().positive().default(12),
  picture: z.string().optional().describe('Path of a picture drawn under the zones, relative to store.yaml'),
});

const zone = z.strictObject({
  id,
  name: texts.optional(),
  kind: z.enum(['entrance', 'exit', 'shelf', 'fitting', 'checkout', 'storage', 'aisle']),
  polygon: z.array(point).min(3).optional().describe('Corners on the plan'),
  neighbours: z.array(id).default([]).describe('Zones one can step into; the other direction is implied'),
});

const antenna = z.strictObject({
  port: z.int().min(1).max(256).default(1),
  zone: id,
  kind: z.enum(['zone', 'portal-inner', 'portal-outer', 'checkout', 'close-range']).default('zone'),
  section: id.optional().describe('The shelf section it looks at'),
  at: point.optional().describe('Where it hangs on the plan'),
});

const device = z.strictObject({
  id,
  name: texts.optional(),
  driver: z.string().default('canonical-json').describe('Which kind of hardware speaks; see docs/devices.md'),
  zone: id.optional().describe('Where it stands: card readers, tills, sensors, displays'),
  at: point.optional(),
  topics: z.array(z.string().min(1).max(256)).optional().describe('MQTT topics it publishes on; default: those that the driver names'),
  antennas: z.array(antenna).default([]),
  counter: z
    .strictObject({
      zone: id,
      lines: z.record(z.string(), id).default({}).describe('Zone per counting line, when it has several'),
      swapped: z.boolean().default(false).describe('Mounted the wrong way round: in and out change places'),
    })
    .optional(),
  display: z
    .strictObject({
      faces: z.array(id).default([]).describe('Zones from which it can be read; default: its own zone'),
      idle: texts.default('').describe('Text of the idle loop'),
    })
    .optional(),
  silentAfterS: z.number().min(5).max(86_400).default(120).describe('Seconds without a message until the device is reported silent'),
});

const shelf = z.strictObject({
  id,
  name: texts.optional(),
  zone: id,
  sections: z
    .array(
      z.strictObject({
        id,
        at: point.optional().describe('Middle of the section on the plan; the simulator puts its items there'),
        scale: z.strictObject({ device: id, channel: z.string().default('1') }).optional(),
        planogram: z.array(z.strictObject({ sku: z.string(), facings: z.int().min(1), minimum: z.int().min(0).default(1) })).default([]),
      }),
    )
    .min(1),
});

const offer = z.strictObject({
  id,
  name: texts.optional(),
  on: z.enum(['item.picked', 'item.put', 'zone.entered', 'zone.dwell', 'visit.identified', 'shelf.low', 'shelf.out']),
  dwellS: z.number().min(1).max(3600).default(20).describe('Stay that makes a zone.dwell'),
  when: z.string().default('true').describe('CEL over visit, item, shelf, visitor, store, now'),
  show: z
    .record(
      z.string(),
      z.strictObject({
        title: z.string().max(120),
        body: z.string().max(400).default(''),
        priceMinor: z.int().optional(),
        picture: z.string().optional(),
      }),
    )
    .describe('What to show, per language'),
  display: z.union([z.literal('nearest'), id]).default('nearest'),
  priority: z.int().min(0).max(100).default(50),
  showForS: z.number().min(1).max(600).default(15),
  limits: z
    .strictObject({
      perVisit: z.int().min(1).default(1),
      perVisitorDay: z.int().min(1).default(3),
      perDisplayHour: z.int().min(1).default(60),
    })
    .prefault({}),
  control: z.number().min(0).max(0.9).default(0).describe('Share of visits held back to measure the effect'),
  personal: z.boolean().default(false).describe('Uses what is known of the visitor: needs consent'),
});

const seconds = (fallback: number, min: number, max: number, why: string) => z.number().min(min).max(max).default(fallback).describe(why);

const sensing = z.strictObject({
  tags: z
    .strictObject({
      arrivalReads: z
        .int()
        .min(1)
        .max(50)
        .default(3)
        .describe('Reads inside the window until a tag has arrived; one stray read is no arrival'),
      arrivalWindowS: seconds(30, 1, 600, 'Window for arrivalReads'),
      floorDbm: z.number().min(-100).max(-30).default(-84).describe('Weaker reads are counted but not believed'),
      hysteresisDb: z.number().min(0).max(30).default(6).describe('Lead in dB that another zone needs to take a tag over'),
      decayS: seconds(20, 1, 600, 'Unread, a zone loses its hold by half in this time'),
      pickSilenceS: seconds(8, 1, 600, 'Silence at home that makes a pick-up believable when the tag is heard elsewhere or weight is gone'),
      departedAfterS: seconds(600, 10, 86_400, 'Unread anywhere for this long: departed'),
    })
    .prefault({}),
  visits: z
    .strictObject({
      silenceS: seconds(1_800, 60, 86_400, 'A visit without any sign for this long is closed'),
      mergeGapS: seconds(120, 0, 86_400, 'The same card again within this gap continues the visit'),
      cardToCounterS: seconds(7, 1, 120, 'A card claims the counter event this near in time'),
      longestS: seconds(14_400, 600, 86_400, 'Longest visit believed'),
    })
    .prefault({}),
});

const security = z.strictObject({
  alarmAt: z.number().min(0.05).max(0.99).default(0.6).describe('Probability from which an unsold exit is an alarm; below it stays silent'),
  exitSilenceS: seconds(5, 1, 120, 'Silence after a gate pass that confirms an exit'),
  bulkItems: z.int().min(2).max(1000).default(5),
  bulkWindowS: seconds(10, 1, 600, 'Items picked from one section within this time are a bulk'),
  cloneWindowS: seconds(2, 0.1, 60, 'One EPC in two far zones within this time'),
  floodTagsPerSecond: z.int().min(10).max(100_000).default(500).describe('New unknown EPCs per second that are a flood'),
});

const secretFile = z.string().describe('Path of a file that holds the secret, readable by the gateway only');

const outputs = z.strictObject({
  influx: z
    .strictObject({
      url: z.url(),
      org: z.string().default('silent-aisle'),
      bucket: z.string().default('shop'),
      tokenFile: secretFile.optional().describe('Or the environment variable AISLE_INFLUX_TOKEN'),
      batch: z.int().min(1).max(5000).default(500),
      timeoutS: seconds(10, 1, 120, 'Longest wait for an answer'),
    })
    .optional(),
});

export const configSchema = z
  .strictObject({
    version: z.literal(1).default(1),
    store: store.prefault({}),
    plan: plan.prefault({}),
    zones: z.array(zone).default([]),
    devices: z.array(device).default([]),
    shelves: z.array(shelf).default([]),
    products: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('CSV with columns gtin, sku, name, category, price (minor units), weight (grams); name-zh-TW and so on for languages'),
    inventory: z.string().optional().describe('CSV of a stock count with columns epc, section'),
    staff: z
      .strictObject({ tags: z.array(z.string()).default([]), cards: z.array(z.string()).default([]) })
      .prefault({})
      .describe('Tags and cards that are never customers'),
    loyalty: z
      .strictObject({
        tiers: z.array(id).default(['basic', 'silver', 'gold']),
        members: z.string().optional().describe('CSV with columns card, tier, profiling (yes or no); read once, kept only as pseudonyms'),
      })
      .prefault({}),
    offers: z.array(offer).default([]),
    sensing: sensing.prefault({}),
    security: security.prefault({}),
    privacy: z
      .strictObject({
        journalHours: z.number().min(1).max(720).default(24).describe('Raw messages are kept this long'),
        journalMaxMb: z.number().min(16).max(1_000_000).default(2_048),
        visitDays: z.number().min(1).max(3650).default(30),
      })
      .prefault({}),
    outputs: outputs.prefault({}),
    http: z
      .strictObject({
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8_080),
        publicUrl: z.url().optional().describe('Address that operators use, when a proxy stands before the gateway'),
      })
      .prefault({}),
    broker: z
      .strictObject({
        embedded: z.boolean().default(true).describe('False: only the external broker is used'),
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(1_883),
        maxPacketKb: z.number().min(1).max(4_096).default(64),
        external: z
          .strictObject({
            url: z.string().describe('mqtt://host:1883 or mqtts://host:8883'),
            username: z.string().optional(),
            passwordFile: secretFile.optional().describe('Or the environment variable AISLE_BROKER_PASSWORD'),
            clientId: z.string().optional(),
          })
          .optional(),
      })
      .prefault({}),
  })
  .describe('One shop');

export type Config = z.infer<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type DeviceConfig = Config['devices'][number];
export type OfferConfig = Config['offers'][number];
