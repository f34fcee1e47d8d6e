import type { FirmwareTemplate } from './template.ts';

/** One console line per setting: a `Backlog` of all of them is longer than the console takes on small chips. */
export const tasmota: FirmwareTemplate = {
  name: 'tasmota',
  drivers: ['tasmota'],
  description: 'Tasmota: console lines',
  render: ({ broker, credential, device }) => [
    {
      title: 'Console lines',
      how: 'In the web page of the node: Tools, Console. Enter line by line; the node restarts after the last one.',
      text: [
        `MqttHost ${broker.host}`,
        `MqttPort ${broker.port}`,
        `MqttUser ${credential.user}`,
        `MqttPassword ${credential.password}`,
        `MqttClient ${device.id}`,
        `Topic ${device.address}`,
        'FullTopic %prefix%/%topic%/',
        'Timezone 0',
        'TelePeriod 10',
        'WeightRes 3',
        'PowerRetain 0',
        'SensorRetain 0',
        'SetOption3 1',
        'Restart 1',
      ].join('\n'),
      file: 'console.txt',
    },
    {
      title: 'Why these',
      how: 'Nothing to do.',
      text: [
        'WeightRes 3 makes a load cell tell grams: as delivered it tells whole kilograms.',
        'Timezone 0 makes its clock UTC; with another one, say so in store.yaml: settings: { timezone: ... }.',
        'TelePeriod 10 is a sign of life and a climate value every ten seconds.',
      ].join('\n'),
      file: null,
    },
  ],
};
