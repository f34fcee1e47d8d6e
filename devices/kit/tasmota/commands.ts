import type { CallCommand, DeviceCommand, LightCommand, Outgoing } from '../command.ts';
import type { DeviceReading } from '../define-device.ts';

/** A queue of commands waits at most so long (tenths of a second); a longer pause is made of several. */
const LONGEST_DELAY = 3_600;
const LONGEST_FOR_MS = 3_600_000;

/** The commands of one device, by the order in which its topics are put together. */
export function tasmotaCommand(command: DeviceCommand, address: string, fullTopic: string): readonly Outgoing[] {
  const say = (name: string, payload: string): Outgoing => ({
    via: 'mqtt',
    topic: tasmotaTopic(fullTopic, address, name),
    bytes: Buffer.from(payload),
  });
  switch (command.kind) {
    case 'switch': {
      const relay = `POWER${command.channel === 0 ? '' : command.channel + 1}`;
      if (command.forMs === null) return [say(relay, onOff(command.on))];
      // In a queue every relay is called by its number.
      const numbered = `POWER${command.channel + 1}`;
      return timed([`${numbered} ${onOff(command.on)}`], `${numbered} ${onOff(!command.on)}`, command.forMs, say);
    }
    case 'light': {
      const steps = lightSteps(command);
      if (command.on && command.forMs !== null)
        return timed(
          steps.map((step) => step.join(' ')),
          'POWER off',
          command.forMs,
          say,
        );
      return steps.map(([name, payload]) => say(name, payload));
    }
    case 'call': {
      const payload = payloadOf(command);
      return payload === null ? [] : [say(command.name, payload)];
    }
    default:
      return [];
  }
}

const onOff = (on: boolean): 'on' | 'off' => (on ? 'on' : 'off');

/** `%prefix%/%topic%/` filled in; a device that adds no slash at the end adds it by itself. */
export function tasmotaTopic(fullTopic: string, address: string, name: string): string {
  const topic = fullTopic.replaceAll('%prefix%', 'cmnd').replaceAll('%topic%', address);
  return `${topic}${topic.endsWith('/') ? '' : '/'}${name}`;
}

/** Colour first, since the dimmer scales it; a dimmer at 0 would switch off. */
function lightSteps({ on, color, brightness }: LightCommand): readonly (readonly [string, string])[] {
  if (!on) return [['POWER', 'off']];
  return [...(color === null ? [] : [['Color2', color] as const]), ['Dimmer', String(percentOf(brightness))], ['POWER', 'on']];
}

const percentOf = (brightness: number): number => Math.min(100, Math.max(1, Math.round(brightness * 100)));

/** The device itself keeps the time, so that a lock closes again although the gateway went away. */
function timed(
  steps: readonly string[],
  last: string,
  forMs: number,
  say: (name: string, payload: string) => Outgoing,
): readonly Outgoing[] {
  if (forMs > LONGEST_FOR_MS) return [];
  let left = Math.max(2, Math.ceil(forMs / 100));
  const pauses: string[] = [];
  while (left > 0) {
    const pause = Math.min(left, LONGEST_DELAY);
    pauses.push(`Delay ${pause}`);
    left -= pause;
    // One tenth cannot be waited for.
    if (left === 1) left = 2;
  }
  return [say('Backlog', [...steps, ...pauses, last].join('; '))];
}

/** A command of the firmware by its own name: `Power` `TOGGLE`, `Sensor34` `1` (tare). Null for what could be more than one. */
function payloadOf({ name, arguments: given }: CallCommand): string | null {
  const payload = given.map(String).join(' ');
  return /^[A-Za-z][A-Za-z0-9]{0,31}$/.test(name) && payload.length <= 200 && /^[\x20-\x3a\x3c-\x7e]*$/.test(payload) ? payload : null;
}

/** The relay's, the lamp's or the command's own answer. */
export function tasmotaConfirms(command: DeviceCommand, reading: DeviceReading): boolean {
  if (reading.kind !== 'state') return false;
  const { values } = reading;
  switch (command.kind) {
    case 'switch':
      return (values[`power${command.channel + 1}`] ?? (command.channel === 0 ? values.power : undefined)) === command.on;
    case 'light': {
      const isPower = (values.power ?? values.power1) === command.on;
      if (!command.on) return isPower;
      const { dimmer } = values;
      return isPower && (dimmer === undefined || dimmer === percentOf(command.brightness));
    }
    case 'call':
      return typeof values.answered === 'string' && baseName(values.answered) === baseName(command.name);
    default:
      return false;
  }
}

/** A device with several relays answers to `Power` as `POWER1`. */
const baseName = (name: string): string => name.toUpperCase().replace(/^POWER1$/, 'POWER');
