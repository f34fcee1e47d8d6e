import { logicalRebirth } from '../../../devices/kit/sparkplug/rebirth.ts';
import { sparkplugB } from '../../../devices/sparkplug/sparkplug-b.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'sparkplug-b',
  driverOf: ({ topic = '' }) => ({ driver: sparkplugB, address: topic.split('/').slice(3).join('/') }),
  outgoing: ({ payload }) => logicalRebirth((payload as { readonly timestamp: number }).timestamp),
  factOf: { timestamp_ms: (readings) => readings[0]?.reportedAt },
});
