import { checkEpcSample } from '../../support/real-epc.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({ family: 'gs1-epc', check: checkEpcSample });
