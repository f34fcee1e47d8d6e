import { r2000, r2000Commands } from '../../../devices/uhf/r2000.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'uhf-serial-r2000',
  driverOf: () => ({ driver: r2000 }),
  outgoing: ({ id }) => (id === 'r2000-cmd-inventory' ? r2000Commands.inventory(1) : undefined),
  factOf: { firmware: (readings) => readings.flatMap((reading) => (reading.kind === 'info' ? [reading.firmware] : []))[0] },
});
