import type { DomainEvent } from '../domain/events.ts';
import type { OutboxRow } from '../pipeline/ledger-port.ts';

/**
 * What the gateway tells on MQTT under `…/gateway/`. `levels` is the topic behind it; a retained publication with a null
 * payload takes the retained one away. A `shelf` publication is filled with the shelf's stock when it is sent.
 */
export type Publication =
  | { readonly kind: 'state'; readonly levels: readonly string[]; readonly payload: unknown }
  | { readonly kind: 'event'; readonly levels: readonly string[]; readonly payload: unknown }
  | { readonly kind: 'shelf'; readonly shelf: string };

/** State and events that an event publishes. Visitors' pseudonyms are never among them. */
function publications(event: DomainEvent): readonly Publication[] {
  switch (event.type) {
    case 'occupancy.changed':
      return [
        {
          kind: 'state',
          levels: ['zone', event.zone ?? 'store', 'occupancy'],
          payload: { people: event.people, uncertainty: event.uncertainty, at: event.at },
        },
      ];
    case 'shelf.changed':
      return [{ kind: 'shelf', shelf: event.shelf }, told(event)];
    case 'alert.raised': {
      const { id: _, emittedAt: __, ...payload } = event;
      return [{ kind: 'state', levels: ['alert', event.alert], payload }, told(event)];
    }
    case 'alert.cleared':
      return [{ kind: 'state', levels: ['alert', event.alert], payload: null }, told(event)];
    case 'reads.summarised':
    case 'climate.measured':
    case 'device.stated':
    case 'device.measured':
    case 'visit.identified':
      return [];
    default:
      return [told(event)];
  }
}

/** The event as others may hear it. */
function told(event: DomainEvent): Publication {
  const { visitor: _, ...payload } = { visitor: null, ...event };
  return { kind: 'event', levels: ['event', event.type], payload };
}

/** One outbox row per publication; the key makes a replayed event the same rows. */
export const publicationRows = (event: DomainEvent): OutboxRow[] =>
  publications(event).map((body, index) => ({ sink: 'mqtt', key: `${event.id}.${index}`, at: event.emittedAt, expires: null, body }));
