import type { DomainEvent, EventType } from '../../domain/events.ts';
import { ABOUT_VISITORS } from '../../domain/told.ts';
import type { OutboxRow } from '../../pipeline/ledger-port.ts';
import { type Audience, type ProductNames, tellEvent, visitorIn } from '../told-event.ts';
import { type CloudEvent, cloudEvent } from './cloud-event.ts';

/** A webhook as far as it decides what it is told. */
export interface Listener {
  readonly sink: string;
  readonly types: ReadonlySet<EventType>;
  readonly wants: (event: Readonly<Record<string, unknown>>) => boolean;
  readonly audience: Audience;
}

/** An event on its way to a webhook. Whether the visitor may be named is asked when it is sent: consent can end meanwhile. */
export interface WebhookRowBody {
  readonly event: CloudEvent;
  readonly visitor: string | null;
  /** Without the visitor there would be nothing to tell. */
  readonly isAboutVisitor: boolean;
}

/** The rows that an event brings, one for each webhook that wants it. Pure: a journal that is applied again brings the same. */
export function createWebhookRows(store: string, listeners: readonly Listener[], names: ProductNames): (event: DomainEvent) => OutboxRow[] {
  const byType = new Map<EventType, Listener[]>();
  for (const listener of listeners) {
    for (const type of listener.types) {
      if (ABOUT_VISITORS.has(type) && listener.audience !== 'people') continue;
      byType.set(type, [...(byType.get(type) ?? []), listener]);
    }
  }
  return (event) => {
    const interested = byType.get(event.type);
    if (interested === undefined) return [];
    return interested.flatMap(({ sink, wants, audience }): OutboxRow[] => {
      const told = tellEvent(event, audience, names);
      if (told === null || !wants({ type: event.type, ...told })) return [];
      const body: WebhookRowBody = {
        event: cloudEvent(store, event, told),
        visitor: audience === 'people' ? visitorIn(event) : null,
        isAboutVisitor: ABOUT_VISITORS.has(event.type),
      };
      return [{ sink, key: String(event.id), at: event.emittedAt, expires: null, body }];
    });
  };
}
