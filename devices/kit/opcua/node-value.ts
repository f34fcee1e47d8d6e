import type { DeviceReading } from '../define-device.ts';

/** What a watched variable may mean. */
export const NODE_MEANINGS = [
  'temperature',
  'humidity',
  'illuminance',
  'door',
  'people',
  'occupied',
  'weight',
  'count-in',
  'count-out',
  'button',
  'state',
] as const;
export type NodeMeaning = (typeof NODE_MEANINGS)[number];

/** One frame: a variable of a server has a new value, or a new quality. */
export interface NodeValueJson {
  readonly as: NodeMeaning;
  /** Channel of a scale, line of a counter, name of a button, key of a state. */
  readonly name?: string;
  /** In our unit; null where the server has none or one that no variable of ours has (lists, structures). */
  readonly value: number | boolean | string | null;
  /** OPC UA status code by name: `Good`, `Bad...`, `Uncertain...`. */
  readonly status: string;
  /** When the server's source saw it; absent when it does not say. */
  readonly sourceTime?: string;
  /** The value that stood there when the gateway began to watch: nothing has just happened. */
  readonly initial?: true;
}

const saying = (reading: DeviceReading, value: number | boolean | string, as: NodeMeaning, name?: string): NodeValueJson => ({
  as,
  ...(name === undefined || name === '' ? {} : { name }),
  value,
  status: 'Good',
  ...(reading.reportedAt === null ? {} : { sourceTime: new Date(reading.reportedAt).toISOString() }),
});

/** The frames that say a reading: one per variable. None for what no variable says. */
export function writeNodeValues(reading: DeviceReading): readonly NodeValueJson[] {
  const say = (value: number | boolean | string | undefined, as: NodeMeaning, name?: string): readonly NodeValueJson[] =>
    value === undefined ? [] : [saying(reading, value, as, name)];
  switch (reading.kind) {
    case 'climate':
      return [
        ...say(reading.temperature, 'temperature'),
        ...say(reading.humidity, 'humidity'),
        ...say(reading.illuminanceLux, 'illuminance'),
        ...say(reading.doorOpen, 'door'),
      ];
    case 'presence':
      return reading.counted ? say(reading.people, 'people') : say(reading.people > 0, 'occupied');
    case 'weight':
      return reading.stable ? say(reading.grams, 'weight', reading.channel) : [];
    case 'count':
      // Variables hold running totals; people since the last message are an event, and no variable.
      return reading.form === 'total' ? [...say(reading.in, 'count-in', reading.line), ...say(reading.out, 'count-out', reading.line)] : [];
    case 'button':
      return say(true, 'button', reading.button);
    case 'state':
      return Object.entries(reading.values).flatMap(([key, value]) => say(value, 'state', key));
    default:
      return [];
  }
}
