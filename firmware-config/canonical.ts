import { type FirmwareTemplate, json } from './template.ts';

/** Everything that logs in to MQTT and has settings of its own: what has to be entered, whatever the page calls it. */
export const canonical: FirmwareTemplate = {
  name: 'mqtt',
  drivers: ['canonical-json'],
  description: 'any device on MQTT: broker, user and topics',
  render: ({ broker, credential, device, store }) => [
    {
      title: 'MQTT settings',
      how: 'MQTT 3.1.1, QoS 1, clean session off where the device remembers what it could not send.',
      text: json({
        host: broker.host,
        port: broker.port,
        tls: false,
        clientId: device.id,
        username: credential.user,
        password: credential.password,
        publish: device.topics,
        subscribe: [`aisle/v1/${store.id}/${device.id}/cmd`],
        will: { topic: `aisle/v1/${store.id}/${device.id}/status`, payload: '{"state":"offline"}', qos: 1, retain: true },
      }),
      file: 'mqtt.json',
    },
    {
      title: 'Try it',
      how: 'User and password stand in a file, so that they are in no list of processes: one option per line.',
      text: `mkdir -p ~/.config && umask 077 && printf '%s\\n' '-u ${credential.user}' '-P SECRET' > ~/.config/mosquitto_pub\nmosquitto_pub -h ${broker.host} -p ${broker.port} -i ${device.id} -q 1 -t aisle/v1/${store.id}/${device.id}/status -m '{"state":"online"}'`,
      file: null,
    },
  ],
};
