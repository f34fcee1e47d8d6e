import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import { withCheckDigit } from '../../devices/kit/epc/check-digit.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import type { DeviceId, Epc, SaleId } from '../../gateway/domain/ids.ts';
import type { Celsius, Dbm, Grams, Instant, MinorCurrency, Percent } from '../../gateway/domain/units.ts';
import { createRandom, type Random } from '../random.ts';

export interface MakeReadingsOptions {
  readonly driver: DeviceDriver;
  readonly device: string;
  readonly seed: number;
  /** Tags in view of a reader, or cards of a card reader's customers. */
  readonly tags: number;
}

type Body = Record<string, unknown> & { readonly kind: DeviceReading['kind'] };

/** GTIN of the shop's own make, in the range for use inside a company. */
const GTIN = '09506000134352';

/**
 * What a device of this kind would sense in a shop, one reading after the other: always the same for the same seed. Tags come in
 * turn, with a level that wanders; scales carry a whole number of goods. Where the driver's form cannot say what is made here
 * (another kind of card, its own word for a press), the readings of its examples are said instead, in turn.
 */
export function createReadingsMaker({ driver, device, seed, tags }: MakeReadingsOptions): (at: Instant) => DeviceReading {
  const random = createRandom(seed, `virtual ${device}`);
  const isSayable = (body: Body): boolean => (driver.encode?.([sensed(device, 0, body)], device as DeviceId) ?? []).length > 0;
  const makers = KINDS.flatMap((kind) => {
    const make = MAKERS[kind]?.(random, tags);
    const first = make?.();
    if (make && first && isSayable(first)) return [make];
    const shown = driver.examples
      .flatMap(({ readings }) => readings)
      .filter((reading) => reading.kind === kind)
      .map(({ at: _at, reportedAt: _reportedAt, ...body }) => body as Body)
      .filter(isSayable);
    return shown.length > 0 ? [inTurn(shown)] : [];
  });
  if (makers.length === 0) throw new Error(`${driver.driver} says nothing that could be simulated`);
  const next = inTurn(makers);
  return (at) => sensed(device, at, next()());
}

const sensed = (device: string, at: number, body: Body): DeviceReading =>
  ({ device, at, reportedAt: at, receivedAt: at, ...body }) as unknown as DeviceReading;

function inTurn<T>(list: readonly T[]): () => T {
  let turn = 0;
  return () => list[turn++ % list.length] as T;
}

/** The order matters: devices that can say more than one kind say them in turn. */
const KINDS: readonly DeviceReading['kind'][] = ['tag', 'card', 'weight', 'count', 'presence', 'climate', 'button', 'sale', 'state'];

const MAKERS: Partial<Record<DeviceReading['kind'], (random: Random, tags: number) => () => Body>> = {
  tag(random, tags) {
    const levels = Array.from({ length: tags }, () => random.between(-70, -45));
    let turn = 0;
    return () => {
      const index = turn++ % tags;
      const level = Math.max(-75, Math.min(-40, (levels[index] ?? -60) + random.normal(0, 0.5)));
      levels[index] = level;
      const epc: Epc = encodeSgtin96({ gtin14: GTIN, serial: 1_000 + index, prefixDigits: 9 });
      return { kind: 'tag', epc, antenna: 1 + (index % 4), rssi: Math.round(level) as Dbm, tid: null, count: 1, detail: null };
    };
  },
  card: (random, tags) => () => ({
    kind: 'card',
    card: `0A00${(0x10_0000 + random.int(0, tags - 1)).toString(16).toUpperCase()}`,
    antenna: 0,
    rssi: null,
  }),
  weight(random) {
    let pieces = 20;
    return () => {
      pieces = Math.max(0, Math.min(40, pieces + random.int(-1, 1)));
      return { kind: 'weight', channel: '1', grams: (pieces * 250) as Grams, stable: true };
    };
  },
  count(random) {
    return () => ({ kind: 'count', line: '', in: random.int(0, 1), out: random.int(0, 1), form: 'increment' });
  },
  presence: (random) => () => ({ kind: 'presence', people: random.int(0, 1), counted: false }),
  climate(random) {
    let temperature = 22;
    return () => {
      temperature = Math.max(18, Math.min(27, temperature + random.normal(0, 0.1)));
      const humidity = Math.round(random.between(40, 60)) as Percent;
      return { kind: 'climate', temperature: (Math.round(temperature * 10) / 10) as Celsius, humidity };
    };
  },
  button: () => () => ({ kind: 'button', button: 'short' }),
  sale(random) {
    let number = 0;
    return () => ({
      kind: 'sale',
      sale: `virtual-${++number}` as SaleId,
      lines: [{ epc: null, gtin: withCheckDigit(GTIN.slice(0, 13)), quantity: 1, amount: random.int(10, 500) as MinorCurrency }],
      card: null,
      currency: 'TWD',
    });
  },
  state: (random) => () => ({ kind: 'state', values: { on: random.chance(0.5) } }),
};
