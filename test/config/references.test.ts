import { describe, expect, it } from 'vitest';
import { errorsOf } from './shop-folder.ts';

/** One wrong name or place each; the form of every value is right. */
interface Mistake {
  readonly name: string;
  readonly yaml: string;
  readonly errors: readonly string[];
  /** Beside store.yaml. */
  readonly files?: Readonly<Record<string, string>>;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: 'reports that go nowhere',
    yaml: `outputs:
  webhooks: [{ id: crm, url: "https://crm.example/h", secretFile: s, events: ["*"] }]
reports:
  - { id: week, at: "24:00", to: { folder: ../mail, webhook: cmr } }
  - { id: week, to: { folder: /srv/mail, webhook: crm } }
`,
    errors: [
      'store.yaml:4:21 reports.0.at: must be a time of one day: 00:00 is its beginning (got "24:00")',
      'store.yaml:4:44 reports.0.to.folder: leads out of the data folder; name another one from the root (got "../mail")',
      'store.yaml:4:62 reports.0.to.webhook: no webhook of that name - did you mean "crm"? (got "cmr")',
      'store.yaml:5:11 reports.1.id: another report has that name (got "week")',
    ],
  },
  {
    name: 'an unknown zone',
    yaml: `zones:
  - { id: coffee, kind: shelf }
devices:
  - { id: r, zone: cofee }
`,
    errors: ['store.yaml:4:20 devices.0.zone: no zone of that name - did you mean "coffee"? (got "cofee")'],
  },
  {
    name: 'an unknown driver',
    yaml: `devices:
  - { id: r, driver: impinj-iott }
`,
    errors: ['store.yaml:2:22 devices.0.driver: no driver of that name - did you mean "impinj-iot"? (got "impinj-iott")'],
  },
  {
    name: 'an unknown neighbour and itself',
    yaml: `zones:
  - { id: tea, kind: shelf, neighbours: [tea, te] }
`,
    errors: [
      'store.yaml:2:42 zones.0.neighbours.0: a zone is no neighbour of itself (got "tea")',
      'store.yaml:2:47 zones.0.neighbours.1: no zone of that name - did you mean "tea"? (got "te")',
    ],
  },
  {
    name: 'corners outside the plan',
    yaml: `plan: { width: 5, height: 5 }
zones:
  - { id: tea, kind: shelf, polygon: [[0, 0], [6, 0], [0, 5]] }
`,
    errors: ['store.yaml:3:47 zones.0.polygon.1: lies outside the plan of 5 x 5 (got [6,0])'],
  },
  {
    name: 'an antenna outside the plan',
    yaml: `zones: [{ id: a, kind: aisle }]
devices:
  - { id: r, antennas: [{ zone: a, at: [-1, 0] }] }
`,
    errors: ['store.yaml:3:40 devices.0.antennas.0.at: lies outside the plan of 20 x 12 (got [-1,0])'],
  },
  {
    name: 'two zones of one name',
    yaml: `zones:
  - { id: a, kind: aisle }
  - { id: a, kind: shelf }
`,
    errors: ['store.yaml:3:11 zones.1.id: another zone has that name: zones.0 (got "a")'],
  },
  {
    name: 'two antennas on one port',
    yaml: `zones: [{ id: a, kind: aisle }]
devices:
  - id: r
    antennas: [{ zone: a }, { zone: a }]
`,
    errors: ['store.yaml:4:29 devices.0.antennas.1.port: another antenna of this device has that port (got 1)'],
  },
  {
    name: 'an antenna at an unknown section',
    yaml: `zones: [{ id: a, kind: aisle }]
devices:
  - { id: r, antennas: [{ zone: a, section: s1 }] }
shelves:
  - { id: s, zone: a, sections: [{ id: s2 }] }
`,
    errors: ['store.yaml:3:45 devices.0.antennas.0.section: no shelf section of that name - did you mean "s2"? (got "s1")'],
  },
  {
    name: 'two sections on one scale channel',
    yaml: `zones: [{ id: a, kind: aisle }]
devices: [{ id: scale }]
shelves:
  - id: s
    zone: a
    sections:
      - { id: one, scale: { device: scale } }
      - { id: two, scale: { device: scale } }
`,
    errors: ['store.yaml:8:27 shelves.0.sections.1.scale: section "one" stands on that scale channel already (got "scale/1")'],
  },
  {
    name: 'a scale that is no device',
    yaml: `zones: [{ id: a, kind: aisle }]
shelves:
  - { id: s, zone: a, sections: [{ id: one, scale: { device: scale } }] }
`,
    errors: ['store.yaml:3:62 shelves.0.sections.0.scale.device: no device of that name (got "scale")'],
  },
  {
    name: 'a minimum above the facings',
    yaml: `zones: [{ id: a, kind: aisle }]
shelves:
  - { id: s, zone: a, sections: [{ id: one, planogram: [{ sku: X, facings: 1, minimum: 2 }] }] }
`,
    errors: ['store.yaml:3:88 shelves.0.sections.0.planogram.0.minimum: is more than the 1 facings (got 2)'],
  },
  {
    name: 'a display without a zone',
    yaml: `devices:
  - { id: d, display: {} }
`,
    errors: ['store.yaml:2:5 devices.0.zone: is required for a display: the zone it stands in'],
  },
  {
    name: 'a display that faces an unknown zone',
    yaml: `zones: [{ id: a, kind: aisle }]
devices:
  - { id: d, zone: a, display: { faces: [b] } }
`,
    errors: ['store.yaml:3:42 devices.0.display.faces.0: no zone of that name (got "b")'],
  },
  {
    name: 'a counter of an unknown zone',
    yaml: `devices:
  - { id: d, counter: { zone: b } }
`,
    errors: ['store.yaml:2:31 devices.0.counter.zone: no zone of that name (got "b")'],
  },
  {
    name: 'a staff tag that is no EPC',
    yaml: `staff: { tags: [30352015CC09DD40000C856] }
`,
    errors: ['store.yaml:1:17 staff.tags.0: must be whole 16-bit words: a multiple of 4 digits, not 23 (got "30352015CC09DD40000C856")'],
  },
  {
    name: 'a tag that YAML takes for a number',
    yaml: `staff: { tags: [30352015] }
`,
    errors: ['store.yaml:1:17 staff.tags.0: expected text (got 30352015)'],
  },
  {
    name: 'an offer on a device that is no display',
    yaml: `zones: [{ id: a, kind: aisle }]
devices: [{ id: till, zone: a }]
offers:
  - { id: o, on: item.picked, display: till, show: { en: { title: T } } }
`,
    errors: ['store.yaml:4:40 offers.0.display: that device has no "display:" part (got "till")'],
  },
  {
    name: 'an offer on an unknown display',
    yaml: `zones: [{ id: a, kind: aisle }]
devices: [{ id: display-a, zone: a, display: {} }]
offers:
  - { id: o, on: item.picked, display: dispaly-a, show: { en: { title: T } } }
`,
    errors: ['store.yaml:4:40 offers.0.display: no display of that name - did you mean "display-a"? (got "dispaly-a")'],
  },
  {
    name: 'a condition that does not parse',
    yaml: `offers:
  - id: o
    on: item.picked
    when: item.category ==
    show: { en: { title: T } }
`,
    errors: ['store.yaml:4:27 offers.0.when: Unexpected token: EOF', '    item.category ==', '                    ^'],
  },
  {
    name: 'a condition on a field that does not exist',
    yaml: `offers:
  - id: o
    on: item.picked
    when: now.hour > 3 && item.catgory == "x"
    show: { en: { title: T } }
`,
    errors: [
      'store.yaml:4:32 offers.0.when: No such key: catgory',
      '    now.hour > 3 && item.catgory == "x"',
      '                         ^',
    ],
  },
  {
    name: 'a condition that is no yes or no',
    yaml: `offers:
  - { id: o, on: item.picked, when: now.hour, show: { en: { title: T } } }
`,
    errors: ['store.yaml:2:37 offers.0.when: must be true or false, but is int', '    now.hour', '    ^'],
  },
  {
    name: 'a condition on a zone that does not exist',
    yaml: `zones: [{ id: tea, kind: shelf }]
offers:
  - { id: o, on: zone.dwell, when: visit.zone == "tee", show: { en: { title: T } } }
`,
    errors: [
      'store.yaml:3:50 offers.0.when: visit.zone is never "tee" - did you mean "tea"?',
      '    visit.zone == "tee"',
      '                  ^',
    ],
  },
  {
    name: 'a condition over several lines of a block',
    yaml: `offers:
  - id: o
    on: item.picked
    when: >-
      now.hour > 3 &&
      item.category in ["tea", "cofee"] &&
      item.prise > 3
    show: { en: { title: T } }
`,
    errors: [
      'store.yaml:7:12 offers.0.when: No such key: prise',
      '    now.hour > 3 && item.category in ["tea", "cofee"] && item.prise > 3',
      '                                                              ^',
    ],
  },
  {
    name: 'a condition in quotes with escapes',
    yaml: `offers:
  - { id: o, on: item.picked, when: "item.sku == \\"a\\" && item.prise > 3", show: { en: { title: T } } }
`,
    errors: ['store.yaml:2:64 offers.0.when: No such key: prise', '    item.sku == "a" && item.prise > 3', '                            ^'],
  },
  {
    name: 'a recommendation of something else',
    yaml: `offers:
  - { id: o, on: item.picked, when: recommend.boughtTogether(now) == "x", show: { en: { title: T } } }
`,
    errors: [
      "store.yaml:2:37 offers.0.when: found no matching overload for 'Recommend.boughtTogether(Now)'",
      '    recommend.boughtTogether(now) == "x"',
      '    ^',
    ],
  },
  {
    name: 'what is personal without saying so',
    yaml: `offers:
  - { id: a, on: visit.identified, about: usual, show: { en: { title: T } } }
  - { id: b, on: visit.identified, show: { en: { title: "{recommend.usual(visitor)}" } } }
`,
    errors: [
      'store.yaml:2:43 offers.0.about: is personal, so the offer must say "personal: true" and needs consent (got "usual")',
      'store.yaml:3:58 offers.1.show.en.title: {recommend.usual(visitor)} is personal, so the offer must say "personal: true" and needs consent (got "{recommend.usual(visitor)}")',
    ],
  },
  {
    name: 'an offer about what its event does not have, or about nothing that exists',
    yaml: `products: products.csv
offers:
  - { id: a, on: zone.entered, about: boughtTogether, show: { en: { title: T } } }
  - { id: b, on: zone.entered, about: { sku: TAE }, show: { en: { title: T } } }
`,
    files: { 'products.csv': 'gtin,sku,name,category,price\n4719999000019,TEA,Tea,tea,100\n' },
    errors: [
      'store.yaml:3:39 offers.0.about: zone.entered is about no product that something could go with (got "boughtTogether")',
      'store.yaml:4:46 offers.1.about.sku: no product of that SKU - did you mean "TEA"? (got "TAE")',
    ],
  },
  {
    name: 'an offer with two prices',
    yaml: `offers:
  - { id: o, on: item.picked, priceMinor: 3, percentOff: 20, show: { en: { title: T } } }
`,
    errors: ['store.yaml:2:46 offers.0.percentOff: the price is given by priceMinor already'],
  },
  {
    name: 'an offer by the clock without a time, without a place, and a time on another',
    yaml: `offers:
  - { id: a, on: time, display: all, show: { en: { title: T } } }
  - { id: b, on: time, everyM: 30, show: { en: { title: T } } }
  - { id: c, on: item.picked, at: ["10:00"], show: { en: { title: T } } }
`,
    errors: [
      'store.yaml:2:18 offers.0.on: needs "at:" or "everyM:" (got "time")',
      'store.yaml:3:5 offers.1.display: a time is near no display: name one, or { zone: … }, or all (got "nearest")',
      'store.yaml:4:31 offers.2.at: is for "on: time" only',
    ],
  },
  {
    name: 'a schedule that never comes',
    yaml: `offers:
  - id: o
    on: item.picked
    schedule:
      from: 2026-11-01
      until: 2026-10-01
      dayParts: [mornig]
      blackout: [2026-02-30, 2026-12-26/2026-12-24]
    show: { en: { title: T } }
`,
    errors: [
      'store.yaml:6:14 offers.0.schedule.until: is before 2026-11-01 (got "2026-10-01")',
      'store.yaml:7:18 offers.0.schedule.dayParts.0: no part of the day of that name - did you mean "morning"? (got "mornig")',
      'store.yaml:8:18 offers.0.schedule.blackout.0: there is no such date (got "2026-02-30")',
      'store.yaml:8:30 offers.0.schedule.blackout.1: ends before it begins (got "2026-12-26/2026-12-24")',
    ],
  },
  {
    name: 'an offer on all displays of a zone without one, and on none without actuators',
    yaml: `zones: [{ id: a, kind: aisle }, { id: b, kind: aisle }]
devices: [{ id: screen, zone: a, display: {} }]
offers:
  - { id: x, on: item.picked, display: { zone: b }, show: { en: { title: T } } }
  - { id: y, on: item.picked, display: none }
  - { id: z, on: item.picked, display: none, show: { en: { title: T } } }
`,
    errors: [
      'store.yaml:4:48 offers.0.display.zone: no display stands in that zone (got "b")',
      'store.yaml:5:40 offers.1.display: without a display it needs "actuators:" (got "none")',
      'store.yaml:6:46 offers.2.show: is shown nowhere: "display" is none',
    ],
  },
  {
    name: 'actuators that are none, and asks that are not whole',
    yaml: `zones: [{ id: a, kind: aisle }]
devices:
  - { id: strip, zone: a, driver: wled, actuator: { kind: light } }
  - { id: screen, zone: a, display: {} }
  - { id: hvac, zone: a, actuator: { never: visit.party > 1, safe: { do: write, name: setPoint } } }
offers:
  - { id: x, on: item.picked, show: { en: { title: T } }, actuators: [{ device: stripe }, { device: screen }] }
rules:
  - { id: r, on: climate, when: climate.temperatur > 30, actuators: [{ device: hvac, do: write, value: 24 }] }
`,
    errors: [
      'store.yaml:5:45 devices.2.actuator.never: Unknown variable: visit',
      '    visit.party > 1',
      '    ^',
      'store.yaml:5:68 devices.2.actuator.safe: "do: write" needs "value:"',
      'store.yaml:7:81 offers.0.actuators.0.device: no actuator of that name - did you mean "strip"? (got "stripe")',
      'store.yaml:7:101 offers.0.actuators.1.device: that device has no "actuator:" part (got "screen")',
      'store.yaml:9:41 rules.0.when: No such key: temperatur',
      '    climate.temperatur > 30',
      '            ^',
      'store.yaml:9:70 rules.0.actuators.0: "do: write" needs "name:"',
    ],
  },
  {
    name: 'an actuator that knows no way back',
    yaml: `devices:
  - { id: relay, actuator: {} }
  - { id: hvac, actuator: { safe: { do: write, name: setPoint, value: 24 } } }
rules:
  - { id: r, on: climate, actuators: [{ device: hvac, do: write, name: setPoint, value: 21 }, { device: hvac, do: write, name: fan, value: 3 }] }
  - { id: s, on: climate, actuators: [{ device: relay, do: call, name: open }, { device: hvac }] }
`,
    errors: [
      'store.yaml:5:115 rules.0.actuators.1.do: nothing takes this back: actuator.safe of hvac must write "fan", or call something (got "write")',
      'store.yaml:6:60 rules.1.actuators.0.do: nothing takes this back: actuator.safe of relay must write "open", or call something (got "call")',
    ],
  },
  {
    name: 'a condition on the visitor without consent',
    yaml: `offers:
  - { id: o, on: visit.identified, when: visitor.visits > 3, show: { en: { title: T } } }
`,
    errors: ['store.yaml:2:42 offers.0.when: asks for the visitor, so the offer must say "personal: true" and needs consent'],
  },
  {
    name: 'an offer that shows nothing',
    yaml: `offers:
  - { id: o, on: item.picked, show: {} }
`,
    errors: ['store.yaml:2:37 offers.0.show: needs at least one language'],
  },
  {
    name: 'an unknown placeholder',
    yaml: `offers:
  - { id: o, on: item.picked, show: { en: { title: 'Buy {prodct}' } } }
`,
    errors: ['store.yaml:2:57 offers.0.show.en.title: unknown placeholder {prodct} - did you mean "product"? (got "Buy {prodct}")'],
  },
  {
    name: 'an observer with the name of a device, and one named twice',
    yaml: `devices: [{ id: r }]
broker:
  observers: [r, home, home]
`,
    errors: [
      'store.yaml:3:15 broker.observers.0: a device has that name: one secret would be good for both (got "r")',
      'store.yaml:3:24 broker.observers.2: another observer has that name (got "home")',
    ],
  },
  {
    name: 'a device with the name that the gateway has in topics',
    yaml: `devices: [{ id: gateway }]
`,
    errors: ['store.yaml:1:17 devices.0.id: the gateway itself has that name in topics (got "gateway")'],
  },
  {
    name: 'a products file that is missing',
    yaml: `products: products.csv
`,
    errors: ['store.yaml:1:11 products: the file cannot be read: no such file (got "products.csv")'],
  },
];

describe('a reference that leads nowhere is told with its place, what was found and what was meant', () => {
  it.each(MISTAKES)('$name', ({ yaml, errors, files = {} }) => {
    expect(errorsOf({ ...files, 'store.yaml': yaml })).toEqual(errors);
  });

  it('covers the table', () => expect(MISTAKES.length).toBeGreaterThan(20));
});
