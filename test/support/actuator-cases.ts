import type { DeviceCommand } from '../../devices/kit/command.ts';

/** A shop with one piece of hardware of every kind that obeys commands over MQTT. */
export const ACTUATOR_SHOP = `
store: { id: corner }
zones: [{ id: wall, kind: shelf }]
devices:
  - { id: plug, driver: tasmota, address: tasmota_3F2A, zone: wall }
  - { id: reversed, driver: tasmota, address: sonoff-4, zone: wall, settings: { fullTopic: "shop/%topic%/%prefix%/" }, topics: ["shop/sonoff-4/stat/+", "shop/sonoff-4/tele/+"] }
  - { id: lock, driver: shelly-gen2, address: shellyplus2pm-0a, zone: wall }
  - { id: bridge, driver: zigbee2mqtt-bridge, address: zigbee2mqtt, zone: wall }
  - { id: lamp, driver: zigbee2mqtt, address: shelf/lamp, via: bridge, zone: wall }
  - { id: outlets, driver: zigbee2mqtt, address: outlets, via: bridge, zone: wall, settings: { endpoints: [left, right] } }
  - { id: strip, driver: wled, address: wled/0a1b2c, zone: wall }
  - { id: node, driver: esphome, address: shop/node-1, zone: wall, settings: { switches: [fan, latch], light: shelf } }
  - { id: turnstile, driver: homie, address: gate-7, zone: wall }
  - { id: gate, driver: zebra-iotc, address: FX96-07, zone: wall, antennas: [{ zone: wall }] }
broker: { observers: [home] }
`;

/** A command without what makes it one of many. */
export type Asked = DeviceCommand extends infer C ? (C extends DeviceCommand ? Omit<C, 'id' | 'deadline'> : never) : never;
export const turn = (on: boolean, channel = 0, forMs: number | null = null): Asked => ({ kind: 'switch', on, channel, forMs });
const light = (brightness: number, color: string | null = null): Asked => ({ kind: 'light', on: true, brightness, color, forMs: null });

/** A notification of the Shelly in the shop. */
const notify = (parts: object) => ({ src: 'shellyplus2pm-0a', method: 'NotifyStatus', params: { ts: Date.now() / 1_000, ...parts } });

/** One command for one of them: what it hears, and what it says. */
interface Case {
  readonly what: string;
  readonly device: string;
  readonly client: string;
  readonly filter: string;
  /** Said by the hardware when it connects. */
  readonly first?: readonly (readonly [string, unknown])[];
  readonly asked: Asked;
  readonly hears: readonly (readonly [string, unknown])[];
  /** About something else, or the opposite. */
  readonly wrong: readonly [string, unknown];
  readonly right: readonly [string, unknown];
}

export const ACTUATOR_CASES: readonly Case[] = [
  {
    what: 'a second relay of Tasmota',
    device: 'plug',
    client: 'plug',
    filter: 'cmnd/tasmota_3F2A/#',
    asked: turn(true, 1),
    hears: [['cmnd/tasmota_3F2A/POWER2', 'on']],
    wrong: ['stat/tasmota_3F2A/RESULT', { POWER1: 'ON' }],
    right: ['stat/tasmota_3F2A/RESULT', { POWER2: 'ON' }],
  },
  {
    what: 'a Tasmota node whose topics have another order',
    device: 'reversed',
    client: 'reversed',
    filter: 'shop/sonoff-4/cmnd/#',
    asked: turn(false),
    hears: [['shop/sonoff-4/cmnd/POWER', 'off']],
    wrong: ['shop/sonoff-4/stat/RESULT', { POWER: 'ON' }],
    right: ['shop/sonoff-4/stat/RESULT', { POWER: 'OFF' }],
  },
  {
    what: 'a Shelly lock that closes again by itself',
    device: 'lock',
    client: 'lock',
    filter: 'shellyplus2pm-0a/rpc',
    asked: turn(true, 1, 3_000),
    hears: [
      [
        'shellyplus2pm-0a/rpc',
        { id: 'c-1', src: 'shellyplus2pm-0a/aisle', method: 'Switch.Set', params: { id: 1, on: true, toggle_after: 3 } },
      ],
    ],
    wrong: ['shellyplus2pm-0a/events/rpc', notify({ 'switch:0': { id: 0, output: true } })],
    right: ['shellyplus2pm-0a/events/rpc', notify({ 'switch:1': { id: 1, output: true } })],
  },
  {
    what: 'a Zigbee lamp behind its bridge',
    device: 'lamp',
    client: 'bridge',
    filter: 'zigbee2mqtt/#',
    asked: light(0.5, '#FF8000'),
    hears: [['zigbee2mqtt/shelf/lamp/set', { state: 'ON', brightness: 127, color: { hex: '#FF8000' } }]],
    wrong: ['zigbee2mqtt/shelf/lamp', { state: 'ON', brightness: 20 }],
    right: ['zigbee2mqtt/shelf/lamp', { state: 'ON', brightness: 127, linkquality: 90 }],
  },
  {
    what: 'one of two Zigbee outlets',
    device: 'outlets',
    client: 'bridge',
    filter: 'zigbee2mqtt/#',
    asked: turn(true, 1),
    hears: [['zigbee2mqtt/outlets/set', { state_right: 'ON' }]],
    wrong: ['zigbee2mqtt/outlets', { state_left: 'ON', state_right: 'OFF' }],
    right: ['zigbee2mqtt/outlets', { state_left: 'OFF', state_right: 'ON' }],
  },
  {
    what: 'a WLED strip',
    device: 'strip',
    client: 'strip',
    filter: 'wled/0a1b2c/api',
    asked: light(1, '#00FF00'),
    hears: [['wled/0a1b2c/api', { on: true, bri: 255, seg: [{ col: [[0, 255, 0]] }] }]],
    wrong: ['wled/0a1b2c/g', '40'],
    right: ['wled/0a1b2c/g', '255'],
  },
  {
    what: 'a switch of an ESPHome node',
    device: 'node',
    client: 'node',
    filter: 'shop/node-1/+/+/command',
    asked: turn(true, 1),
    hears: [['shop/node-1/switch/latch/command', 'ON']],
    wrong: ['shop/node-1/switch/fan/state', 'ON'],
    right: ['shop/node-1/switch/latch/state', 'ON'],
  },
  {
    what: 'a Homie device that only its own description names',
    device: 'turnstile',
    client: 'turnstile',
    filter: 'homie/5/gate-7/+/+/set',
    first: [
      ['homie/5/gate-7/$description', { homie: '5.0', nodes: { arm: { properties: { free: { datatype: 'boolean', settable: true } } } } }],
    ],
    asked: turn(true),
    hears: [['homie/5/gate-7/arm/free/set', 'true']],
    wrong: ['homie/5/gate-7/arm/free', 'false'],
    right: ['homie/5/gate-7/arm/free', 'true'],
  },
  {
    what: 'an output of a Zebra reader',
    device: 'gate',
    client: 'gate',
    filter: 'zebra/FX96-07/c-req',
    asked: turn(true, 2),
    hears: [['zebra/FX96-07/c-req', { command: 'set_gpo', command_id: 'c-1', payload: { port: 3, state: true } }]],
    wrong: [
      'zebra/FX96-07/m-evt',
      { component: 'RG', type: 'gpo', timestamp: '2026-01-15T09:00:00.000+0000', data: { pin: 2, state: 'HIGH' } },
    ],
    right: [
      'zebra/FX96-07/m-evt',
      { component: 'RG', type: 'gpo', timestamp: '2026-01-15T09:00:01.000+0000', data: { pin: 3, state: 'HIGH' } },
    ],
  },
];
