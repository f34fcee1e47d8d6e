import { compileFilter } from './config/event-filter.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { typesLike } from './domain/told.ts';
import type { Listener } from './outputs/webhooks/webhook-rows.ts';

/** A webhook's part of the outbox. */
export const webhookSinkName = (id: string): string => `webhook:${id}`;

export const isWebhookSink = (sink: string): boolean => sink.startsWith('webhook:');

/** What each webhook of store.yaml wants to hear. Its filter was checked when the file was read. */
export const webhookListeners = ({ config }: LoadedConfig): readonly Listener[] =>
  config.outputs.webhooks.map(({ id, events, when, purpose }) => {
    const filter = compileFilter(when);
    return {
      sink: webhookSinkName(id),
      types: new Set(events.flatMap(typesLike)),
      wants: filter.ok ? filter.wants : () => false,
      audience: purpose === undefined ? 'goods' : 'people',
    };
  });
