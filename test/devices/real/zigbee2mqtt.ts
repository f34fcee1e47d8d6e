import { zigbee2mqtt } from '../../../devices/zigbee2mqtt/zigbee2mqtt.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({ family: 'zigbee2mqtt', driverOf: () => ({ driver: zigbee2mqtt }) });
