import { z } from 'zod';
import { drivers } from '../devices/index.ts';
import { type DeviceDriver, type Example, listensOf, type Quantity } from '../devices/kit/define-device.ts';
import { typeName } from '../gateway/config/config-reference.ts';
import type { SchemaNode } from '../gateway/config/schema-tree.ts';
import { bytesOf, type CommandFacts, commandFacts, printable } from './command-facts.ts';

/** docs/devices.md, made from the driver table. */
export function devicesReference(): string {
  return `${[INTRODUCTION, overview(), COMMANDS, obedience(), ...drivers.map(section)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Devices

This page is generated from the drivers; \`node tools/write-references.ts\` writes it again.

\`driver\` in store.yaml names the language that a device speaks. \`{store}\` and \`{device}\` in a topic are the ids of store.yaml,
\`{address}\` is the \`address\` of the device there: the name by which the hardware calls itself, its id when it has none.
\`topics\` of the device replaces the default topics. Besides them every device may use the canonical topics
\`aisle/v1/{store}/{device}/{channel}\`: \`reads\` in the form of its driver, all other channels in canonical JSON.

A message is taken whole or refused whole. A value outside of its range is refused, since then the unit is wrong or the device is
broken; refused messages are counted and shown with their reason. A device's time is believed when it lies between ten minutes
before and two seconds after the arrival; otherwise the time of arrival counts. Access passwords and memory content of tags are
never taken over.`;

const overview = (): string =>
  table(
    ['driver', 'role', 'vendor', 'models', 'transports', 'can be simulated'],
    drivers.map(({ driver, role, vendor, models, transports, encode }) => [
      `[\`${driver}\`](#${driver})`,
      role,
      vendor,
      models.join(', '),
      transports.join(', '),
      encode ? 'yes' : 'no',
    ]),
  );

const COMMANDS = `## Commands

What displays and actuators can be asked, and what proves that they did it: found by asking each driver. A driver that is
not here has no words of its own for any command; its device may take canonical ones, as
[mqtt.md](mqtt.md#cmd) has them. How commands are sent, repeated and ended: [outputs.md](outputs.md).`;

const KINDS = ['show', 'switch', 'light', 'write', 'call'] as const;

/** One line per driver that obeys anything: the kinds, and the proof. */
function obedience(): string {
  const rows = drivers.flatMap((driver) => {
    const facts = commandFacts(driver);
    if (facts.length === 0) return [];
    const cells = KINDS.map((kind) => mark(facts.find((each) => each.kind === kind)));
    return [[`[\`${driver.driver}\`](#${driver.driver})`, ...cells, [...new Set(facts.map(({ proof }) => proof))].join('; ')]];
  });
  return table(['driver', ...KINDS, 'what proves it'], rows);
}

function mark(fact: CommandFacts | undefined): string {
  if (fact === undefined) return '';
  return ['yes', ...(fact.channels ? ['channels'] : []), ...(fact.forTime ? ['for a time'] : [])].join(', ');
}

function section(driver: DeviceDriver): string {
  const { role, family, transports, topics, quantities } = driver;
  const listens = listensOf(driver, driver.settings?.parse({}) ?? {});
  const facts = commandFacts(driver);
  return [
    `## ${driver.driver}`,
    `${driver.description}.`,
    `Role \`${role}\`, family \`${family}\`, over ${transports.join(', ')}.`,
    ...line(driver),
    ...(topics.length > 0 ? [`Default topics:\n\n${bullets(topics)}`] : []),
    ...(listens.length > 0 ? [`Listens for commands on, with the default settings:\n\n${bullets(listens)}`] : []),
    ...settingsOf(driver),
    ...(Object.keys(quantities).length > 0
      ? [
          table(
            ['quantity', 'reading', 'unit', 'from', 'to'],
            Object.entries(quantities).map(([name, quantity]) => quantityRow(name, quantity)),
          ),
        ]
      : []),
    ...(facts.length > 0
      ? [
          table(
            ['command', 'for example', 'what proves it'],
            facts.map(({ kind, words, proof, proofKeys }) => [
              kind,
              words.map(code).join(', then '),
              proofKeys.length > 0 ? `${proof}: ${proofKeys.map(code).join(' or ')}` : proof,
            ]),
          ),
        ]
      : []),
    ...message(driver),
  ].join('\n\n');
}

/** How the line of a stream is set when it leaves the factory. */
function line({ stream }: DeviceDriver): string[] {
  if (!stream) return [];
  const { baud, dataBits, parity, stopBits } = stream.line;
  const parityText = parity === 'none' ? 'no parity' : `${parity} parity`;
  const asked = stream.poll ? '; the gateway asks it again and again' : '';
  return [`As delivered: ${baud} baud, ${dataBits} data bits, ${parityText}, ${stopBits} stop bit${stopBits === 1 ? '' : 's'}${asked}.`];
}

/** \`settings\` of store.yaml, from the driver's own schema. */
function settingsOf({ settings }: DeviceDriver): string[] {
  if (!settings) return [];
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', reused: 'inline', unrepresentable: 'any' }) as SchemaNode;
  const rows = Object.entries(properties).map(([name, node]) => [
    code(name),
    typeName(node),
    code(JSON.stringify(node.default)),
    node.description ?? '',
  ]);
  return rows.length === 0 ? [] : [table(['setting', 'type', 'default', 'what and why'], rows)];
}

/** The first message that gives a reading, else the first that means anything. */
function message({ examples, transports }: DeviceDriver): string[] {
  const taken = examples.filter(({ rejected }) => rejected === undefined);
  const example = taken.find(({ readings }) => readings.length > 0) ?? taken[0];
  if (!example) return [];
  const topic = example.topic === undefined || !transports.includes('mqtt') ? '' : ` on \`${example.topic}\``;
  return [`A message, ${example.name}${topic}:\n\n\`\`\`${inBlock(example)}\n\`\`\``];
}

/** JSON as it is, text with its control bytes in sight, everything else as hex. */
function inBlock({ payload }: Example): string {
  if (payload instanceof Uint8Array) return `text\n${printable(payload)}`;
  return typeof payload === 'string' ? `text\n${printable(bytesOf(payload))}` : `json\n${JSON.stringify(payload)}`;
}

const quantityRow = (name: string, { kind, unit, min, max }: Quantity): string[] => [
  `\`${name}\``,
  kind,
  unit === 'none' ? '' : unit,
  String(min),
  String(max),
];

const bullets = (texts: readonly string[]): string => texts.map((text) => `- \`${text}\``).join('\n');

/** With as many backticks around it as it needs. */
const code = (text: string): string => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
