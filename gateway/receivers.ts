import { resolve } from 'node:path';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { Purpose } from './domain/loyalty/settings.ts';
import { readSecret } from './keys.ts';
import type { Log } from './observability/log.ts';
import { createAskHttp } from './outputs/ask-http.ts';
import { createDrain, type Drain } from './outputs/drain.ts';
import { createSinkStatus, type SinkStatus } from './outputs/sink-status.ts';
import { createSigningSecrets } from './outputs/webhooks/signing-secrets.ts';
import { createWebhookSink } from './outputs/webhooks/webhook-sink.ts';
import type { Outbox } from './pipeline/ledger-port.ts';
import { isWebhookSink, webhookSinkName } from './webhook-listeners.ts';

/** Rows that are buried in one transaction. */
const ORPHANS = 500;

/** Rows looked at in one go beyond one request, so that a wrong one can be told from a receiver that is down. */
const LOOK_AHEAD = 10;

export interface ReceiversOptions {
  readonly loaded: LoadedConfig;
  readonly outbox: Outbox;
  readonly clock: () => number;
  /** Whether a visitor agreed, now, to a purpose. */
  readonly agrees: (visitor: string, purpose: Purpose) => boolean;
  readonly log: Log;
}

/** One receiver outside the shop, with how it does. */
export interface Receiver {
  readonly sink: string;
  readonly kind: 'webhook' | 'epcis';
  /** Where it is, without what stands behind the host. */
  readonly host: string;
  readonly drain: Drain;
  readonly status: SinkStatus;
}

/** Programs outside the shop that store.yaml wants told: webhooks. */
export function createReceivers({ loaded, outbox, clock, agrees, log }: ReceiversOptions) {
  const { config, folder } = loaded;
  const stopping = new AbortController();
  const ask = createAskHttp({ clock, signal: stopping.signal });
  const statusOf = (sink: string): SinkStatus =>
    createSinkStatus({ sink, clock, log: (text, facts) => log.warn({ part: 'outputs', ...facts }, text) });

  const webhooks = config.outputs.webhooks.map((webhook): Receiver => {
    const { id, url, batch, timeoutS, giveUpAfterH, purpose } = webhook;
    const sink = webhookSinkName(id);
    const status = statusOf(sink);
    const { deliver } = createWebhookSink({
      url,
      batch,
      timeoutMs: timeoutS * 1_000,
      giveUpAfterMs: giveUpAfterH * 3_600_000,
      secrets: createSigningSecrets(resolve(folder, webhook.secretFile), Date.now, (error) =>
        log.error({ sink, err: error }, 'the changed secret of a webhook cannot be used; the one of before still signs'),
      ),
      token: readSecret(folder, webhook.tokenFile),
      agrees: (visitor) => purpose !== undefined && agrees(visitor, purpose) && agrees(visitor, 'sharing'),
      ask,
      clock,
      report: status.report,
    });
    const drain = createDrain({ sink, outbox, clock, batch: batch + LOOK_AHEAD, deliver });
    return { sink, kind: 'webhook', host: new URL(url).host, drain, status };
  });

  const all: readonly Receiver[] = webhooks;
  buryOrphans(
    outbox,
    all.map(({ sink }) => sink),
  );

  return {
    all,
    /** Requests under way end at once; what they were about waits for the next start. */
    interrupt: () => stopping.abort(),
  };
}

/** What waits for a receiver that store.yaml no longer names: nobody would ever send it, but somebody may want it. */
function buryOrphans(outbox: Outbox, known: readonly string[]): void {
  for (const sink of outbox.sinks()) {
    if (known.includes(sink) || !isWebhookSink(sink)) continue;
    for (let rows = outbox.pending(sink, ORPHANS); rows.length > 0; rows = outbox.pending(sink, ORPHANS))
      outbox.bury(rows.map(({ id }) => ({ id, reason: 'not-configured', detail: '' })));
  }
}

export type Receivers = ReturnType<typeof createReceivers>;
