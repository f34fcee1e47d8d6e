import type { PublishPacket } from 'aedes';
import { expect, it } from 'vitest';
import { createIngest } from '../../gateway/transports/mqtt-ingest.ts';
import { DEFAULT_MQTT_LIMITS } from '../../gateway/transports/mqtt-limits.ts';
import { createRateBudget } from '../../gateway/transports/rate-budget.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';

it('a will whose owner is unknown to this process is neither published nor journalled', async () => {
  const intake = createFakeIntake();
  const ingest = createIngest({
    intake,
    permits: { publish: () => true, subscribe: () => true },
    limits: DEFAULT_MQTT_LIMITS,
    budget: createRateBudget({ ...DEFAULT_MQTT_LIMITS, clock: () => 0 }),
    principalOf: () => undefined,
    isHeld: () => Promise.resolve(false),
  });
  const will: PublishPacket = { cmd: 'publish', topic: 'a', payload: Buffer.from('offline'), qos: 0, retain: true, dup: false };
  const answer = await new Promise((resolve) => ingest.authorizePublish(null, will, resolve));
  expect(answer).toBeInstanceOf(Error);
  expect(intake.frames).toEqual([]);
});
