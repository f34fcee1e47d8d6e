import type { FirmwareTemplate } from './template.ts';

/** A node with a load cell and a room sensor, the shelf's usual parts; the rest of the file is the board's own. */
export const esphome: FirmwareTemplate = {
  name: 'esphome',
  drivers: ['esphome'],
  description: 'ESPHome: YAML of a node',
  render: ({ broker, credential, device }) => [
    {
      title: 'Node configuration',
      how: 'Put it into the YAML of the node, correct pins and calibration, and install it. Keep the file to yourself: it holds the secret of the device.',
      text: `esphome:
  name: ${device.address}

mqtt:
  broker: ${broker.host}
  port: ${broker.port}
  client_id: ${device.id}
  username: ${credential.user}
  password: "${credential.password}"
  topic_prefix: ${device.address}
  discovery: false
  log_topic: null
  birth_message: { topic: ${device.address}/status, payload: online, qos: 1, retain: true }
  will_message: { topic: ${device.address}/status, payload: offline, qos: 1, retain: true }

sensor:
  - platform: hx711
    id: shelf_weight
    name: shelf_weight
    dout_pin: GPIO19
    clk_pin: GPIO18
    gain: 128
    update_interval: 500ms
    unit_of_measurement: g
    accuracy_decimals: 0
    filters:
      # Two weights of your own: what the cell says, and grams.
      - calibrate_linear:
          - 0 -> 0
          - 100000 -> 1000
  - platform: sht3xd
    temperature: { name: room_temperature }
    humidity: { name: room_humidity }
    update_interval: 30s
`,
      file: `${device.address}.yaml`,
    },
  ],
};
