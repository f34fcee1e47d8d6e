import { type FirmwareTemplate, json } from './template.ts';

export const wled: FirmwareTemplate = {
  name: 'wled',
  drivers: ['wled'],
  description: 'WLED: sync settings',
  render({ broker, credential, device }) {
    const url = device.url ?? 'http://WLED';
    return [
      {
        title: 'MQTT settings',
        how: `curl -X POST -H 'content-type: application/json' -d @mqtt.json ${url}/json/cfg - or by hand in Config, Sync Interfaces, MQTT. Then restart the controller.`,
        text: json({
          if: {
            mqtt: {
              en: true,
              broker: broker.host,
              port: broker.port,
              user: credential.user,
              psk: credential.password,
              cid: device.id,
              rtn: false,
              topics: { device: device.address, group: `${device.address}/group` },
            },
          },
        }),
        file: 'mqtt.json',
      },
    ];
  },
};
