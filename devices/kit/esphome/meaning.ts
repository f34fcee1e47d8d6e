/** What the number or the word of an entity means. */
export const MEANINGS = [
  'temperature',
  'humidity',
  'illuminance',
  'weight-g',
  'weight-kg',
  'door',
  'occupancy',
  'people',
  'button',
  'card',
  'state',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** The first one that fits the object id decides. */
const GUESSES: Readonly<Record<'sensor' | 'binary_sensor' | 'text_sensor', readonly (readonly [RegExp, Meaning])[]>> = {
  sensor: [
    // The processor's own warmth says nothing about the shop.
    [/(^|_)(internal|chip|cpu|esp(32|8266)?)_temp(erature)?$/, 'state'],
    [/(^|_)temp(erature)?$/, 'temperature'],
    [/(^|_)humidity$/, 'humidity'],
    [/(^|_)(illuminance|lux|light_level)$/, 'illuminance'],
    // `weight` alone is kilograms for some and grams for others: the installer has to say. `shelf_weight` is what our own
    // configuration of a node calls its load cell, in grams.
    [/^shelf_weight$|(^|_)(weight_g|grams)$/, 'weight-g'],
    [/(^|_)weight_kg$/, 'weight-kg'],
    [/(^|_)(people|people_count|person_count|occupants)$/, 'people'],
  ],
  binary_sensor: [
    [/(^|_)(door|contact|window|gate)$/, 'door'],
    [/(^|_)(occupancy|presence|motion|occupied|pir)$/, 'occupancy'],
    [/(^|_)button(_\w+)?$/, 'button'],
  ],
  text_sensor: [[/(^|_)(card|tag|uid|rfid|nfc|badge)(_(id|uid|number))?$/, 'card']],
};

/** What an entity means by its name, where store.yaml says nothing. */
export function guessMeaning(component: string, objectId: string): Meaning {
  if (component !== 'sensor' && component !== 'binary_sensor' && component !== 'text_sensor') return 'state';
  return GUESSES[component].find(([pattern]) => pattern.test(objectId))?.[1] ?? 'state';
}

/** Names of entities that every node has, with the unit in which they come. */
export const STATE_NAMES: ReadonlyMap<string, string> = new Map([
  ['wifi_signal', 'wifiDbm'],
  ['uptime', 'uptimeSec'],
  ['battery', 'batteryPct'],
  ['battery_level', 'batteryPct'],
]);
