import { expect, it } from 'vitest';
import { createHttpPush } from '../../gateway/transports/http-push.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';

function setUp() {
  const intake = createFakeIntake();
  const { push } = createHttpPush({
    intake,
    topicFor: (device, channel = 'reads') => (channel === 'reads' ? `aisle/v1/shop/${device}/reads` : null),
    maxBytes: 4,
  });
  return { intake, push };
}

it.each([undefined, 'reads'])('is done when the body is on disk (channel %s)', async (channel) => {
  const { intake, push } = setUp();
  intake.behave('hold');
  let isDone = false;
  const pushed = push('gate-1', channel, Buffer.from('[1]')).finally(() => {
    isDone = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDone).toBe(false);
  intake.release();
  expect(await pushed).toEqual({ ok: true });
  expect(intake.frames).toEqual([
    {
      transport: 'http',
      source: 'gate-1',
      topic: 'aisle/v1/shop/gate-1/reads',
      bytes: Uint8Array.from(Buffer.from('[1]')),
      repeated: false,
    },
  ]);
});

it('asks to repeat what could not be stored, with the code of the journal', async () => {
  const { intake, push } = setUp();
  intake.behave('fail');
  expect(await push('gate-1', 'reads', Buffer.from('x'))).toMatchObject({ ok: false, status: 503, code: 'JOURNAL_UNAVAILABLE' });
});

it('refuses a body beyond the limit, counts it and keeps no more of it than the limit', async () => {
  const { intake, push } = setUp();
  expect(await push('gate-1', 'reads', Buffer.from('12345'))).toMatchObject({ ok: false, status: 413, code: 'oversize' });
  expect(intake.refused).toEqual([
    { reason: 'oversize', source: 'gate-1', topic: 'aisle/v1/shop/gate-1/reads', sample: Buffer.from('1234') },
  ]);
  expect(intake.frames).toEqual([]);
});

it('refuses a channel that the device does not have, and counts it', async () => {
  const { intake, push } = setUp();
  expect(await push('gate-1', 'cmd', Buffer.from('x'))).toMatchObject({ ok: false, status: 404, code: 'unknown-channel' });
  expect(intake.refused).toMatchObject([{ reason: 'unknown-channel', source: 'gate-1', topic: 'cmd' }]);
});

it('takes an empty body: what it means is not decided here', async () => {
  const { push } = setUp();
  expect(await push('gate-1', 'reads', new Uint8Array())).toEqual({ ok: true });
});
