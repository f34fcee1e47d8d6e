import { z } from 'zod';
import { actuator } from './schema-actuator.ts';
import { clock, id, point, texts } from './schema-common.ts';
import { display } from './schema-display.ts';
import { deviceHttp, llrp, opcua, serial, tcp } from './schema-transport.ts';

/** The parts of store.yaml that say what stands where. */
export const store = z.strictObject({
  id: id.default('shop').describe('Names the shop in topics, InfluxDB tags and chains'),
  name: texts.default('Silent Aisle').describe('What pages call the shop; one text, or one per language'),
  gln: z
    .string()
    .regex(/^\d{13}$/, 'must be 13 digits')
    .optional()
    .describe('Global Location Number of the shop; places of EPCIS events are then GS1 Digital Links under it'),
  timezone: z.string().default('Asia/Taipei').describe('IANA name; day boundaries and day parts follow it'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters (ISO 4217)')
    .default('TWD')
    .describe('ISO 4217; all money is in its smallest unit (TWD: hundredths)'),
  locale: z.enum(['zh-TW', 'zh-CN', 'en']).default('zh-TW').describe('Language of pages and displays until someone chooses another'),
  hours: z
    .partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), z.strictObject({ open: clock, close: clock }).nullable())
    .default({})
    .describe('Opening hours by weekday; a missing day means open all day, null means closed'),
  dayParts: z
    .record(id, z.strictObject({ from: clock, to: clock }))
    .default({
      morning: { from: '06:00', to: '11:00' },
      noon: { from: '11:00', to: '14:00' },
      afternoon: { from: '14:00', to: '18:00' },
      evening: { from: '18:00', to: '23:00' },
    })
    .describe('Names for stretches of the day, for offers and reports; `to` before `from` runs over midnight'),
});

export const plan = z.strictObject({
  width: z.number().positive().default(20).describe('Plan units, usually metres'),
  height: z.number().positive().default(12).describe('Plan units; y grows downwards from the upper left corner'),
  picture: z.string().optional().describe('Path of a picture drawn under the zones, relative to store.yaml'),
});

export const zone = z.strictObject({
  id,
  name: texts.optional(),
  kind: z
    .enum(['entrance', 'exit', 'shelf', 'fitting', 'checkout', 'storage', 'aisle'])
    .describe('What happens there: visits begin and end at entrances and exits, sales at the checkout'),
  polygon: z.array(point).min(3).optional().describe('Corners on the plan; without it the zone is not drawn'),
  neighbours: z.array(id).default([]).describe('Zones one can step into; the other direction is implied'),
});

const antenna = z.strictObject({
  port: z.int().min(1).max(256).default(1).describe('Port number that the reader reports'),
  zone: id.describe('The zone it looks at'),
  kind: z
    .enum(['zone', 'portal-inner', 'portal-outer', 'checkout', 'close-range'])
    .default('zone')
    .describe('The order of inner and outer portal tells the direction of a gate pass'),
  section: id.optional().describe('The shelf section it looks at'),
  at: point.optional().describe('Where it hangs on the plan'),
  referenceTags: z
    .array(z.string().regex(/^[0-9A-Fa-f]{8,124}$/, 'must be 8 to 124 hex digits'))
    .default([])
    .describe('EPCs of tags fixed beside it, never goods: it must hear them every minute while the shop is open, or an alert is raised'),
});

export const device = z.strictObject({
  id: id.describe('The name it has in topics and with which it logs in'),
  name: texts.optional(),
  driver: z.string().default('canonical-json').describe('Which kind of hardware speaks; see docs/devices.md'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('What its driver wants to know; see docs/devices.md'),
  address: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^+#]+$/, 'must not hold + or #')
    .optional()
    .describe('The name by which the hardware calls itself in topics and messages; default: its id'),
  via: id.optional().describe('The device whose credential brings its messages: a Zigbee bridge, a LoRaWAN server, an edge node'),
  serial: serial.optional(),
  tcp: tcp.optional(),
  llrp: llrp.optional(),
  opcua: opcua.optional(),
  http: deviceHttp.optional(),
  zone: id.optional().describe('Where it stands: card readers, tills, sensors, displays'),
  at: point.optional().describe('Where it stands on the plan'),
  topics: z
    .array(z.string().min(1).max(256))
    .optional()
    .describe('MQTT topics it publishes on; default: those that the driver names. A list, since readers may use several'),
  antennas: z.array(antenna).default([]).describe('What each antenna port of a reader looks at'),
  counter: z
    .strictObject({
      zone: id.describe('The zone that people enter by going in'),
      lines: z.record(z.string(), id).default({}).describe('Zone per counting line, when it has several'),
      swapped: z.boolean().default(false).describe('Mounted the wrong way round: in and out change places'),
    })
    .optional()
    .describe('Given when the device counts people over a line'),
  display: display.optional(),
  buttons: z
    .record(
      z.string(),
      z
        .string()
        .max(64)
        .regex(/^(smiley-[1-5]|nps-(\d|10)|(?!smiley-|nps-).+)$/, 'faces are smiley-1 to smiley-5, likelihoods nps-0 to nps-10'),
    )
    .default({})
    .describe('What its buttons stand for, by the name that it gives them: smiley-1 (worst) to smiley-5, nps-0 to nps-10, or any name'),
  actuator: actuator.optional().describe('Given when the device obeys commands of offers and rules'),
  silentAfterS: z
    .number()
    .min(5)
    .max(86_400)
    .default(120)
    .describe('Seconds without a message until the device is reported silent; raise it for devices that speak only when used'),
  maxSkewS: z
    .number()
    .min(0.5)
    .max(86_400)
    .default(5)
    .describe('Seconds by which its clock may be off; further off for three minutes it is reported'),
});

const facing = z.strictObject({
  sku: z.string().describe('SKU of the products file'),
  facings: z.int().min(1).describe('Pieces the plan wants on the section'),
  minimum: z.int().min(0).default(1).describe('Low at or below this many pieces'),
});

const section = z.strictObject({
  id: id.describe('Unique in the whole shop'),
  at: point.optional().describe('Middle of the section on the plan; the simulator puts its items there'),
  scale: z
    .strictObject({ device: id.describe('The scale under it'), channel: z.string().default('1').describe('Channel of that scale') })
    .optional()
    .describe('Given when the section stands on a scale'),
  planogram: z.array(facing).default([]).describe('Which products belong there'),
});

export const shelf = z.strictObject({
  id,
  name: texts.optional(),
  zone: id.describe('The zone it stands in'),
  sections: z.array(section).min(1).describe('Its parts: the smallest places that antennas and scales tell apart'),
});
