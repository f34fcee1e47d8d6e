import { z } from 'zod';
import { id, secretFile } from './schema-common.ts';

/** The parts of store.yaml that tune the gateway: most shops leave them as they are. */
export const privacy = z.strictObject({
  journalHours: z.number().min(1).max(720).default(24).describe('Raw messages are kept this long'),
  journalMaxMb: z
    .number()
    .min(16)
    .max(1_000_000)
    .default(2_048)
    .describe('Disk for raw messages; the oldest go first, and that is counted'),
  visitDays: z.number().min(1).max(3650).default(30).describe('Single visits are kept this long; totals stay'),
  auditDays: z.number().min(1).max(3650).default(730).describe('What people did and actuators were asked, and by whom, is kept this long'),
  customerDays: z
    .number()
    .min(1)
    .max(3650)
    .default(730)
    .describe(
      'What is known of a customer day by day is kept this long, with their consent to analytics only; a card of which nobody told is forgotten when unseen for this long',
    ),
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
