import type { DomainEvent } from '../../domain/events.ts';
import type { Reader } from '../../http/ports.ts';
import type { QueryContext } from './context.ts';
import { json, type Row, text } from './row.ts';

/** As many events as one story tells; of more, the newest. */
const TOLD = 300;

type Story = Awaited<ReturnType<Reader['story']>>;

/**
 * The events of an item, of a visit, or of both, each once, the oldest first, with the products of the items in them. Every
 * part is found by an index and cut at `TOLD` rows, whatever the ledger holds.
 */
export function createStory({ db }: QueryContext): (of: Parameters<Reader['story']>[0]) => Story {
  const newest = (key: 'epc' | 'visit') => db.prepare(`SELECT id, body FROM events WHERE ${key} = ? ORDER BY id DESC LIMIT ${TOLD} + 1`);
  const ofItem = newest('epc');
  const ofVisit = newest('visit');
  const products = db.prepare(
    'SELECT items.epc, items.gtin FROM json_each(?) AS asked JOIN items ON items.epc = asked.value WHERE items.gtin IS NOT NULL',
  );

  return ({ epc, visit }) => {
    const parts = [epc === null ? [] : ofItem.all(epc), visit === null ? [] : ofVisit.all(visit)];
    const byId = new Map<number, DomainEvent>();
    for (const row of parts.flatMap((rows) => rows.slice(0, TOLD))) {
      const event = eventIn(row);
      byId.set(event.id, event);
    }
    const events = [...byId.values()].sort((a, b) => a.id - b.id);
    const epcs = new Set(events.flatMap((event) => ('epc' in event && event.epc !== null ? [event.epc] : [])));
    const gtins = products.all(JSON.stringify([...epcs])).map((row) => [text(row.epc), text(row.gtin)] as const);
    return { events, gtins: Object.fromEntries(gtins), isWhole: parts.every((rows) => rows.length <= TOLD) };
  };
}

const eventIn = (row: Row): DomainEvent => json<DomainEvent>(row.body);
