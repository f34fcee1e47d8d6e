/** What is announced to Home Assistant. */
export interface AnnouncedShop {
  readonly store: { readonly id: string; readonly name: string };
  readonly prefix: string;
  readonly zones: readonly { readonly id: string; readonly name: string }[];
  readonly shelves: readonly { readonly id: string; readonly name: string }[];
  /** Topic of the gateway's own state: `gatewayTopic('zone', id, 'occupancy')`. */
  readonly topic: (...levels: readonly string[]) => string;
  readonly version: string;
}

export interface Announcement {
  readonly topic: string;
  /** Retained; the same shop announces the same, so doing it again changes nothing. */
  readonly payload: string;
}

/**
 * MQTT discovery of Home Assistant for what the gateway tells retained: people per zone and in the whole shop, pieces per shelf, and the
 * gateway's own state. Only sums, never visits, cards or items.
 * @see https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery
 */
export function announcements({ store, prefix, zones, shelves, topic, version }: AnnouncedShop): readonly Announcement[] {
  const owner = `aisle_${slug(store.id)}`;
  const device = { identifiers: [owner], name: store.name, manufacturer: 'Silent Aisle', sw_version: version };
  const availability = [{ topic: topic('health'), value_template: "{{ 'online' if value_json.state == 'running' else 'offline' }}" }];
  const announce = (kind: 'sensor' | 'binary_sensor', object: string, config: Readonly<Record<string, unknown>>): Announcement => ({
    topic: `${prefix}/${kind}/${owner}/${object}/config`,
    payload: JSON.stringify({ ...config, unique_id: `${owner}_${object}`, object_id: `${owner}_${object}`, device, availability }),
  });
  const occupancy = (id: string, name: string): Announcement =>
    announce('sensor', `occupancy_${slug(id)}`, {
      name: `${name}: people`,
      state_topic: topic('zone', id, 'occupancy'),
      value_template: '{{ value_json.people }}',
      json_attributes_topic: topic('zone', id, 'occupancy'),
      state_class: 'measurement',
      icon: 'mdi:account-group',
    });
  return [
    occupancy('store', store.name),
    ...zones.map(({ id, name }) => occupancy(id, name)),
    ...shelves.map(({ id, name }) =>
      announce('sensor', `stock_${slug(id)}`, {
        name: `${name}: pieces`,
        state_topic: topic('shelf', id, 'stock'),
        value_template: "{{ value_json | map(attribute='onShelf') | sum }}",
        state_class: 'measurement',
        icon: 'mdi:package-variant',
      }),
    ),
    announce('sensor', 'reads', {
      name: 'Reads per second',
      state_topic: topic('health'),
      value_template: '{{ value_json.readsPerSecond }}',
      state_class: 'measurement',
      entity_category: 'diagnostic',
    }),
  ];
}

/** Ids of Home Assistant know letters, digits and underscores only. */
const slug = (id: string): string => id.replace(/[^a-zA-Z0-9]/g, '_');
