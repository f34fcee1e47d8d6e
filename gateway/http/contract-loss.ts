import { z } from 'zod';
import { confidence, time } from './contract.ts';

const exit = z.object({
  alert: z.string().describe('Its alert, which explains itself'),
  at: time,
  epc: z.string(),
  sku: z.string().nullable(),
  name: z.record(z.string(), z.string()).nullable(),
  door: z.string().nullable().describe('Zone of the gate'),
  confidence,
  fate: z
    .enum(['left', 'paid', 'back', 'suspected', 'withdrawn'])
    .describe(
      'left: no receipt named it; paid: one did, after all; back: the item came back; suspected: not sure yet; withdrawn: it did not leave',
    ),
  settledAt: time.nullable().describe('When the receipt or the item came, or the suspicion ended'),
  decision: z.enum(['false-alarm', 'confirmed']).nullable().describe('What an operator decided'),
  decidedBy: z.string().nullable(),
  isFalseAlarm: z.boolean().describe('An operator said so, or a receipt or the item came within 15 minutes'),
  valueMinor: z.int().nullable().describe('Price of the product; null for one without'),
});

const sums = {
  left: z.int().describe('Left without a receipt and nobody called it a false alarm'),
  settled: z.int().describe('Paid or back after all'),
  withdrawn: z.int().describe('Suspected, and did not leave'),
  falseAlarms: z.int(),
  valueMinor: z.int().describe('Prices of what left'),
};

/** Metrics `known_loss` and `false_exit_alarms`, version 1: items that passed a gate without a receipt, over store-local days. */
export const lossView = z.object({
  from: z.string(),
  to: z.string(),
  exits: z.array(exit).describe('Newest first, 500 at most'),
  isWhole: z.boolean(),
  ...sums,
  suspected: z.int().describe('Not decided yet'),
  confirmed: z.int().describe('Of `left`, those that an operator confirmed'),
  unpriced: z.int().describe('Of `left`, those without a price: the value is more than it says'),
  falseAlarmsPerDay: z.number().nullable().describe('Over the days of the range that have begun'),
  days: z.array(z.object({ date: z.string(), ...sums })),
  hours: z.array(z.object({ hour: z.int(), left: z.int(), falseAlarms: z.int() })).describe('Hours of the day in which something left'),
  products: z.array(
    z.object({ sku: z.string().nullable(), name: z.record(z.string(), z.string()).nullable(), left: z.int(), valueMinor: z.int() }),
  ),
});

export type LossView = z.infer<typeof lossView>;
export type ExitView = z.infer<typeof exit>;
