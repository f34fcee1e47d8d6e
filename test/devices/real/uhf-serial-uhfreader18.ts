import { uhfreader18 } from '../../../devices/uhf/uhfreader18.ts';
import { uhfreader288 } from '../../../devices/uhf/uhfreader288.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'uhf-serial-uhfreader18',
  driverOf: ({ id }) => ({ driver: id.startsWith('uhf288') ? uhfreader288 : uhfreader18 }),
});
