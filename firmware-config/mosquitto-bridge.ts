import type { FirmwareTemplate } from './template.ts';

/** A mosquitto that stands in the shop already hands its devices' messages on, and theirs commands back. */
export const mosquittoBridge: FirmwareTemplate = {
  name: 'mosquitto-bridge',
  drivers: [],
  description: 'mosquitto: a bridge from a broker of the shop to the gateway',
  render({ broker, credential, device, children, store }) {
    const topics = [...new Set([...device.topics, ...children.map(({ id }) => `aisle/v1/${store.id}/${id}/+`)])];
    const commands = [device.id, ...children.map(({ id }) => id)].map((id) => `aisle/v1/${store.id}/${id}/cmd`);
    return [
      {
        title: '/etc/mosquitto/conf.d/silent-aisle.conf',
        how: 'Readable by mosquitto only, since it holds the secret; then restart mosquitto. Messages wait there while the gateway is away.',
        text: [
          'connection silent-aisle',
          `address ${broker.host}:${broker.port}`,
          `remote_clientid ${device.id}`,
          `remote_username ${credential.user}`,
          `remote_password ${credential.password}`,
          'bridge_protocol_version mqttv311',
          'cleansession false',
          'try_private false',
          'notifications false',
          'restart_timeout 1 30',
          ...topics.map((topic) => `topic ${topic} out 1`),
          ...commands.map((topic) => `topic ${topic} in 1`),
          '',
        ].join('\n'),
        file: 'silent-aisle.conf',
      },
    ];
  },
};
