import type { DeadLetterRow, SinkAccount } from '../../../gateway/http/ports.ts';
import { AT } from './views.fake.ts';

/** A receiver that does not answer, and what was given up for it. */
export const sinkFake: SinkAccount = { sink: 'webhook:crm', waiting: 3, delivered: 41, failed: 2, dead: 1, waitingSince: AT - 60_000 };
export const deadLetterFake: DeadLetterRow = {
  id: 7,
  sink: 'webhook:crm',
  at: AT - 3_600_000,
  diedAt: AT - 1_800_000,
  attempts: 6,
  reason: 'http-422',
  detail: 'unknown sku',
  body: { event: { type: 'aisle.v1.item.picked' } },
};
