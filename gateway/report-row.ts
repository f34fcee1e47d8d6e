import { instant } from './domain/units.ts';
import { reportEvent } from './outputs/webhooks/cloud-event.ts';
import type { WebhookRowBody } from './outputs/webhooks/webhook-rows.ts';
import type { OutboxRow } from './pipeline/ledger-port.ts';
import type { SentReport } from './reports/create-reports.ts';
import { webhookSinkName } from './webhook-listeners.ts';

/** A report as a row for its webhook: signed, tried again and buried like every event that goes there. It names nobody. */
export function reportRow(store: string, webhook: string, key: string, report: SentReport, now: number): OutboxRow {
  const { report: id, from, to, language, madeAt, completeUntil, figures, files } = report;
  const data = { report: id, from, to, language, madeAt, completeUntil, figures, files };
  const body: WebhookRowBody = {
    event: reportEvent(store, key.replaceAll(':', '-'), now, data),
    visitor: null,
    isAboutVisitor: false,
  };
  return { sink: webhookSinkName(webhook), key, at: instant(now), expires: null, body };
}
