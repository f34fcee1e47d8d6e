import fc from 'fast-check';
import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import { withCheckDigit } from '../../devices/kit/epc/check-digit.ts';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { Instant } from '../../gateway/domain/units.ts';

/** The keys that a reading of each kind always has besides device and times, in the order of the contract. */
export const READING_KEYS: Readonly<Record<DeviceReading['kind'], readonly string[]>> = {
  tag: ['kind', 'epc', 'antenna', 'rssi', 'tid', 'count', 'detail'],
  card: ['kind', 'card', 'antenna', 'rssi'],
  weight: ['kind', 'channel', 'grams', 'stable'],
  count: ['kind', 'line', 'in', 'out', 'form'],
  presence: ['kind', 'people', 'counted'],
  climate: ['kind'],
  button: ['kind', 'button'],
  sale: ['kind', 'sale', 'lines', 'card', 'currency'],
  status: ['kind', 'online', 'boot'],
  state: ['kind', 'values'],
  info: ['kind'],
  ack: ['kind', 'command', 'result'],
};

const hexOf = (words: { min: number; max: number }): fc.Arbitrary<string> =>
  fc
    .integer(words)
    .chain((count) => fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: count, maxLength: count }))
    .map((list) => list.map((word) => word.toString(16).toUpperCase().padStart(4, '0')).join(''));
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,15}$/);
const card = fc.stringMatching(/^[A-Z0-9]{4,20}$/);
const gtin = fc.integer({ min: 0, max: 9_999_999_999_999 }).map((n) => withCheckDigit(String(n).padStart(13, '0')));
const epc = hexOf({ min: 2, max: 31 });

/** Drivers whose form has room for all of a reading; for the others their own tests say what survives. */
export const sayingEverything = ({ driver }: DeviceDriver): boolean => ['canonical-json', 'impinj-iot', 'zebra-iotc'].includes(driver);

/** Readings that the driver can tell: the kinds of its quantities and examples, its numbers, times that are believed. */
export function readingsOf(driver: DeviceDriver, device: DeviceId, receivedAt: Instant): fc.Arbitrary<DeviceReading[]> {
  const kinds = new Set([
    ...Object.values(driver.quantities).map(({ kind }) => kind),
    ...driver.examples.flatMap(({ readings }) => readings.map(({ kind }) => kind as string)),
  ]);
  // A driver for readers understands what they say of themselves, and never writes it itself.
  if (driver.driver !== 'canonical-json') for (const kind of ['status', 'state']) kinds.delete(kind);
  const bodies = Object.entries(bodiesOf(driver))
    .filter(([kind]) => kinds.has(kind))
    .map(([, body]) => body);
  const reading = fc.tuple(fc.integer({ min: -600_000, max: 2_000 }), fc.oneof(...bodies)).map(([offset, body]) => ({
    device,
    at: receivedAt + offset,
    reportedAt: receivedAt + offset,
    receivedAt,
    ...body,
  }));
  return fc.array(reading, { minLength: 1, maxLength: 8 }) as unknown as fc.Arbitrary<DeviceReading[]>;
}

function bodiesOf(driver: DeviceDriver): Record<DeviceReading['kind'], fc.Arbitrary<object>> {
  const whole = (quantity: string): fc.Arbitrary<number> => {
    const range = driver.quantities[quantity];
    return range ? fc.integer({ min: range.min, max: range.max }) : fc.constant(1);
  };
  const optional = (quantity: string): fc.Arbitrary<number | undefined> =>
    driver.quantities[quantity] ? fc.option(whole(quantity), { nil: undefined }) : fc.constant(undefined);
  const given = (record: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
    fc.record(record).map((value) => Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)));
  const detail = given({
    frequencyKhz: optional('detail.frequencyKhz'),
    phaseDeg: optional('detail.phaseDeg'),
    dopplerHz: optional('detail.dopplerHz'),
    txPowerDbm: optional('detail.txPowerDbm'),
  }).map((value) => (Object.keys(value).length === 0 ? null : value));
  const boundedName = fc.option(name, { nil: undefined });
  return {
    tag: fc.record({
      kind: fc.constant('tag'),
      epc,
      antenna: whole('antenna'),
      rssi: fc.option(whole('rssi')),
      tid: fc.option(hexOf({ min: 6, max: 6 })),
      count: whole('count'),
      detail,
    }),
    card: fc.record({ kind: fc.constant('card'), card, antenna: fc.constant(0), rssi: fc.constant(null) }),
    weight: fc.record({ kind: fc.constant('weight'), channel: name, grams: whole('grams'), stable: fc.boolean() }),
    count: fc.record({
      kind: fc.constant('count'),
      line: fc.oneof(fc.constant(''), name),
      in: whole('in'),
      out: whole('out'),
      form: fc.constantFrom('increment', 'total'),
    }),
    presence: fc.oneof(
      fc.record({ kind: fc.constant('presence'), people: whole('people'), counted: fc.constant(true) }),
      fc.record({ kind: fc.constant('presence'), people: fc.integer({ min: 0, max: 1 }), counted: fc.constant(false) }),
    ),
    climate: given({
      kind: fc.constant('climate'),
      temperature: whole('temperature'),
      humidity: optional('humidity'),
      illuminanceLux: optional('illuminanceLux'),
      doorOpen: fc.option(fc.boolean(), { nil: undefined }),
    }),
    button: fc.record({ kind: fc.constant('button'), button: name }),
    sale: fc.record({
      kind: fc.constant('sale'),
      sale: name,
      lines: fc.array(
        fc.record({ epc: fc.option(epc), gtin: fc.option(gtin), quantity: whole('lines.quantity'), amount: whole('lines.amount') }),
        { maxLength: 5 },
      ),
      card: fc.option(card),
      currency: fc.stringMatching(/^[A-Z]{3}$/),
    }),
    status: fc.record({ kind: fc.constant('status'), online: fc.boolean(), boot: fc.option(whole('boot')) }),
    state: fc.record({
      kind: fc.constant('state'),
      values: fc.dictionary(
        fc.stringMatching(/^[a-z]{3,10}$/).filter((key) => key !== 'constructor'),
        fc.oneof(fc.boolean(), fc.integer(), name),
        { maxKeys: 5, noNullPrototype: true },
      ),
    }),
    info: given({ kind: fc.constant('info'), model: boundedName, serial: boundedName, firmware: boundedName, address: boundedName }),
    ack: fc.record({ kind: fc.constant('ack'), command: name, result: fc.constantFrom('shown', 'done', 'refused', 'expired') }),
  };
}
