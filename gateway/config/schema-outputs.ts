import { z } from 'zod';
import { PURPOSES } from '../domain/loyalty/settings.ts';
import { id, seconds, secretFile } from './schema-common.ts';

/** What the gateway tells others, by itself: each with its own part of the outbox. */

const influx = z
  .strictObject({
    url: z.url().describe('Address of InfluxDB 2, 3, 1.8 or VictoriaMetrics'),
    org: z.string().default('silent-aisle').describe('Organisation; ignored by servers that have none'),
    bucket: z.string().default('shop').describe('Bucket or database'),
    tokenFile: secretFile.optional().describe('File with the token; or the environment variable AISLE_INFLUX_TOKEN'),
    batch: z.int().min(1).max(5000).default(500).describe('Points per request'),
    timeoutS: seconds(10, 1, 120, 'Longest wait for an answer'),
  })
  .describe('Time series; without it none are written');

const homeAssistant = z
  .strictObject({
    prefix: z
      .string()
      .regex(/^[a-z0-9_-]{1,32}$/, 'must be lower-case letters, digits, dashes and underscores')
      .default('homeassistant')
      .describe('First level of the discovery topics, as Home Assistant has it'),
  })
  .describe('Given to announce occupancy, stock and the gateway itself to Home Assistant over MQTT; observers may then hear it');

const tokenFile = secretFile.optional().describe('File with a token that the receiver wants besides; sent as `Authorization: Bearer`');
const timeoutS = seconds(10, 1, 120, 'Longest wait for an answer');
const giveUpAfterH = z
  .number()
  .min(1)
  .max(720)
  .default(72)
  .describe('What could not be delivered for so long becomes a dead letter; it can still be sent again by hand');

const webhook = z.strictObject({
  id: id.describe('Names it on pages, in the log and in figures'),
  url: z.url().describe('Where events are posted; https, unless it is on this machine. No secret belongs into it: it is no secret to us'),
  secretFile: secretFile.describe(
    'File with the secret that signs each request, `whsec_` and base64 as `aisle webhook rotate` writes it; with two lines both sign, so that the receiver can change over',
  ),
  events: z
    .array(z.string().min(1).max(64))
    .min(1)
    .describe('Types of events that are posted: `sale.recorded`, all of a family as `item.*`, or `*`; docs/outputs.md lists them'),
  when: z
    .string()
    .default('true')
    .describe(
      'Condition (CEL) over `event`; a field that an event does not have is empty or 0: event.zone == "door" && event.confidence > 0.9',
    ),
  purpose: z
    .enum(PURPOSES)
    .optional()
    .describe(
      'What the receiver does with visitors. Given, it is told pseudonyms of those who agreed to this purpose and to sharing, and instead of EPCs only products; without it, no pseudonym at all',
    ),
  batch: z.int().min(1).max(500).default(1).describe('Most events in one request; above 1 they come as a CloudEvents batch'),
  tokenFile,
  timeoutS,
  giveUpAfterH,
});

const epcis = z
  .strictObject({
    url: z.url().describe('Base of the repository’s EPCIS 2.0 interface; documents are posted to `capture` under it'),
    events: z
      .array(z.string().min(1).max(64))
      .min(1)
      .default(['*'])
      .describe('Types of events that are captured, as for webhooks; those that EPCIS cannot say are left out'),
    batch: z.int().min(1).max(1_000).default(100).describe('Most events in one document'),
    tokenFile,
    tokenHeader: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'must be the name of a header')
      .optional()
      .describe('Header that carries the token as it is; default: `Authorization: Bearer`'),
    timeoutS,
    giveUpAfterH,
  })
  .describe('Given to send item events to an EPCIS repository');

export const outputs = z.strictObject({
  influx: influx.optional(),
  homeAssistant: homeAssistant.optional(),
  webhooks: z.array(webhook).default([]).describe('Other programs that are told of events as they happen: CRM, messaging bridges, tills'),
  epcis: epcis.optional(),
});

export type WebhookConfig = z.infer<typeof webhook>;
