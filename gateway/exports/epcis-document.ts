import type { ItemEventRow, Reader, Rows } from '../http/ports.ts';
import type { Told } from './epcis-event.ts';

/** Our own fields; whoever does not know them passes over them. */
const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { aisle: 'urn:silent-aisle:epcis:' }];

export interface DocumentOptions {
  readonly itemEvents: Reader['itemEvents'];
  readonly toEvent: (row: ItemEventRow) => Told;
  /** What the gateway told with `from` <= `recordTime` < `to`, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** When the document is made, epoch ms. */
  readonly now: number;
}

/**
 * One EPCISDocument in pieces, in the order in which the gateway said it: as many pieces as the ledger has pages, so that a year
 * takes no more memory than an hour. Its last fields count what is in it with raw bits only, and what was left out.
 */
export async function* epcisDocument({ itemEvents, toEvent, from, to, now }: DocumentOptions): AsyncGenerator<string> {
  const leftOut = { factory: 0, person: 0 };
  let raw = 0;
  let written = 0;
  let after: number | null = null;
  do {
    const page: Rows<ItemEventRow, number> = await itemEvents(from, to, after);
    let text = after === null ? headOf(now) : '';
    for (const told of page.rows.map(toEvent)) {
      if ('leftOut' in told) {
        leftOut[told.leftOut]++;
        continue;
      }
      if (told.isRaw) raw++;
      text += `${written++ === 0 ? '' : ','}\n${JSON.stringify(told.event)}`;
    }
    yield text;
    after = page.next;
  } while (after !== null);
  yield `\n]},"aisle:raw":${raw},"aisle:leftOut":${JSON.stringify(leftOut)}}\n`;
}

const headOf = (now: number): string => {
  const head = { '@context': CONTEXT, type: 'EPCISDocument', schemaVersion: '2.0', creationDate: new Date(now).toISOString() };
  return `${JSON.stringify(head).slice(0, -1)},"epcisBody":{"eventList":[`;
};
