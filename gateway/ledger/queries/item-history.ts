import type { DomainEvent } from '../../domain/events.ts';
import type { ItemView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { json, textOrNull } from './row.ts';

/** As many events as a page shows of one item. */
const SHOWN = 200;

export type ItemHistory = { readonly history: ItemView['history']; readonly visit: string | null };

/** What happened to one item, newest first, and the visit that holds it now. Empty for an item never heard. */
export function createItemHistory({ db }: QueryContext): (epc: string) => ItemHistory {
  const select = db.prepare(`SELECT body FROM events WHERE epc = ? ORDER BY id DESC LIMIT ${SHOWN}`);
  const holder = db.prepare('SELECT visit FROM items WHERE epc = ?');
  return (epc) => ({
    history: select.all(epc).flatMap((row) => toHistory(json<DomainEvent>(row.body))),
    visit: textOrNull(holder.get(epc)?.visit),
  });
}

/** Of the events that name an item, those that state something about it with reasons. */
function toHistory(event: DomainEvent): ItemView['history'] {
  if (!('why' in event && 'confidence' in event)) return [];
  const { id, type, at, confidence } = event;
  const why = event.why.map(({ code, nats, facts }) => ({ code, nats, facts: { ...facts } }));
  return [
    {
      id,
      type,
      at,
      zone: 'zone' in event ? event.zone : null,
      from: 'from' in event ? event.from : null,
      visit: 'visit' in event ? event.visit : null,
      confidence,
      why,
    },
  ];
}
