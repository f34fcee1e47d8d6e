import { describe, expect, it } from 'vitest';
import { ACTUATOR_SHOP } from '../support/actuator-cases.ts';
import { openShop } from '../support/open-shop.ts';
import { eventually } from '../support/until.ts';

describe('hardware on the embedded broker', () => {
  const FILTERS: Readonly<Record<string, { readonly own: readonly string[]; readonly others: readonly string[] }>> = {
    // Group and fallback topics, which the firmware asks for too.
    plug: {
      own: ['cmnd/tasmota_3F2A/#'],
      others: ['cmnd/tasmotas/#', 'cmnd/DVES_A1B2C3_fb/#', 'cmnd/#', 'cmnd/+/POWER', 'shop/sonoff-4/cmnd/#'],
    },
    reversed: { own: ['shop/sonoff-4/cmnd/#', 'shop/sonoff-4/cmnd/+'], others: ['cmnd/sonoff-4/#', 'shop/#', 'shop/+/cmnd/#'] },
    lock: {
      own: ['shellyplus2pm-0a/rpc', 'shellyplus2pm-0a/command', 'shellyplus2pm-0a/command/#', 'shellyplus2pm-0a/command/switch:0'],
      others: ['shellies/command', 'shellyplus2pm-0b/rpc', '+/rpc'],
    },
    bridge: {
      own: ['zigbee2mqtt/#', 'zigbee2mqtt/+/set', 'zigbee2mqtt/outlets/set'],
      others: ['homeassistant/status', '#'],
    },
    strip: {
      own: ['wled/0a1b2c', 'wled/0a1b2c/col', 'wled/0a1b2c/api', 'wled/0a1b2c/group'],
      others: ['wled/all', 'wled/+/api', 'wled/0a1b2d/api'],
    },
    node: {
      own: ['shop/node-1/+/+/command', 'shop/node-1/switch/latch/command'],
      others: ['shop/node-2/+/+/command', 'shop/+/+/+/command'],
    },
    turnstile: { own: ['homie/5/gate-7/+/+/set'], others: ['homie/5/$broadcast/+', 'homie/5/+/+/+/set', 'homie/5/gate-7/#'] },
    gate: { own: ['zebra/FX96-07/c-req', 'zebra/FX96-07/m-req'], others: ['zebra/+/c-req'] },
  };

  it.each(Object.entries(FILTERS))('%s hears its own commands, is refused others, and stays', async (name, { own, others }) => {
    const shop = await openShop(ACTUATOR_SHOP);
    const client = await shop.connect(name);
    for (const filter of own) expect(await client.subscribeAsync(filter, { qos: 1 }), filter).toMatchObject([{ qos: 1 }]);
    for (const filter of [...others, 'aisle/v1/corner/+/cmd', 'aisle/v1/corner/gateway/#'])
      await expect(client.subscribeAsync(filter, { qos: 1 }), filter).rejects.toThrow();
    await client.publishAsync(`aisle/v1/corner/${name}/status`, '{"state":"online"}', { qos: 1 });
    expect(client.connected).toBe(true);
    await eventually(async () => expect(await shop.ledger()).toMatchObject({ applied: 1 }));
  });
});
