import { homie } from '../../../devices/homie/homie.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'homie',
  driverOf: ({ topic = '' }) => ({ driver: homie, address: topic.split('/')[2] ?? '' }),
});
