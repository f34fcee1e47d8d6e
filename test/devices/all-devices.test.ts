import { globSync } from 'node:fs';
import { basename } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drivers, findDriver } from '../../devices/index.ts';
import {
  type Decoded,
  type DeviceDriver,
  type DeviceReading,
  type DriverContext,
  type Example,
  freshContext,
  listensOf,
} from '../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../devices/kit/example-time.ts';
import { fillTopic } from '../../devices/kit/topics.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { READING_KEYS, readingsOf, sayingEverything } from '../support/arbitrary-readings.ts';

const device = asId<DeviceId>('device-1');
const receivedAt = EXAMPLE_RECEIVED_AT;

const bytesOf = (payload: unknown): Uint8Array =>
  payload instanceof Uint8Array ? payload : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
const topicOf = (driver: DeviceDriver, example?: Example): string =>
  example?.topic ?? fillTopic(driver.topics[0] ?? '', { store: 'shop', device });
const decode = (driver: DeviceDriver, topic: string, bytes: Uint8Array, context = freshContext(driver, device)): Decoded =>
  driver.decode({ device, topic, bytes, receivedAt }, context);
/** What the driver knows before the message of an example comes. */
function contextOf(driver: DeviceDriver, example: Example): DriverContext {
  const context = freshContext(driver, device, example.settings);
  for (const { topic, payload } of example.before ?? []) decode(driver, topic ?? topicOf(driver, example), bytesOf(payload), context);
  return context;
}

/** What every answer of a driver must be, whatever the bytes were. */
function expectWhole(driver: DeviceDriver, decoded: Decoded): void {
  if (!decoded.ok) {
    expect(decoded.detail.length).toBeGreaterThan(0);
    return;
  }
  if (decoded.readings.length === 0) expect(decoded.none).toBeTypeOf('string');
  for (const reading of decoded.readings) {
    expect(Object.keys(reading).slice(0, 5)).toEqual(['device', 'at', 'reportedAt', 'receivedAt', 'kind']);
    expect(READING_KEYS[reading.kind]).toBeDefined();
    for (const key of READING_KEYS[reading.kind]) expect(reading).toHaveProperty(key);
    expectWithinQuantities(driver, reading);
  }
}

function expectWithinQuantities(driver: DeviceDriver, reading: DeviceReading): void {
  for (const [name, { kind, min, max }] of Object.entries(driver.quantities)) {
    if (kind !== reading.kind) continue;
    for (const value of valuesAt(reading, name.split('.'))) {
      expect(value, name).toBeGreaterThanOrEqual(min);
      expect(value, name).toBeLessThanOrEqual(max);
    }
  }
}

function valuesAt(node: unknown, path: readonly string[]): number[] {
  if (Array.isArray(node)) return node.flatMap((inner) => valuesAt(inner, path));
  const [key, ...rest] = path;
  if (key === undefined) return typeof node === 'number' ? [node] : [];
  return typeof node === 'object' && node !== null ? valuesAt((node as Record<string, unknown>)[key], rest) : [];
}

