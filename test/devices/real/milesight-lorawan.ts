import { milesightVs121 } from '../../../devices/milesight/milesight-vs121.ts';
import { milesightVs133 } from '../../../devices/milesight/milesight-vs133.ts';
import { milesightVs341 } from '../../../devices/milesight/milesight-vs341.ts';
import { milesightVs350 } from '../../../devices/milesight/milesight-vs350.ts';
import { milesightWs202 } from '../../../devices/milesight/milesight-ws202.ts';
import { milesightWs301 } from '../../../devices/milesight/milesight-ws301.ts';
import { defineFamily } from '../../support/real-messages.ts';

/** The model stands at the beginning of the sample's name. */
const MODELS = [milesightVs121, milesightVs133, milesightVs341, milesightVs350, milesightWs202, milesightWs301];

export const family = defineFamily({
  family: 'milesight-lorawan',
  driverOf({ id }) {
    const driver = MODELS.find(({ driver: name }) => id.startsWith(`${name.slice('milesight-'.length)}-`));
    if (!driver) throw new Error(`no driver for ${id}`);
    return { driver };
  },
});
