import { freshContext } from '../../../devices/kit/define-device.ts';
import { zebraIotc } from '../../../devices/zebra/zebra-iotc.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'zebra-iotc',
  driverOf: () => ({ driver: zebraIotc }),
  outgoing(sample) {
    const asked = sample.payload as { readonly command_id: string; readonly payload: { readonly port: number; readonly state: boolean } };
    const { port, state: on } = asked.payload;
    const command = { id: asked.command_id, deadline: 0, kind: 'switch', on, channel: port - 1, forMs: null } as const;
    const [said] = zebraIotc.command?.(command, freshContext(zebraIotc, 'gate')) ?? [];
    return said?.via === 'mqtt' ? JSON.parse(Buffer.from(said.bytes).toString()) : undefined;
  },
  factOf: {
    battery_pct: ([reading]) => (reading?.kind === 'state' ? reading.values.batteryPct : null),
  },
});
