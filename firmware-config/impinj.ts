import { type FirmwareTemplate, json, type ProvisionInput } from './template.ts';

const PRESET = 'silent-aisle';

/** Reader settings for `PUT /api/v1/mqtt`. @see Impinj IoT device interface 1.7, MqttConfiguration */
const mqtt = ({ broker, credential, device }: ProvisionInput) => ({
  active: true,
  brokerHostname: broker.host,
  brokerPort: broker.port,
  clientId: device.id,
  cleanSession: false,
  eventTopic: `impinj/${device.address}/events`,
  eventQualityOfService: 1,
  eventBufferSize: 1_024,
  eventPerSecondLimit: 1_000,
  eventPendingDeliveryLimit: 100,
  keepAliveIntervalSeconds: 30,
  tlsEnabled: false,
  username: credential.user,
  password: credential.password,
  willTopic: `impinj/${device.address}/connection`,
  willMessage: 'connection lost',
  willQualityOfService: 1,
  willRetained: true,
  connectMessage: 'connected',
  disconnectMessage: '',
});

/** Every read is told, at most once a second per tag and antenna: the gateway does the rest. */
const preset = ({ device }: ProvisionInput) => ({
  eventConfig: {
    common: { hostname: 'disabled' },
    tagInventory: {
      tagReporting: { reportingIntervalSeconds: 1, tagCacheSize: 2_048, antennaIdentifier: 'antennaPort', tagIdentifier: 'epc' },
      epc: 'enabled',
      epcHex: 'enabled',
      antennaPort: 'enabled',
      peakRssiCdbm: 'enabled',
      frequency: 'enabled',
      phaseAngle: 'enabled',
      transmitPowerCdbm: 'disabled',
    },
  },
  antennaConfigs: device.antennas.map((antennaPort) => ({
    antennaPort,
    transmitPowerCdbm: 3_000,
    inventorySession: 1,
    inventorySearchMode: 'dual-target',
    estimatedTagPopulation: 64,
    rfMode: 4,
  })),
});

export const impinj: FirmwareTemplate = {
  name: 'impinj',
  drivers: ['impinj-iot'],
  description: 'Impinj IoT device interface: MQTT settings and inventory preset',
  render(input) {
    const reader = input.device.url ?? 'https://READER';
    return [
      {
        title: 'Change the factory password',
        how: 'The reader comes as root / impinj: change it in its web page before anything else, and choose the IoT device interface there.',
        text: `${reader}/`,
        file: null,
      },
      {
        title: 'MQTT settings',
        how: `curl -k -u root -X PUT -H 'content-type: application/json' -d @mqtt.json ${reader}/api/v1/mqtt`,
        text: json(mqtt(input)),
        file: 'mqtt.json',
      },
      {
        title: 'Inventory preset',
        how: `curl -k -u root -X PUT -H 'content-type: application/json' -d @preset.json ${reader}/api/v1/profiles/inventory/presets/${PRESET} - transmit power and RF mode depend on the region: GET ${reader}/api/v1/profiles/inventory/reference-data lists what this reader may use.`,
        text: json(preset(input)),
        file: 'preset.json',
      },
      {
        title: 'Start reading, now and after every restart',
        how: 'The first line starts it; in the web page the same preset is chosen as the one that starts by itself.',
        text: `curl -k -u root -X POST ${reader}/api/v1/profiles/inventory/presets/${PRESET}/start`,
        file: null,
      },
    ];
  },
};
