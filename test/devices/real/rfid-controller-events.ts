import { rspController } from '../../../devices/intel/rsp-controller.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({ family: 'rfid-controller-events', driverOf: () => ({ driver: rspController }) });
