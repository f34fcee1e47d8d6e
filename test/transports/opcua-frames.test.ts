import { expect, it } from 'vitest';
import { createOpcuaFrames } from '../../gateway/transports/opcua-frames.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const framesTo = (intake: ReturnType<typeof createFakeIntake>) =>
  createOpcuaFrames({ device: 'plc-1', topic: 'data', statusTopic: 'status', infoTopic: 'info', intake, log: quiet });

it('keeps the order and names the device as the source', () => {
  const intake = createFakeIntake();
  const frames = framesTo(intake);
  frames.status(true);
  frames.data({ as: 'door', value: true });
  frames.info({ model: 'PLC' });
  expect(intake.texts()).toEqual(['{"state":"online"}', '{"as":"door","value":true}', '{"model":"PLC"}']);
  expect(intake.frames.map(({ topic, source, transport }) => [topic, source, transport])).toEqual([
    ['status', 'plc-1', 'opcua'],
    ['data', 'plc-1', 'opcua'],
    ['info', 'plc-1', 'opcua'],
  ]);
});

it('counts what is larger than any message', () => {
  const intake = createFakeIntake();
  framesTo(intake).data({ value: 'x'.repeat(70_000) });
  expect(intake.frames).toEqual([]);
  expect(intake.refused).toMatchObject([{ reason: 'too-large', source: 'plc-1', topic: 'data' }]);
  expect(intake.refused[0]?.sample.length).toBeLessThanOrEqual(256);
});

it('counts what the disk did not take', async () => {
  const intake = createFakeIntake();
  intake.behave('fail');
  framesTo(intake).data({ value: 1 });
  await expect.poll(() => intake.reasons()).toEqual(['not-stored']);
});

it('holds a bounded number of frames while the disk is slow, and goes on when it answers', async () => {
  const intake = createFakeIntake();
  const frames = framesTo(intake);
  intake.behave('hold');
  for (let value = 0; value < 5_003; value++) frames.data({ value });
  expect(intake.frames).toHaveLength(5_000);
  expect(intake.reasons()).toEqual(['overload', 'overload', 'overload']);
  intake.behave('store');
  intake.release();
  await expect
    .poll(() => {
      frames.data({ value: 'more' });
      return intake.texts().includes('{"value":"more"}');
    })
    .toBe(true);
});
