import { mercuryCommands } from '../../../devices/kit/serial-uhf/mercury-commands.ts';
import { mercury } from '../../../devices/uhf/mercury.ts';
import { defineFamily } from '../../support/real-messages.ts';

const OUTGOING: Readonly<Record<string, () => Uint8Array>> = {
  'mercury-cmd-version': () => mercuryCommands.version(),
  'mercury-cmd-read-1000ms': () => mercuryCommands.readSingle(1_000),
};

export const family = defineFamily({
  family: 'uhf-serial-mercury',
  driverOf: () => ({ driver: mercury }),
  outgoing: ({ id }) => OUTGOING[id]?.(),
});
