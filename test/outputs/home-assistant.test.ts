import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { announcements } from '../../gateway/outputs/home-assistant.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const shop = {
  store: { id: 'corner-shop', name: 'Corner' },
  prefix: 'homeassistant',
  zones: [{ id: 'door', name: 'Door' }],
  shelves: [{ id: 'wall-1', name: 'Wall' }],
  topic: (...levels: readonly string[]) => `aisle/v1/corner-shop/gateway/${levels.join('/')}`,
  version: '1.0.0',
};

describe('what Home Assistant is told', () => {
  it('names occupancy, stock and the gateway, each once and with the topic where it stands', () => {
    const told = announcements(shop).map(({ topic, payload }) => ({ topic, config: JSON.parse(payload) as Record<string, unknown> }));
    expect(told.map(({ topic }) => topic)).toEqual([
      'homeassistant/sensor/aisle_corner_shop/occupancy_store/config',
      'homeassistant/sensor/aisle_corner_shop/occupancy_door/config',
      'homeassistant/sensor/aisle_corner_shop/stock_wall_1/config',
      'homeassistant/sensor/aisle_corner_shop/reads/config',
    ]);
    expect(new Set(told.map(({ config }) => config.unique_id)).size).toBe(told.length);
    for (const { config } of told) expect(config.state_topic).toMatch(/^aisle\/v1\/corner-shop\/gateway\//);
    expect(announcements(shop)).toEqual(announcements(shop));
  });

  it('is retained where an observer finds it, and the topics it names hold what it says', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'inventory.csv'), 'epc,section\n');
    const open = await openShop(
      `
store: { id: corner, name: { en: Corner, zh-TW: 街角 } }
zones: [{ id: door, kind: entrance }]
devices: [{ id: gate, zone: door, counter: { zone: door } }]
broker: { observers: [home] }
outputs: { homeAssistant: {} }
`,
      { folder },
    );
    const gate = await open.connect('gate');
    await gate.publishAsync('aisle/v1/corner/gate/count', '{"in":3,"out":0}', { qos: 1 });
    const home = await open.connect('home');
    const kept = new Map<string, string>();
    home.on('message', (topic, payload) => void kept.set(topic, payload.toString()));
    await home.subscribeAsync('homeassistant/#', { qos: 1 });
    await home.subscribeAsync('aisle/v1/corner/gateway/#', { qos: 1 });
    const config = 'homeassistant/sensor/aisle_corner/occupancy_store/config';
    await eventually(() => expect(kept.has(config)).toBe(true));
    const { state_topic, name } = JSON.parse(kept.get(config) ?? '') as { state_topic: string; name: string };
    expect(name).toBe('街角: people');
    await eventually(() => expect(JSON.parse(kept.get(state_topic) ?? 'null')).toMatchObject({ people: 3 }));
  });
});
