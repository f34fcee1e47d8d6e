import type { DeviceCommand, Outgoing, SwitchCommand } from '../devices/kit/command.ts';
import { type DeviceDriver, type DeviceReading, type DriverContext, freshContext } from '../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../devices/kit/example-time.ts';
import { fillTopic } from '../devices/kit/topics.ts';
import { asId, type DeviceId } from '../gateway/domain/ids.ts';

const DEVICE = asId<DeviceId>('device-1');
/** What is longer is only begun. */
const LONGEST_WORDS = 200;

const base = { id: 'c-1', deadline: EXAMPLE_RECEIVED_AT + 10_000 } as const;
const switchOn: SwitchCommand = { ...base, kind: 'switch', on: true, channel: 0, forMs: null };
/** One command of each kind; lamps also without a colour, since some have none. */
const PROBES: readonly (readonly DeviceCommand[])[] = [
  [
    {
      ...base,
      kind: 'show',
      showForMs: 15_000,
      content: { en: { title: 'Green tea', body: 'two for one', priceMinor: 2_550, currency: 'TWD' } },
    },
  ],
  [switchOn],
  [
    { ...base, kind: 'light', on: true, brightness: 0.5, color: '#FF8000', forMs: null },
    { ...base, kind: 'light', on: true, brightness: 0.5, color: null, forMs: null },
  ],
  [{ ...base, kind: 'write', name: 'node/property', value: 21.5 }],
  [
    { ...base, kind: 'call', name: 'Power', arguments: ['TOGGLE'] },
    { ...base, kind: 'call', name: 'rebirth', arguments: [] },
  ],
];

/** A kind of command that a driver has words for. */
export interface CommandFacts {
  readonly kind: DeviceCommand['kind'];
  /** The words of the probe, as `topic payload`, as `POST /path`, as bytes with escapes, as `write name`. */
  readonly words: readonly string[];
  /** True when the hardware itself can go back after a time. */
  readonly forTime: boolean;
  /** Channels above the first are said in other words. */
  readonly channels: boolean;
  readonly proof: string;
  /** Keys of its state that prove it, each alone; empty where none of the examples does. */
  readonly proofKeys: readonly string[];
}

/**
 * What a driver can obey, found by asking it: with every settings of its examples, and knowing what it learns from them. So
 * nothing here is a claim of somebody who wrote it down.
 */
export function commandFacts(driver: DeviceDriver): readonly CommandFacts[] {
  if (!driver.command) return [];
  const contexts = contextsOf(driver);
  return PROBES.flatMap((probes): CommandFacts[] => {
    for (const probe of probes) {
      const context = contexts.find((each) => said(driver, probe, each).length > 0);
      if (context === undefined) continue;
      const outgoing = said(driver, probe, context);
      const hears = (changes: Partial<SwitchCommand>): boolean =>
        contexts.some((each) => said(driver, { ...probe, ...changes } as DeviceCommand, each).length > 0);
      return [
        {
          kind: probe.kind,
          words: outgoing.map(inWords),
          forTime: (probe.kind === 'switch' || probe.kind === 'light') && hears({ forMs: 60_000 }),
          channels: probe.kind === 'switch' && contexts.some((each) => tellsChannels(driver, probe, each)),
          proof: proofOf(driver, outgoing),
          proofKeys: keysOf(driver).filter((key) => driver.confirms?.(probe, stateOf({ [key]: true }), context)),
        },
      ];
    }
    return [];
  });
}

function tellsChannels(driver: DeviceDriver, command: SwitchCommand, context: DriverContext): boolean {
  const [first, second] = [0, 1].map((channel) =>
    said(driver, { ...command, channel }, context)
      .map(inWords)
      .join(),
  );
  return second !== '' && second !== first;
}

/** As just plugged in, and with the settings and after the messages of each example. */
function contextsOf(driver: DeviceDriver): readonly DriverContext[] {
  const after = driver.examples.map(({ settings, before = [], topic, payload }) => {
    const context = freshContext(driver, DEVICE, settings);
    for (const message of [...before, { topic, payload }])
      driver.decode(
        {
          device: DEVICE,
          topic: message.topic ?? fillTopic(driver.topics[0] ?? '', { store: 'shop', device: DEVICE }),
          bytes: bytesOf(message.payload),
          receivedAt: EXAMPLE_RECEIVED_AT,
        },
        context,
      );
    return context;
  });
  return [freshContext(driver, DEVICE), ...after];
}

const said = (driver: DeviceDriver, command: DeviceCommand, context: DriverContext): readonly Outgoing[] =>
  driver.command?.(command, context) ?? [];

/** The payload of an example as it would come: bytes, text, or JSON. */
export function bytesOf(payload: unknown): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  return Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
}

function inWords(outgoing: Outgoing): string {
  switch (outgoing.via) {
    case 'mqtt':
      return `${outgoing.topic} ${printable(outgoing.bytes)}`;
    case 'stream':
      return printable(outgoing.bytes);
    case 'http':
      return `${outgoing.method} ${outgoing.path}`;
    case 'opcua':
      return 'write' in outgoing ? `write ${outgoing.write.name}` : `call ${outgoing.call.name}`;
  }
}

/** Text with `\xNN` for all that no page can show; hex when most of it is such. */
export function printable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  const hidden = [...text].filter((sign) => sign < ' ' || sign > '~').length;
  if (hidden * 3 > text.length)
    return Buffer.from(bytes)
      .toString('hex')
      .replaceAll(/(..)(?=.)/g, '$1 ');
  const escaped = text.replaceAll(/[^ -~]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return escaped.length > LONGEST_WORDS ? `${escaped.slice(0, LONGEST_WORDS)}...` : escaped;
}

/** Without `confirms` it is the way that the words go. */
function proofOf(driver: DeviceDriver, outgoing: readonly Outgoing[]): string {
  if (driver.confirms) return 'its own state';
  const via = new Set(outgoing.map((each) => each.via));
  if (via.has('opcua')) return 'the answer of the server';
  if (via.has('http')) return 'the answer to the request';
  return via.has('stream') ? 'nothing but that it was sent' : 'nothing but that a broker has taken it';
}

const stateOf = (values: Readonly<Record<string, boolean>>): DeviceReading => ({
  device: DEVICE,
  at: EXAMPLE_RECEIVED_AT,
  reportedAt: null,
  receivedAt: EXAMPLE_RECEIVED_AT,
  kind: 'state',
  values,
});

/** Keys of states in the examples, and those of the first channel beside theirs. */
function keysOf({ examples }: DeviceDriver): readonly string[] {
  const keys = examples.flatMap(({ readings }) =>
    readings.flatMap(({ kind, values }) => (kind === 'state' ? Object.keys(values ?? {}) : [])),
  );
  return [...new Set(keys.flatMap((key) => [key, key.replace(/\d+$/, '0'), key.replace(/\d+$/, '1')]))].toSorted();
}
