import type { DomainEvent, EventOf, ItemFact } from '../domain/events.ts';

/** What the ledger knows of a thing, for telling it. */
export interface Story {
  /** In any order. */
  readonly events: readonly DomainEvent[];
  /** Products (GTIN) by EPC, of the items in it: custody and alerts speak of EPCs alone. */
  readonly gtins: Readonly<Record<string, string>>;
  /** False when older events were left out, because there are too many. */
  readonly isWhole: boolean;
}

export type CustodyEvent = EventOf<'custody.assigned'> | EventOf<'custody.ended'>;
type ItemEvent = Extract<DomainEvent, ItemFact>;

export const isItem = (event: DomainEvent): event is ItemEvent => event.type.startsWith('item.');
export const isCustody = (event: DomainEvent): event is CustodyEvent => event.type === 'custody.assigned' || event.type === 'custody.ended';

/** The event that was said last of those wanted: a later word revises an earlier one, whatever time they speak of. */
export function newest<E extends DomainEvent>(events: readonly E[], isWanted: (event: E) => boolean = () => true): E | undefined {
  let last: E | undefined;
  for (const event of events) if (isWanted(event) && (last === undefined || event.id > last.id)) last = event;
  return last;
}