/** Splits anywhere: whole messages, the order and every byte stay. */
function chunksOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...new Set(cuts.map((cut) => (bytes.length === 0 ? 0 : cut % bytes.length)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('the table of drivers', () => {
  it('is not empty and names every driver once', () => {
    expect(drivers.length).toBeGreaterThanOrEqual(3);
    expect(new Set(drivers.map(({ driver }) => driver)).size).toBe(drivers.length);
    for (const driver of drivers) expect(findDriver(driver.driver)).toBe(driver);
    expect(findDriver('no-such-driver')).toBeUndefined();
  });

  it('holds every driver file', () => {
    const files = globSync('devices/*/*.ts').filter((file) => !file.startsWith('devices/kit/'));
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const file of files) {
      const name = basename(file, '.ts');
      const exported = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const line = `import { ${exported} } from './${file.slice('devices/'.length)}'; // and ${exported} in the list`;
      expect(
        drivers.map(({ driver }) => driver),
        `add to devices/index.ts: ${line}`,
      ).toContain(name);
    }
  });
});

describe.each(drivers)('$driver', (driver) => {
  it('tells its topics, its transports and a range for every quantity', () => {
    expect(driver.driver).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(driver.models.length).toBeGreaterThan(0);
    expect(driver.transports.length).toBeGreaterThan(0);
    expect(driver.family).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    if (driver.transports.includes('mqtt')) expect(driver.topics.length).toBeGreaterThan(0);
    for (const topic of [...driver.topics, ...listensOf(driver, driver.settings?.parse({}) ?? {})])
      expect(topic).toMatch(/\{(device|address)\}/);
    expect(driver.transports.includes('serial')).toBe(driver.stream !== undefined);
    // A display or relay may have nothing to measure; everything else is there to sense.
    if (driver.role !== 'display' && driver.role !== 'actuator') expect(Object.keys(driver.quantities).length).toBeGreaterThan(0);
    else expect(driver.command).toBeDefined();
    for (const { min, max } of Object.values(driver.quantities)) expect(min).toBeLessThan(max);
  });

  it('has examples, also of messages that it refuses', () => {
    expect(driver.examples.length).toBeGreaterThanOrEqual(5);
    expect(driver.examples.some(({ rejected }) => rejected !== undefined)).toBe(true);
    expect(new Set(driver.examples.map(({ name }) => name)).size).toBe(driver.examples.length);
  });

  it.each(driver.examples)('decodes: $name', (example) => {
    const decoded = decode(driver, topicOf(driver, example), bytesOf(example.payload), contextOf(driver, example));
    expectWhole(driver, decoded);
    if (example.rejected !== undefined) expect(decoded).toMatchObject({ ok: false, code: example.rejected });
    else expect(decoded).toMatchObject({ ok: true, readings: example.readings.map((reading) => ({ ...reading, device, receivedAt })) });
    if (decoded.ok) {
      expect(decoded.readings).toHaveLength(example.readings.length);
      const bare = decoded.readings.map(({ device: _device, receivedAt: _receivedAt, ...rest }) => rest);
      expect(bare).toEqual(example.readings);
    }
  });

  it('gives tag reads exactly the keys of the contract, in order', () => {
    const tags = driver.examples
      .map((example) => decode(driver, topicOf(driver, example), bytesOf(example.payload), contextOf(driver, example)))
      .flatMap((decoded) => (decoded.ok ? decoded.readings.filter(({ kind }) => kind === 'tag') : []));
    expect(tags.length > 0).toBe(Object.values(driver.quantities).some(({ kind }) => kind === 'tag'));
    for (const tag of tags) expect(Object.keys(tag)).toEqual(['device', 'at', 'reportedAt', 'receivedAt', ...READING_KEYS.tag]);
  });

  it('reads back what it writes of its own examples', () => {
    const said = driver.examples
      .flatMap(({ readings }) => readings)
      .map((reading) => ({ ...reading, device, receivedAt }) as DeviceReading);
    if (driver.role !== 'display' && driver.role !== 'actuator') expect(driver.encode).toBeDefined();
    const messages = driver.encode?.(said, device) ?? [];
    const context = freshContext(driver, device);
    const decoded = messages.flatMap(({ topic, bytes }) => {
      const result = decode(driver, topic, bytes, context);
      expect(result).toMatchObject({ ok: true });
      return result.ok ? [...result.readings] : [];
    });
    if (driver.encode) expect(decoded.length).toBeGreaterThan(0);
    // What it wrote once it writes again: nothing of a reading gets lost but what the form has no room for.
    const again = (driver.encode?.(decoded, device) ?? []).map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
    expect(again).toEqual(messages.map(({ bytes }) => Buffer.from(bytes).toString('latin1')));
  });

  if (sayingEverything(driver))
    it('reads back what it writes', () => {
      const { encode } = driver;
      if (!encode) return;
      const context = freshContext(driver, device);
      fc.assert(
        fc.property(readingsOf(driver, device, receivedAt), (readings) => {
          const decoded = encode(readings, device).flatMap(({ topic, bytes }) => {
            const result = decode(driver, topic, bytes, context);
            expect(result).toMatchObject({ ok: true });
            return result.ok ? [...result.readings] : [];
          });
          expect(decoded).toEqual(readings);
        }),
        { numRuns: 200 },
      );
    });

  it('never throws and never half decodes: random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(...topicsOf(driver)), (bytes, topic) =>
        expectWhole(driver, decode(driver, topic, bytes)),
      ),
      { numRuns: 300 },
    );
  });

  it('never throws and never half decodes: random JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...topicsOf(driver)), (text, topic) =>
        expectWhole(driver, decode(driver, topic, Buffer.from(text))),
      ),
      { numRuns: 300 },
    );
  });

  it('never throws and never half decodes: examples with one value exchanged', () => {
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, '', -1, 1e308, 5e-324, '__proto__', [], {}, 'NaN', true, { toString: 1, valueOf: 1 }, [{ toString: 1 }]),
    );
    fc.assert(
      fc.property(fc.constantFrom(...driver.examples), fc.nat(), strange, (example, place, value) => {
        if (example.payload instanceof Uint8Array) return;
        const bytes = Buffer.from(JSON.stringify(exchange(example.payload, place, value)));
        expectWhole(driver, decode(driver, topicOf(driver, example), bytes, contextOf(driver, example)));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws and never half decodes: every value of every example exchanged for one that cannot be a text or a number', () => {
    for (const example of driver.examples) {
      if (example.payload instanceof Uint8Array) continue;
      const leaves = Math.max(1, JSON.stringify(example.payload).split(/[:,]/).length);
      for (let place = 0; place < leaves; place++)
        for (const value of [{ toString: 1, valueOf: 1 }, [{ toString: 1, valueOf: 1 }]]) {
          const bytes = Buffer.from(JSON.stringify(exchange(example.payload, place, value)));
          expectWhole(driver, decode(driver, topicOf(driver, example), bytes, contextOf(driver, example)));
        }
    }
  });

  it('never throws and never half decodes: examples with a byte changed or cut off', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...driver.examples),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (example, at, byte, cut) => {
          const bytes = Uint8Array.from(bytesOf(example.payload));
          const place = bytes.length === 0 ? 0 : at % bytes.length;
          if (bytes.length > 0) bytes[place] = byte;
          expectWhole(driver, decode(driver, topicOf(driver, example), cut ? bytes.subarray(0, place) : bytes, contextOf(driver, example)));
        },
      ),
      { numRuns: 500 },
    );
  });

  if (driver.stream)
    it('finds the same messages wherever its stream is cut, and goes on after noise', () => {
      const { stream } = driver;
      if (!stream) return;
      const messages = driver.encode?.(
        driver.examples.flatMap(({ readings }) => readings).map((reading) => ({ ...reading, device, receivedAt }) as DeviceReading),
        device,
      );
      const whole = Buffer.concat((messages ?? []).map(({ bytes }) => bytes));
      const cutInto = (chunks: readonly Uint8Array[]): Uint8Array[] => {
        const framer = stream.createFramer();
        const pieces = [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.flush()];
        return pieces.flatMap((piece) => (piece.ok ? [piece.bytes] : []));
      };
      const wanted = cutInto([whole]);
      if (messages && messages.length > 0) expect(wanted.length).toBeGreaterThanOrEqual(messages.length);
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: 30 }), (cuts) => {
          expect(cutInto(chunksOf(whole, cuts))).toEqual(wanted);
        }),
        { numRuns: 100 },
      );
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 20 }), (chunks) => {
          const framer = stream.createFramer();
          const context = freshContext(driver, device);
          for (const piece of [...chunks.flatMap((chunk) => framer.push(chunk)), ...framer.flush()])
            if (piece.ok) expectWhole(driver, decode(driver, '', piece.bytes, context));
            else expect(piece.detail.length).toBeGreaterThan(0);
          // Silence ends what noise began.
          expect(framer.flush()).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

  it('names no payload content in a refusal', () => {
    const secret = '4929123456781234';
    for (const example of driver.examples) {
      if (example.payload instanceof Uint8Array) continue;
      const leaves = Math.max(1, JSON.stringify(example.payload).split(/[:,]/).length);
      for (let place = 0; place < leaves; place++) {
        const bytes = Buffer.from(JSON.stringify(exchange(example.payload, place, { [secret]: secret })));
        const decoded = decode(driver, topicOf(driver, example), bytes);
        if (!decoded.ok) expect(decoded.detail).not.toContain(secret);
      }
      const broken = decode(driver, topicOf(driver, example), Buffer.from(`{"card":"${secret}" ${secret}`));
      expect(broken.ok ? '' : broken.detail).not.toContain(secret);
    }
  });
});

/** Wildcards become a level of their own. */
const topicsOf = (driver: DeviceDriver): string[] =>
  driver.topics.length === 0
    ? ['']
    : driver.topics.map((topic) => fillTopic(topic, { store: 'shop', device }).replace('#', 'a/b').replaceAll('+', 'c'));

/** A copy in which the n-th leaf (modulo their number) is another value. */
function exchange(payload: unknown, n: number, value: unknown): unknown {
  let leaves = 0;
  JSON.stringify(payload, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) leaves++;
    return inner;
  });
  let left = leaves === 0 ? -1 : n % leaves;
  return JSON.parse(
    JSON.stringify(payload, (_key, inner: unknown) => {
      if (typeof inner === 'object' && inner !== null) return inner;
      return left-- === 0 ? value : inner;
    }),
  );
}
