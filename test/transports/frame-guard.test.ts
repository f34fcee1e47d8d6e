import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFrameGuard } from '../../gateway/transports/frame-guard.ts';
import { connectPacket, packet, publishPacket } from '../support/mqtt-wire.ts';

const start = connectPacket({});

it('finds no fault in whole packets however they are cut into chunks', () => {
  const stream = fc.array(
    fc.oneof(
      fc.string({ maxLength: 300 }).map((payload) => publishPacket('a/b', payload)),
      fc.constant(packet(0xc0)),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(stream, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }), (packets, sizes) => {
      const inspect = createFrameGuard(2_000);
      const bytes = Buffer.concat([start, ...packets]);
      for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
        const size = sizes[cut % sizes.length] ?? 1;
        expect(inspect(bytes.subarray(at, at + size))).toBeNull();
        at += size;
      }
    }),
  );
});

it.each([
  ['the limit', 1_000, null],
  ['one byte more', 1_001, { fault: 'oversize', from: start.length }],
])('judges a packet of %s by its header alone', (_, length, verdict) => {
  const header = packet(0x30, Buffer.alloc(length)).subarray(0, 3);
  expect(createFrameGuard(1_000)(Buffer.concat([start, header]))).toEqual(verdict);
});

it('tells where the bad packet begins, 0 when its header began in an earlier chunk', () => {
  const good = publishPacket('a', 'x');
  const inspect = createFrameGuard(1_000);
  expect(inspect(Buffer.concat([start, good, Buffer.from([0x30])]))).toBeNull();
  expect(inspect(Buffer.from([0xff, 0xff, 0x7f]))).toEqual({ fault: 'oversize', from: 0 });
  expect(createFrameGuard(1_000)(Buffer.concat([start, good, packet(0xf0)]))).toEqual({
    fault: 'malformed',
    from: start.length + good.length,
  });
});

it('never throws, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
      const inspect = createFrameGuard(100);
      for (const chunk of chunks) if (inspect(chunk)) return;
    }),
    { numRuns: 2_000 },
  );
});
