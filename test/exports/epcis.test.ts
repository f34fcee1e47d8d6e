import { describe, expect, it } from 'vitest';
import { packBits } from '../../devices/kit/epc/bits.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { createExports } from '../../gateway/exports/create-exports.ts';
import type { ItemEventRow } from '../../gateway/http/ports.ts';
import { exportedShop, itemEventFake } from '../support/fakes/exports.fake.ts';
import { createFakeReader } from '../support/fakes/reader.fake.ts';
import { AT } from '../support/fakes/views.fake.ts';
import { expectValidEpcis, hasEpcisSchema } from './epcis-schema.ts';

const SHIRT = encodeSgtin96({ gtin14: '04719999000019', serial: 7, filter: 1, prefixDigits: 7 });
const row = (change: Partial<ItemEventRow>): ItemEventRow => ({ ...itemEventFake, epc: SHIRT, ...change });

interface Document {
  readonly epcisBody: { readonly eventList: readonly Record<string, unknown>[] };
  readonly [key: string]: unknown;
}

/** The document of pages with these rows. */
async function documentOf(pages: readonly (readonly ItemEventRow[])[], shop = exportedShop): Promise<Document> {
  const reader = createFakeReader();
  const asked = { ...reader, itemEvents: async (_from: number, _to: number, after: number | null) => pageAfter(pages, after) };
  let text = '';
  for await (const piece of createExports({ shop, reader: asked, clock: () => AT }).epcis(0, AT)) text += piece;
  return JSON.parse(text) as Document;
}

function pageAfter(pages: readonly (readonly ItemEventRow[])[], after: number | null) {
  const at = after === null ? 0 : after + 1;
  return { rows: pages[at] ?? [], next: at + 1 < pages.length ? at : null };
}

const eventOf = async (change: Partial<ItemEventRow>, shop = exportedShop) =>
  (await documentOf([[row(change)]], shop)).epcisBody.eventList[0] ?? {};

