import type { DomainEvent, EventType } from '../../domain/events.ts';
import type { ProjectorFactory } from './projector.ts';

/** Kept as read models and outbox rows only: by the hundred thousand a day, and no page asks for their history. */
const TRANSIENT: ReadonlySet<EventType> = new Set<EventType>([
  'reads.summarised',
  'occupancy.changed',
  'climate.measured',
  'device.stated',
  'device.measured',
  'offers.considered',
  'associations.measured',
]);

/** The event log: what happened, word by word, with the keys that pages look it up by. */
export const createEvents: ProjectorFactory = (db) => {
  const insert = db.prepare('INSERT INTO events (id, at, emitted_at, type, zone, epc, visit, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  return (event) => {
    if (TRANSIENT.has(event.type)) return;
    const { zone, epc, visit } = keysOf(event);
    insert.run(event.id, event.at, event.emittedAt, event.type, zone, epc, visit, JSON.stringify(event));
  };
};

const keysOf = (event: DomainEvent) => ({
  zone: 'zone' in event ? event.zone : null,
  epc: 'epc' in event ? event.epc : null,
  visit: 'visit' in event ? event.visit : null,
});
