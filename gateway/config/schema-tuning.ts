import { z } from 'zod';
import { id, seconds, secretFile } from './schema-common.ts';

/** The parts of store.yaml that tune the gateway: most shops leave them as they are. */
export const sensing = z.strictObject({
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

export const security = z.strictObject({
  alarmAt: z.number().min(0.05).max(0.99).default(0.6).describe('Probability from which an unsold exit is an alarm; below it stays silent'),
  exitSilenceS: seconds(5, 1, 120, 'Silence after a gate pass that confirms an exit'),
  bulkItems: z.int().min(2).max(1000).default(5).describe('Items picked from one section that make a bulk'),
  bulkWindowS: seconds(10, 1, 600, 'Items picked from one section within this time are a bulk'),
  cloneWindowS: seconds(2, 0.1, 60, 'One EPC in two far zones within this time'),
  floodTagsPerSecond: z.int().min(10).max(100_000).default(500).describe('New unknown EPCs per second that are a flood'),
});

export const privacy = z.strictObject({
  journalHours: z.number().min(1).max(720).default(24).describe('Raw messages are kept this long'),
  journalMaxMb: z
    .number()
    .min(16)
    .max(1_000_000)
    .default(2_048)
    .describe('Disk for raw messages; the oldest go first, and that is counted'),
  visitDays: z.number().min(1).max(3650).default(30).describe('Single visits are kept this long; totals stay'),
});

export const outputs = z.strictObject({
  influx: z
    .strictObject({
      url: z.url().describe('Address of InfluxDB 2, 3, 1.8 or VictoriaMetrics'),
      org: z.string().default('silent-aisle').describe('Organisation; ignored by servers that have none'),
      bucket: z.string().default('shop').describe('Bucket or database'),
      tokenFile: secretFile.optional().describe('File with the token; or the environment variable AISLE_INFLUX_TOKEN'),
      batch: z.int().min(1).max(5000).default(500).describe('Points per request'),
      timeoutS: seconds(10, 1, 120, 'Longest wait for an answer'),
    })
    .optional()
    .describe('Time series; without it none are written'),
});

export const http = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all'),
  port: z.int().min(0).max(65_535).default(8_080).describe('0 takes any free port'),
  publicUrl: z.url().optional().describe('Address that operators use, when a proxy stands before the gateway'),
});

export const broker = z.strictObject({
  embedded: z.boolean().default(true).describe('False: only the external broker is used'),
  host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 lets devices of the network in'),
  port: z.int().min(0).max(65_535).default(1_883).describe('0 takes any free port'),
  maxPacketKb: z.number().min(1).max(4_096).default(64).describe('Larger messages are refused; real readers send up to 40'),
  observers: z
    .array(id)
    .default([])
    .describe(
      'Names with which other programs may listen on the embedded broker to what the gateway tells, aisle/v1/{store}/gateway/#, and do nothing else; `aisle device rotate NAME` makes the secret',
    ),
  external: z
    .strictObject({
      url: z.string().describe('mqtt://host:1883 or mqtts://host:8883'),
      username: z.string().optional().describe('Where the broker asks for one'),
      passwordFile: secretFile.optional().describe('File with the password; or the environment variable AISLE_BROKER_PASSWORD'),
      clientId: z.string().optional().describe('Fixed name of the session that the broker keeps; default: aisle- and the store id'),
    })
    .optional()
    .describe('A broker that already exists in the shop'),
});