describe('item events as EPCIS', () => {
  it('name what, when, where and why in the words of the standard', async () => {
    const document = await documentOf([[row({})]]);
    expect(document).toEqual({
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { aisle: 'urn:silent-aisle:epcis:' }],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-03-02T09:00:00.000Z',
      epcisBody: {
        eventList: [
          {
            type: 'ObjectEvent',
            eventID: expect.stringMatching(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/),
            eventTime: '2026-03-02T08:59:58.000Z',
            recordTime: '2026-03-02T08:59:59.000Z',
            eventTimeZoneOffset: '+01:00',
            epcList: ['urn:epc:id:sgtin:4719999.000001.7'],
            action: 'OBSERVE',
            bizStep: 'other',
            disposition: 'sellable_accessible',
            readPoint: { id: 'https://id.gs1.org/414/4719999000002/254/wall' },
            bizLocation: { id: 'https://id.gs1.org/414/4719999000002' },
            'aisle:confidence': 0.94,
          },
        ],
      },
      'aisle:raw': 0,
      'aisle:leftOut': { factory: 0, person: 0 },
    });
    expectValidEpcis(document);
  });

  const back = { zone: 'back', from: 'wall' };
  const gate = { zone: 'gate', from: null };
  it.each<[string, Partial<ItemEventRow>, string, string | undefined]>([
    ['arrived', { type: 'item.arrived' }, 'arriving', 'sellable_accessible'],
    ['arrived in storage', { type: 'item.arrived', ...back }, 'arriving', 'sellable_not_accessible'],
    ['brought to storage', { type: 'item.moved', ...back }, 'storing', 'sellable_not_accessible'],
    ['brought to the floor', { type: 'item.moved', zone: 'wall', from: 'back' }, 'stocking', 'sellable_accessible'],
    ['moved on the floor', { type: 'item.moved', zone: 'gate', from: 'wall' }, 'other', 'sellable_accessible'],
    ['carried about after the receipt', { type: 'item.moved', wasSold: true }, 'other', 'retail_sold'],
    ['put back', { type: 'item.put' }, 'other', 'sellable_accessible'],
    ['picked up nobody knows where', { type: 'item.picked', zone: null }, 'other', undefined],
    ['sold', { type: 'item.sold' }, 'retail_selling', 'retail_sold'],
    ['gone with a receipt', { type: 'item.exited', ...gate, wasSold: true }, 'entering_exiting', 'retail_sold'],
    ['gone without one', { type: 'item.exited', ...gate }, 'entering_exiting', 'unknown'],
    ['perhaps leaving', { type: 'exit.suspected', ...gate }, 'entering_exiting', 'unknown'],
    ['not leaving after all', { type: 'exit.withdrawn', ...gate }, 'other', 'sellable_accessible'],
    ['back again', { type: 'item.returned' }, 'entering_exiting', 'sellable_accessible'],
  ])('tell of an item that was %s', async (_what, change, bizStep, disposition) => {
    const event = await eventOf(change);
    expect([event.action, event.bizStep, event.disposition]).toEqual(['OBSERVE', bizStep, disposition]);
    // Nobody knows where an item is that left.
    expect(event.bizLocation === undefined).toBe(change.type === 'item.exited');
    expect(event.readPoint === undefined).toBe(change.zone === null);
    expectValidEpcis({ ...(await documentOf([[row(change)]])) });
  });

  it('accuse nobody and name nobody', async () => {
    const text = JSON.stringify(
      await documentOf([[row({ type: 'item.exited', zone: 'gate' }), row({ type: 'exit.suspected', zone: 'gate' })]]),
    );
    expect(text).not.toMatch(/stolen|visit|visitor/);
  });

  it('keep their number however often they are told, and share it with no other event', async () => {
    const [one, again] = [await eventOf({}), await eventOf({ wasSold: true })];
    expect(one.eventID).toBe(again.eventID);
    const others = [{ id: 42 }, { at: AT }, { type: 'item.put' as const }, { epc: `${SHIRT.slice(0, -1)}8` }];
    const ids = await Promise.all(others.map(async (change) => (await eventOf(change)).eventID));
    const elsewhere = (await eventOf({}, { ...exportedShop, storeId: 'other' })).eventID;
    expect(new Set([one.eventID, elsewhere, ...ids]).size).toBe(2 + others.length);
  });

  it('have the offset of the clocks on the wall at that moment', async () => {
    const offsets = async (timezone: string) =>
      Promise.all(
        [Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)].map(
          async (at) => (await eventOf({ at }, { ...exportedShop, timezone })).eventTimeZoneOffset,
        ),
      );
    expect(await offsets('Europe/Berlin')).toEqual(['+01:00', '+02:00']);
    expect(await offsets('Asia/Taipei')).toEqual(['+08:00', '+08:00']);
    expect(await offsets('UTC')).toEqual(['+00:00', '+00:00']);
    expect(await offsets('America/St_Johns')).toEqual(['-03:30', '-02:30']);
    expect(await offsets('Pacific/Kiritimati')).toEqual(['+14:00', '+14:00']);
  });

  it('name places of a shop without a GLN, and zones too long for one, by a name of our own', async () => {
    const zone = 'a-zone-with-quite-a-long-name';
    expect((await eventOf({ zone })).readPoint).toEqual({ id: `urn:silent-aisle:store:corner:zone:${zone}` });
    const event = await eventOf({}, { ...exportedShop, gln: null });
    expect([event.readPoint, event.bizLocation]).toEqual([
      { id: 'urn:silent-aisle:store:corner:zone:wall' },
      { id: 'urn:silent-aisle:store:corner' },
    ]);
    expectValidEpcis(await documentOf([[row({ zone })]], { ...exportedShop, gln: null }));
  });

  it('give the raw bits of foreign codes, leave out shared numbers and cards, and count all three', async () => {
    const foreign = 'CAFE0123456789ABCDEF0001';
    // A code that does not know its company prefix has no pure identity: header, filter, GTIN, a serial of three digits.
    const digits = [...'14912345700213'].map((digit): [number, number] => [Number(digit), 4]);
    const plus = `${packBits([[0xf7, 8], [1, 4], ...digits, [0, 3], [3, 5], [42, 10]])}0`;
    const gsrn = '2D1234567890123456000000';
    const document = await documentOf([
      [row({ epc: foreign }), row({ epc: 'E2801160600002054CC2096F' })],
      [],
      [row({ epc: gsrn }), row({ epc: '000000000000000000000000' }), row({})],
    ]);
    expect(document.epcisBody.eventList.map(({ epcList }) => epcList)).toEqual([
      [`urn:epc:raw:96.x${foreign}`],
      ['urn:epc:id:sgtin:4719999.000001.7'],
    ]);
    expect([document['aisle:raw'], document['aisle:leftOut']]).toEqual([1, { factory: 2, person: 1 }]);
    expectValidEpcis(document);
    expect((await eventOf({ epc: plus })).epcList).toEqual(['https://id.gs1.org/01/14912345700213/21/042']);
  });

  it('are a document also when nothing happened', async () => {
    const document = await documentOf([[]]);
    expect(document.epcisBody.eventList).toEqual([]);
    expectValidEpcis(document);
  });

  it.runIf(hasEpcisSchema)('are held against a schema that finds mistakes (set AISLE_CORPUS to the corpus folder)', async () => {
    const document = await documentOf([[row({})]]);
    const [event] = document.epcisBody.eventList;
    const wrong = { ...document, epcisBody: { eventList: [{ ...event, disposition: 'in_somebodys_bag', eventTime: 'this morning' }] } };
    expect(() => expectValidEpcis({ ...document, epcisBody: { eventList: [event] } })).not.toThrow();
    expect(() => expectValidEpcis(wrong)).toThrow();
  });
});
