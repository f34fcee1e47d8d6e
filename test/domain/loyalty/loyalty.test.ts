import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import { unknownVisitor } from '../../../gateway/domain/loyalty/visitor-view.ts';
import type { OfferContext } from '../../../gateway/domain/offers/offer.ts';
import type { Input, Reading } from '../../../gateway/domain/readings.ts';
import type { Member, Shop } from '../../../gateway/domain/shop.ts';
import type { StoreSnapshot } from '../../../gateway/domain/store.ts';
import { card, crossing, epc, loyaltyOf, offerOf, run, sale, shopOf, visitor } from '../support.ts';

type View = OfferContext['visitor'];
const DAY = 86_400;

/** A shop that notes what a condition is told of the visitor whenever one is recognised. */
const watched = (changes: Partial<Shop> = {}): { shop: Shop; views: View[] } => {
  const views: View[] = [];
  const offer = offerOf({
    on: 'visit.identified',
    condition: ({ visitor: view }) => {
      views.push(structuredClone(view) as View);
      return { ok: true, holds: false };
    },
  });
  return { shop: shopOf({ offers: [offer], loyalty: loyaltyOf({ assumedConsent: ['profiling'] }), ...changes }), views };
};

const memberWho = (name: string, member: Partial<Member>): Partial<Shop> => ({
  members: new Map([[visitor(name), { tier: '', consent: {}, ...member }]]),
});

/** A visit of half a minute with a card, and a receipt when there is something to buy. */
const visitAt = (second: number, who: string, ...bought: Parameters<typeof sale>[2][number][]): Reading[] => [
  crossing(second, 1, 0),
  card(second + 2, 'door-card', who),
  ...(bought.length > 0 ? [sale(second + 60, `r-${second}`, bought, who)] : []),
  crossing(second + 100, 0, 1),
  card(second + 101, 'door-card', who),
];

const through = (shop: Shop, ...visits: (readonly Reading[])[]) =>
  run(
    createStore(shop),
    visits.flatMap((visit) => inputsOf(visit)),
  );

/** The readings of one visit with the ticks of the ten minutes from its first one on. */
function inputsOf(readings: readonly Reading[]): Input[] {
  const first = readings[0]?.receivedAt ?? 0;
  const inputs: Input[] = [];
  let next = 0;
  for (let now = Math.floor(first / 1_000) * 1_000; now < first + 600_000; now += 1_000) {
    for (let reading = readings[next]; reading !== undefined && reading.receivedAt < now; reading = readings[++next]) inputs.push(reading);
    inputs.push({ kind: 'tick', receivedAt: now as Input['receivedAt'] });
  }
  return inputs;
}

describe('what a condition knows of the visitor', () => {
  test('nothing of a person without a card', () => {
    const { shop, views } = watched();
    const occasion = offerOf({
      on: 'zone.entered',
      condition: ({ visitor: view }) => {
        views.push(view);
        return { ok: true, holds: false };
      },
    });
    through({ ...shop, offers: [occasion] }, [crossing(10, 1, 0)]);
    expect(views).toEqual([unknownVisitor]);
  });

  test('how often and how long ago they came, and what they bought in this part of the day', () => {
    const hours = (date: string, hour: number) => (hour < 11 ? 'morning' : `later on ${date}`);
    const usual = shopOf();
    const localTime: Shop['localTime'] = (at) => {
      const time = usual.localTime(at);
      return { ...time, dayPart: hours(time.date, time.hour) };
    };
    const { shop, views } = watched({ localTime });
    through(
      shop,
      visitAt(10, 'anna', { epc: epc(1) }),
      visitAt(3 * DAY, 'anna', { epc: epc(2) }, { epc: epc(1, 2) }),
      visitAt(10 * DAY + 4 * 3_600, 'anna'),
      visitAt(12 * DAY, 'anna'),
    );
    expect(views.map(({ visits, daysSinceVisit, receipts }) => [visits, daysSinceVisit, receipts])).toEqual([
      [1, -1, 0],
      [2, 3, 1],
      [3, 7, 2],
      [4, 2, 2],
    ]);
    expect(views.map(({ bought }) => bought)).toEqual([[], ['shirt'], ['shirt', 'scarf'], ['shirt', 'scarf']]);
    expect(views.map(({ boughtThisDayPart }) => boughtThisDayPart)).toEqual([[], ['shirt'], [], ['shirt', 'scarf']]);
    expect(views[3]).toMatchObject({ known: true, dayPart: 'morning', categories: ['clothes'], consents: ['profiling'] });
  });

  test('habits only of who agreed: without, they are not even learned', () => {
    const { shop, views } = watched({ loyalty: loyaltyOf(), ...memberWho('anna', { consent: { profiling: true } }) });
    through(
      shop,
      visitAt(10, 'anna', { epc: epc(1) }),
      visitAt(DAY, 'ben', { epc: epc(2) }),
      visitAt(2 * DAY, 'anna'),
      visitAt(3 * DAY, 'ben'),
    );
    expect(views.map(({ bought, consents }) => [bought, consents])).toEqual([
      [[], ['profiling']],
      [[], []],
      [['shirt'], ['profiling']],
      [[], []],
    ]);
    expect(views[3]).toMatchObject({ visits: 2, receipts: 1 });
  });

  test('the stage in which they come back', () => {
    const { shop, views } = watched();
    through(
      shop,
      visitAt(10, 'anna', { epc: epc(1) }),
      visitAt(20 * DAY, 'anna', { epc: epc(2) }),
      visitAt(100 * DAY, 'anna'),
      visitAt(101 * DAY, 'anna'),
    );
    expect(views.map(({ stage }) => stage)).toEqual(['aware', 'exploring', 'lapsing', 'exploring']);
  });

  test('what a receipt without a card says of the visit that paid', () => {
    const { shop, views } = watched();
    const first = visitAt(10, 'anna');
    through(
      shop,
      [...first.slice(0, 2), card(50, 'wall-card', 'anna'), sale(60, 'r1', [{ epc: epc(1) }]), ...first.slice(2)],
      visitAt(DAY, 'anna'),
    );
    expect(views[1]).toMatchObject({ receipts: 1, bought: ['shirt'] });
  });

  test('the tier of the file of members', () => {
    const { shop, views } = watched(memberWho('anna', { tier: 'gold' }));
    through(shop, visitAt(10, 'anna'), visitAt(DAY, 'ben'));
    expect(views.map(({ tier }) => tier)).toEqual(['gold', '']);
  });
});

test('what is known of customers outlives a restart at any moment', () => {
  const { shop, views } = watched();
  const visits = [
    visitAt(10, 'anna', { epc: epc(1) }),
    visitAt(3 * DAY, 'anna'),
    visitAt(9 * DAY, 'ben'),
    visitAt(10 * DAY, 'anna', { epc: epc(2) }),
  ];
  through(shop, ...visits, visitAt(30 * DAY, 'anna'));
  const straight = views.splice(0);
  let snapshot: StoreSnapshot | undefined;
  for (const visit of [...visits, visitAt(30 * DAY, 'anna')]) {
    const store = createStore(shop, snapshot);
    run(store, inputsOf(visit));
    snapshot = JSON.parse(JSON.stringify(store.snapshot())) as StoreSnapshot;
  }
  expect(views).toEqual(straight);
});
