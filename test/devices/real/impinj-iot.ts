import { impinjIot } from '../../../devices/impinj/impinj-iot.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({ family: 'impinj-iot', driverOf: () => ({ driver: impinjIot }) });
