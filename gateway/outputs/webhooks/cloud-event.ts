import type { DomainEvent } from '../../domain/events.ts';

/**
 * An event in the structured JSON mode of CloudEvents 1.0, with the extensions `sequence` and `recordedtime`.
 * @see CloudEvents 1.0.2, and its documented extensions
 */
export interface CloudEvent {
  readonly specversion: '1.0';
  /**
   * The same for the same event, however often it is sent; another for every other event of this source, also after the data of the
   * gateway was restored or made anew: the number of the event alone would come again then, the time does not.
   */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** When it happened. */
  readonly time: string;
  /** When the gateway knew. */
  readonly recordedtime: string;
  /** Orders events of one source as text. */
  readonly sequence: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

const cloudSource = (store: string): string => `urn:silent-aisle:store:${store}`;
const cloudType = (type: string): string => `aisle.v1.${type}`;

export const cloudEvent = (store: string, event: DomainEvent, data: Readonly<Record<string, unknown>>): CloudEvent => ({
  specversion: '1.0',
  id: `${event.id}-${event.emittedAt}`,
  source: cloudSource(store),
  type: cloudType(event.type),
  time: new Date(event.at).toISOString(),
  recordedtime: new Date(event.emittedAt).toISOString(),
  sequence: String(event.id).padStart(16, '0'),
  datacontenttype: 'application/json',
  data,
});

/** A report on its way to a receiver. Its id is the same whenever the same days are told again. */
export const reportEvent = (store: string, key: string, now: number, data: Readonly<Record<string, unknown>>): CloudEvent => ({
  ...pingEvent(store, now),
  id: key,
  type: cloudType('report.made'),
  data,
});

/** What tells a receiver that somebody tries it out. It is no event of the shop, and its id never one of theirs. */
export const pingEvent = (store: string, now: number): CloudEvent => ({
  specversion: '1.0',
  id: `ping-${now}`,
  source: cloudSource(store),
  type: cloudType('ping'),
  time: new Date(now).toISOString(),
  recordedtime: new Date(now).toISOString(),
  sequence: '0'.repeat(16),
  datacontenttype: 'application/json',
  data: {},
});
