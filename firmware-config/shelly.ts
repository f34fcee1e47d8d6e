import { type FirmwareTemplate, json } from './template.ts';

export const shelly: FirmwareTemplate = {
  name: 'shelly',
  drivers: ['shelly-gen2'],
  description: 'Shelly Gen2 and newer: RPC calls',
  render({ broker, credential, device }) {
    const url = device.url ?? 'http://SHELLY';
    return [
      {
        title: 'MQTT settings',
        how: `curl -X POST -H 'content-type: application/json' -d @mqtt.json ${url}/rpc`,
        text: json({
          id: 1,
          method: 'MQTT.SetConfig',
          params: {
            config: {
              enable: true,
              server: `${broker.host}:${broker.port}`,
              client_id: device.id,
              user: credential.user,
              pass: credential.password,
              topic_prefix: device.address,
              enable_rpc: true,
              rpc_ntf: true,
              status_ntf: true,
              enable_control: true,
            },
          },
        }),
        file: 'mqtt.json',
      },
      {
        title: 'Restart, so that it takes effect',
        how: 'The device is away for some seconds.',
        text: `curl -X POST -H 'content-type: application/json' -d '{"id":2,"method":"Shelly.Reboot"}' ${url}/rpc`,
        file: null,
      },
    ];
  },
};
