import { defineDevice } from '../kit/define-device.ts';
import { type ChannelTable, channel } from '../kit/milesight/channels.ts';
import { battery, channelTable } from '../kit/milesight/common-channels.ts';
import { milesightDecoder, milesightSettings } from '../kit/milesight/decode.ts';
import { MILESIGHT_TOPICS, milesightEncoder, type Say, sayBattery } from '../kit/milesight/encode.ts';
import { fromChirpStack, fromGatewayInHex, stamped, unstamped, uplink } from '../kit/milesight/examples.ts';

const PRESSES = ['short', 'long', 'double'] as const;

const TABLE: ChannelTable = channelTable(
  {
    '0175': battery,
    ff2e: channel(1, (data, told) => {
      const press = PRESSES[data.getUint8(0) - 1];
      if (press === undefined) return false;
      told.buttons.push(press);
      return undefined;
    }),
  },
  '03:2 10:1 28:1 2f:1 3e:1 74:1',
);

const sayPress: Say = (reading) => {
  const press = reading.kind === 'button' ? PRESSES.indexOf(reading.button as (typeof PRESSES)[number]) : -1;
  return press < 0 ? null : [0xff, 0x2e, press + 1];
};

/** Milesight WS101: one button, pressed in three ways. @see Milesight WS101 user guide, uplink packets */
export const milesightWs101 = defineDevice({
  driver: 'milesight-ws101',
  family: 'milesight-lorawan',
  role: 'sensor',
  vendor: 'Milesight',
  models: ['WS101'],
  description: 'Milesight WS101 button over LoRaWAN: pressed short, long or twice',
  transports: ['mqtt', 'http'],
  topics: MILESIGHT_TOPICS,
  quantities: { 'values.batteryPct': { kind: 'state', unit: '%', min: 0, max: 100 } },
  settings: milesightSettings,
  decode: milesightDecoder(TABLE),
  encode: milesightEncoder(sayPress, sayBattery),
  examples: [
    { name: 'a short press', payload: uplink('ff2e 01'), readings: [{ ...unstamped, kind: 'button', button: 'short' }] },
    {
      name: 'a double press with the battery, from ChirpStack',
      payload: fromChirpStack('ff2e 03 0175 50'),
      readings: [
        { ...stamped, kind: 'button', button: 'double' },
        { ...stamped, kind: 'state', values: { batteryPct: 80 } },
      ],
    },
    {
      name: 'a long press, as hex digits',
      payload: fromGatewayInHex('ff2e 02'),
      readings: [{ ...unstamped, kind: 'button', button: 'long' }],
    },
    { name: 'another port', payload: { devEUI: '24e124000000000a', fPort: 2, data: 'AQI=' }, readings: [] },
    { name: 'a press of a fourth kind', payload: uplink('ff2e 04'), readings: [], rejected: 'out-of-range' },
    { name: 'cut short', payload: uplink('ff'), readings: [], rejected: 'bad-checksum' },
  ],
});
