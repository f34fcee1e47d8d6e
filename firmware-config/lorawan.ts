import type { FirmwareTemplate } from './template.ts';

export const lorawan: FirmwareTemplate = {
  name: 'lorawan',
  drivers: [
    'milesight-vs121',
    'milesight-vs133',
    'milesight-vs350',
    'milesight-ws301',
    'milesight-ws202',
    'milesight-vs341',
    'milesight-ws101',
  ],
  description: 'LoRaWAN sensors: the MQTT integration of the network server',
  render: ({ broker, credential, device }) => [
    {
      title: 'Application server',
      how: 'In the gateway or network server (Milesight UG series: Network Server, Applications, MQTT; ChirpStack: Integrations, MQTT; The Things Stack: Integrations, MQTT of your own bridge): hand uplinks on to this broker. One login serves all sensors that come by it.',
      text: `broker    ${broker.host}:${broker.port}\nuser      ${credential.user}\npassword  ${credential.password}\nclient id ${device.id}`,
      file: null,
    },
    {
      title: 'Topics',
      how: 'The gateway understands these; {address} is the DevEUI as the server writes it. A server with other topics: name them in store.yaml under `topics`.',
      text: device.topics.join('\n'),
      file: null,
    },
    {
      title: 'Payload',
      how: 'Leave the payload as the sensor sends it (port 85): no codec has to be installed in the server. Reporting interval: 10 minutes or less.',
      text: 'raw bytes, base64 or hex',
      file: null,
    },
  ],
};
