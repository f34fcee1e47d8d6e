import { describe, expect, test } from 'vitest';
import { minutes, seconds } from '../../gateway/domain/units.ts';
import {
  at,
  card,
  crossing,
  device,
  deviceOf,
  epc,
  happenings,
  OPENING,
  only,
  reads,
  sale,
  shopOf,
  status,
  story,
  visitor,
  zone,
} from './support.ts';

describe('footfall', () => {
  test.each([
    { given: 'increments', messages: [crossing(1, 2, 0), crossing(5, 1, 1)], people: 2 },
    {
      given: 'totals, the first of which is the baseline',
      messages: [crossing(1, 100, 90, 'total'), crossing(5, 103, 91, 'total')],
      people: 2,
    },
    {
      given: 'totals that began again at 0',
      messages: [crossing(1, 100, 90, 'total'), crossing(5, 104, 90, 'total'), crossing(9, 2, 0, 'total')],
      people: 6,
    },
    { given: 'more out than in, which never goes below 0', messages: [crossing(1, 1, 0), crossing(5, 0, 3)], people: 0 },
    { given: 'negative increments, which count as none', messages: [crossing(1, 3, 0), crossing(5, -2, 0)], people: 3 },
  ])('counts $given', ({ messages, people }) => {
    const last = only(happenings(shopOf(), messages, 20), 'occupancy.changed').at(-1);
    expect(last).toMatchObject({ zone: null, people });
  });

  test('turns a line that was mounted the wrong way round', () => {
    const shop = shopOf({ counters: [{ device: device('door-counter'), line: '', zone: zone('door'), swapped: true }] });
    expect(only(happenings(shop, [crossing(1, 0, 2)], 5), 'footfall.counted')[0]).toMatchObject({ in: 2, out: 0 });
  });

  test('grows less certain with every crossing, and begins anew on the next day', () => {
    const day = Array.from({ length: 20 }, (_, i) => crossing(1 + i, 1, 0));
    const changes = only(
      happenings(
        shopOf({ localTime: (now) => ({ date: now < at(60) ? 'today' : 'tomorrow', weekday: 1, hour: 0, minute: 0, dayPart: '' }) }),
        day,
        130,
      ),
      'occupancy.changed',
    );
    expect(changes[19]?.uncertainty).toBeGreaterThan(changes[0]?.uncertainty ?? 1);
    expect(changes.at(-1)).toMatchObject({ people: 0, uncertainty: 0 });
  });

  test('reports a counter that counts nobody while cards come and go', () => {
    const cards = Array.from({ length: 12 }, (_, i) => card(60 + i * 60, 'door-card', `m${i}`));
    const events = happenings(shopOf(), [crossing(1, 1, 0), ...cards, crossing(3_700, 0, 0), crossing(3_800, 1, 0)], 3_810);
    expect(only(events, 'alert.raised')).toMatchObject([{ about: 'counter-stuck', device: 'door-counter' }]);
    expect(only(events, 'alert.cleared')).toMatchObject([{ because: 'counts-again' }]);
  });
});

describe('a visit', () => {
  test('opens with the party that the counter saw, back-dated to the first of them', () => {
    const [opened] = only(happenings(shopOf(), [crossing(1, 1, 0), crossing(2, 2, 0)], 10), 'visit.opened');
    expect(opened).toMatchObject({ by: 'counter', party: 3, visit: 'v-2026-03-02-1', at: at(1) });
  });

  test('is identified by its card, however late that is seen; a card more than people counted is a visit of its own', () => {
    const near = happenings(shopOf(), [crossing(1, 1, 0), card(6, 'door-card', 'anna')], 20);
    expect(only(near, 'visit.opened')).toHaveLength(1);
    expect(only(near, 'visit.identified')).toMatchObject([{ visitor: 'anna', tier: '' }]);
    const far = happenings(shopOf(), [crossing(1, 1, 0), card(60, 'table-card', 'anna')], 80);
    expect(only(far, 'visit.opened').map((v) => v.by)).toEqual(['counter']);
    expect(only(far, 'visit.identified')).toMatchObject([{ visit: 'v-2026-03-02-1', visitor: 'anna' }]);
    const two = happenings(shopOf(), [crossing(1, 1, 0), card(60, 'table-card', 'anna'), card(90, 'table-card', 'ben')], 120);
    expect(only(two, 'visit.opened').map((v) => v.by)).toEqual(['counter', 'card']);
  });

  test('knows the tier of a member', () => {
    const shop = shopOf({ members: new Map([[visitor('anna'), { tier: 'gold', consent: { profiling: true } }]]) });
    expect(only(happenings(shop, [card(6, 'door-card', 'anna')], 9), 'visit.identified')[0]?.tier).toBe('gold');
  });

  test('follows its card from zone to zone', () => {
    const moves = only(
      happenings(shopOf(), [card(1, 'door-card', 'anna'), card(30, 'wall-card', 'anna'), card(60, 'table-card', 'anna')], 70),
      'visit.moved',
    );
    expect(moves.map((m) => [m.from, m.zone])).toEqual([
      [null, 'door'],
      ['door', 'wall'],
      ['wall', 'table'],
    ]);
  });

  test('ends with the one counted out whose stay fits best', () => {
    const events = happenings(shopOf(), [crossing(1, 1, 0), crossing(500, 1, 0), crossing(520, 0, 1)], 560);
    expect(only(events, 'visit.closed')).toMatchObject([{ visit: 'v-2026-03-02-1', by: 'counter', at: at(520), opened: at(1) }]);
  });

  test('goes on when its card comes back within the merge gap, and ends when it does not', () => {
    const leaving = [card(1, 'door-card', 'anna'), card(60, 'table-card', 'anna'), card(200, 'door-card', 'anna')];
    expect(only(happenings(shopOf(), leaving, 400), 'visit.closed')).toMatchObject([{ by: 'card', at: at(200) }]);
    expect(only(happenings(shopOf(), [...leaving, card(300, 'table-card', 'anna')], 500), 'visit.closed')).toHaveLength(0);
  });

  test('ends in silence, and with the day', () => {
    expect(only(happenings(shopOf(), [card(1, 'wall-card', 'anna')], 1_900), 'visit.closed')).toMatchObject([{ by: 'silence' }]);
    const shop = shopOf({ localTime: (now) => ({ date: now < at(120) ? 'd1' : 'd2', weekday: 1, hour: 0, minute: 0, dayPart: '' }) });
    expect(only(happenings(shop, [card(1, 'wall-card', 'anna')], 190), 'visit.closed')).toMatchObject([{ by: 'closing' }]);
  });

  test('is never opened by a staff card', () => {
    const shop = shopOf({ staff: { tags: new Set(), cards: new Set([visitor('clerk')]) } });
    expect(only(happenings(shop, [card(1, 'door-card', 'clerk')], 30), 'visit.opened')).toHaveLength(0);
  });
});

