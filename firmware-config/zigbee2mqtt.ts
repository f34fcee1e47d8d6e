import { stringify } from 'yaml';
import type { FirmwareTemplate, ProvisionInput } from './template.ts';

/** One group per zone: what lights up a shelf, lights up together. Numbers are Zigbee's own, 1 to 65,527. */
function groups({ children }: ProvisionInput): Record<string, { friendly_name: string }> {
  const zones = [...new Set(children.flatMap(({ zone }) => (zone === null ? [] : [zone])))].sort();
  return Object.fromEntries(zones.map((zone, index) => [String(index + 1), { friendly_name: `zone-${zone}` }]));
}

export const zigbee2mqtt: FirmwareTemplate = {
  name: 'zigbee2mqtt',
  drivers: ['zigbee2mqtt-bridge', 'zigbee2mqtt'],
  description: 'zigbee2mqtt: configuration.yaml with names and groups',
  render(input) {
    const { broker, credential, device, children } = input;
    const named = children.map(({ address, id, zone }) => `${address}   # ${id}${zone === null ? '' : `, ${zone}`}`);
    return [
      {
        title: 'configuration.yaml',
        how: 'Merge it into the file of the bridge and restart it. The bridge logs in once, for itself and all of its devices.',
        text: stringify({
          mqtt: {
            base_topic: device.address,
            server: `mqtt://${broker.host}:${broker.port}`,
            user: credential.user,
            password: credential.password,
            client_id: device.id,
            version: 4,
            force_disable_retain: false,
          },
          availability: { enabled: true },
          advanced: { last_seen: 'ISO_8601', output: 'json', log_output: ['console'] },
          groups: groups(input),
        }),
        file: 'configuration.yaml',
      },
      {
        title: 'Names of the devices',
        how: 'Pair each device and give it the name that store.yaml has as its address; put lamps and plugs into the group of their zone.',
        text: named.length === 0 ? 'No device of store.yaml comes by this bridge yet (via: ...).' : named.join('\n'),
        file: null,
      },
    ];
  },
};
