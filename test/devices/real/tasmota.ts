import { expect } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { tasmota } from '../../../devices/tasmota/tasmota.ts';
import { defineFamily } from '../../support/real-messages.ts';

export const family = defineFamily({
  family: 'tasmota',
  driverOf: () => ({ driver: tasmota }),
  outgoing(sample) {
    // The name of the command and its word, as an owner of the shop may call any command of the firmware.
    const [, address = '', name = ''] = sample.topic?.split('/') ?? [];
    const call = { id: 'c-1', deadline: 0, kind: 'call', name, arguments: [String(sample.payload)] } as const;
    const [said] = tasmota.command?.(call, freshContext(tasmota, address)) ?? [];
    if (said?.via !== 'mqtt') return undefined;
    expect(said.topic).toBe(sample.topic);
    const replies = sample.expected.replies as readonly { readonly topic: string; readonly payload: unknown }[];
    expect(replies.length).toBeGreaterThan(0);
    return said.bytes;
  },
});