describe('custody', () => {
  const shirt = epc(1);
  const taken = [2, 3, 4]
    .flatMap((n) => reads(n * 0.3, 300, 'walls:1', epc(n)))
    .concat(reads(1, 60.5, 'walls:1', shirt), reads(64, 90, 'cabins:1', shirt));

  test('goes to the card in the same zone rather than to one elsewhere, and says why', () => {
    const cards = [
      card(1, 'door-card', 'anna'),
      card(1, 'door-card', 'bert'),
      card(58, 'wall-card', 'anna'),
      card(59, 'table-card', 'bert'),
    ];
    const events = happenings(shopOf(), [...taken, ...cards], 100);
    const [anna] = only(events, 'visit.identified').filter((e) => e.visitor === 'anna');
    const [assigned] = only(events, 'custody.assigned');
    expect(assigned?.visit).toBe(anna?.visit);
    expect(assigned?.confidence).toBeGreaterThan(0.7);
    expect(assigned?.why[0]).toMatchObject({ code: 'card-same-zone' });
    expect(only(events, 'item.picked')[0]?.visit).toBe(anna?.visit);
  });

  test('goes to nobody when nobody is there', () => {
    expect(only(happenings(shopOf(), taken, 100), 'custody.assigned')).toHaveLength(0);
  });

  const gate = [...reads(120, 123, 'gate:1', shirt, -60, 0.5), ...reads(122, 125, 'gate:2', shirt, -58, 0.5), crossing(125, 0, 1)];
  test.each([
    { outcome: 'bought', later: [sale(100, 'r', [{ epc: shirt }]), ...gate] },
    { outcome: 'taken', later: gate },
    { outcome: 'returned', later: reads(95, 130, 'walls:1', shirt) },
    { outcome: 'left', later: reads(95, 150, 'tables:1', shirt) },
  ])('ends as $outcome', ({ outcome, later }) => {
    const events = happenings(shopOf(), [...taken, crossing(2, 1, 0), ...later], 200);
    expect(only(events, 'custody.ended').map((e) => e.outcome)).toEqual([outcome]);
  });

  test('ends as bought by a receipt that names the kind and the card', () => {
    const gtin = shopOf().identify(shirt).gtin ?? undefined;
    const readings = [
      ...taken,
      crossing(2, 1, 0),
      card(3, 'door-card', 'anna'),
      sale(100, 'r', [gtin === undefined ? {} : { gtin }], 'anna'),
      ...gate,
    ];
    const events = happenings(shopOf(), readings, 200);
    expect(only(events, 'sale.recorded')[0]).toMatchObject({ visitor: 'anna', visit: 'v-2026-03-02-1', total: 59_000 });
    expect(only(events, 'custody.ended').map((e) => e.outcome)).toEqual(['bought']);
  });

  test('is open no more when the visit is over', () => {
    const events = happenings(shopOf(), [...taken, card(3, 'wall-card', 'anna')], 2_000);
    expect(only(events, 'custody.ended').map((e) => e.outcome)).toEqual(['unknown']);
  });
});

describe('devices', () => {
  const shop = shopOf({ devices: [deviceOf('screen', { silentAfter: seconds(60) })] });
  test('are online when they speak, offline when they say so or fall silent, and back when they speak again', () => {
    const events = happenings(
      shop,
      [status(1, 'screen', true), status(20, 'screen', false), status(30, 'screen', true), status(200, 'screen', true)],
      210,
    );
    expect(story(events, 'device.')).toEqual([
      'device.online@1',
      'device.offline@20',
      'device.online@30',
      'device.offline@90',
      'device.online@200',
    ]);
    expect(only(events, 'alert.raised')).toMatchObject([{ about: 'device-silent', device: 'screen' }]);
    expect(only(events, 'alert.cleared')).toMatchObject([{ because: 'speaks-again' }]);
  });

  test('that never spoke are reported once', () => {
    expect(only(happenings(shop, [], minutes(5) / 1_000), 'alert.raised')).toHaveLength(1);
  });
});

test('reads are summed up by antenna in windows of ten seconds, and empty windows are left out', () => {
  const sums = only(happenings(shopOf(), [...reads(1, 9, 'walls:1', epc(1)), ...reads(31, 35, 'walls:1', epc(2))], 60), 'reads.summarised');
  expect(sums.map((s) => [(s.at - OPENING) / 1_000, s.reads, s.distinct, s.zone])).toEqual([
    [0, 4, 1, 'wall'],
    [30, 2, 1, 'wall'],
  ]);
});
