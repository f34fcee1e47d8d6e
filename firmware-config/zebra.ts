import { type FirmwareTemplate, json, type ProvisionInput } from './template.ts';

/** One connection of the reader to the broker; each interface has its own, under a client id of its own. */
const connection = ({ broker, credential, device }: ProvisionInput, name: string, topics: object) => ({
  name: `aisle-${name}`,
  type: 'mqtt',
  description: `Silent Aisle: ${name}`,
  options: {
    endpoint: { hostName: broker.host, port: broker.port, protocol: 'tcp' },
    enableSecurity: false,
    basicAuthentication: { username: credential.user, password: credential.password },
    additional: {
      clientId: `${device.id}_${name}`,
      cleanSession: false,
      keepAlive: 60,
      qos: 1,
      reconnectDelay: 1,
      reconnectDelayMax: 30,
      debug: false,
    },
    ...topics,
  },
});

/** Where tag data and management events go, and where commands come from. @see Zebra IoT Connector, READER-GATEWAY configuration */
function readerGateway(input: ProvisionInput) {
  const topic = (name: string): string => `zebra/${input.device.address}/${name}`;
  const commands = { subscribeTopic: [topic('c-req')], publishTopic: [topic('c-res')] };
  return {
    'READER-GATEWAY': {
      endpointConfig: {
        data: { event: { connections: [connection(input, 'data', { publishTopic: [topic('d-evt')] })] } },
        management: { event: { connections: [connection(input, 'events', { publishTopic: [topic('m-evt')] })] } },
        control: { commandResponse: { connections: [connection(input, 'control', commands)] } },
      },
      managementEventConfig: {
        heartbeat: { interval: 30 },
        gpiEvents: true,
        gpoEvents: true,
        errors: { antenna: true, radio: true, reader_gateway: true },
        warnings: { temperature: true, ntp: true },
      },
    },
  };
}

/** SIMPLE and INVENTORY leave out what the gateway learns from; CUSTOM tells antenna, level and count of every second. */
const mode = ({ device }: ProvisionInput) => ({
  type: 'CUSTOM',
  antennas: device.antennas,
  query: { session: 'S1', target: 'A', sel: 'ALL', tagPopulation: 64 },
  reportFilter: { type: 'PER_ANTENNA', duration: 1 },
  tagMetaData: ['ANTENNA', 'RSSI', 'SEEN_COUNT', 'PC', 'CHANNEL', 'PHASE'],
});

export const zebra: FirmwareTemplate = {
  name: 'zebra',
  drivers: ['zebra-iotc'],
  description: 'Zebra IoT Connector: end points, management events and operating mode',
  render(input) {
    const reader = input.device.url ?? 'https://READER';
    const put = (file: string, path: string): string =>
      `curl -k -X PUT -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d @${file} ${reader}/cloud/${path}`;
    return [
      {
        title: 'A token for the calls below',
        how: 'It asks for the password of the reader; the answer holds the token.',
        text: `curl -k -u admin ${reader}/cloud/localRestLogin`,
        file: null,
      },
      {
        title: 'End points and management events',
        how: `${put('config.json', 'config')} - GET the same address first and keep what your firmware has besides. The same values can be entered in the console of the reader: Communication, Zebra IoT Connector, Configuration.`,
        text: json(readerGateway(input)),
        file: 'config.json',
      },
      { title: 'Operating mode', how: put('mode.json', 'mode'), text: json(mode(input)), file: 'mode.json' },
      {
        title: 'Start reading, now and after every restart',
        how: 'The option makes the reader start by itself after a power cut.',
        text: `curl -k -X PUT -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{"doNotPersistState":false}' ${reader}/cloud/start`,
        file: null,
      },
    ];
  },
};
