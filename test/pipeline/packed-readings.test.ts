import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drivers } from '../../devices/index.ts';
import type { Reading, TagRead } from '../../gateway/domain/readings.ts';
import { createPacker, createUnpacker } from '../../gateway/pipeline/packed-readings.ts';

const time = fc.integer({ min: 0, max: 8.64e15 });
const tag = fc.record({
  device: fc.constantFrom('gate', 'wall-1', 'wall-2'),
  at: time,
  reportedAt: fc.option(time),
  receivedAt: time,
  kind: fc.constant('tag' as const),
  epc: fc.constantFrom('303400000000000000000001', '303400000000000000000002', 'E280116020000000'),
  antenna: fc.integer({ min: 0, max: 255 }),
  rssi: fc.option(fc.double({ min: -100, max: 0, noNaN: true })),
  tid: fc.option(fc.constantFrom('E28011602000000000000001', '303400000000000000000001')),
  count: fc.integer({ min: 1, max: 100_000 }),
  detail: fc.constantFrom(null, { phaseDeg: 12 }),
});
const count = fc.record({ kind: fc.constant('count' as const), device: fc.constant('door'), receivedAt: time, in: fc.nat(9) });
const readings = fc.array(fc.oneof(tag, count) as unknown as fc.Arbitrary<Reading>);

const withoutDetail = (reading: Reading): Reading => (reading.kind === 'tag' ? { ...reading, detail: null } : reading);

test('readings come out of the other thread as they went in, packet by packet, without radio details', () => {
  fc.assert(
    fc.property(fc.array(readings), (packets) => {
      const packer = createPacker();
      const unpack = createUnpacker();
      for (const sent of packets) {
        for (const reading of sent) packer.add(reading);
        const received: Reading[] = [];
        unpack(structuredClone(packer.take()), (reading) => received.push(reading));
        expect(received).toEqual(sent.map(withoutDetail));
      }
    }),
  );
});

test('a tag that is heard again is the same text, and no text is sent twice', () => {
  const packer = createPacker();
  const unpack = createUnpacker();
  const [first] = fc.sample(tag, { numRuns: 1, seed: 1 }) as unknown as TagRead[];
  if (first === undefined) throw new Error('no sample');
  packer.add(first);
  const one = packer.take();
  packer.add({ ...first });
  const two = packer.take();
  expect(one.texts).toContain(first.epc);
  expect(two.texts).toEqual([]);
  const epcs: unknown[] = [];
  for (const packed of [one, two]) unpack(structuredClone(packed), (reading) => epcs.push((reading as TagRead).epc));
  expect(epcs).toEqual([first.epc, first.epc]);
});

test('more readings than there was room for at first', () => {
  const packer = createPacker();
  const [first] = fc.sample(tag, { numRuns: 1, seed: 2 }) as unknown as TagRead[];
  if (first === undefined) throw new Error('no sample');
  for (let antenna = 0; antenna < 10_000; antenna++) packer.add({ ...first, antenna });
  const antennas: number[] = [];
  createUnpacker()(packer.take(), (reading) => antennas.push((reading as TagRead).antenna));
  expect(antennas).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
});

test('the settings of every driver can go to another thread', () => {
  const settings = drivers.flatMap(({ driver, settings }) => (settings === undefined ? [] : [[driver, settings.parse({})] as const]));
  expect(settings.length).toBeGreaterThan(10);
  for (const [driver, set] of settings) expect(structuredClone(set), driver).toEqual(set);
});
