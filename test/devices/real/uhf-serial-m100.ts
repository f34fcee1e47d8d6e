import { yrm100, yrm100Commands } from '../../../devices/uhf/yrm100.ts';
import { defineFamily } from '../../support/real-messages.ts';

const OUTGOING: Readonly<Record<string, () => Uint8Array>> = {
  'm100-cmd-single-poll': () => yrm100Commands.pollOnce(),
  'm100-cmd-multi-poll': () => yrm100Commands.pollMany(10_000),
};

export const family = defineFamily({
  family: 'uhf-serial-m100',
  driverOf: () => ({ driver: yrm100 }),
  outgoing: ({ id }) => OUTGOING[id]?.(),
});
