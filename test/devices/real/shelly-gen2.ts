import { shellyGen2 } from '../../../devices/shelly/shelly-gen2.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'shelly-gen2',
  driverOf: () => ({ driver: shellyGen2 }),
  factOf: {
    // Where there is nothing to record, no reading carries the time.
    timestamp_ms: ([reading], { expected }) => reading?.reportedAt ?? (expected.kind === 'ignore' ? expected.timestamp_ms : null),
    event: ([reading]) => (reading?.kind === 'button' ? reading.button.replaceAll('-', '_') : null),
    cause: ([reading], { expected }) => (reading?.kind === 'state' ? reading.values[`switch${String(expected.channel)}Source`] : null),
  },
});
