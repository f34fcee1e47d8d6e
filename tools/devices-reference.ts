import { drivers } from '../devices/index.ts';
import type { DeviceDriver, Quantity } from '../devices/kit/define-device.ts';

/** docs/devices.md, made from the driver table. */
export function devicesReference(): string {
  return `${[INTRODUCTION, overview(), ...drivers.map(section)].join('\n\n')}\n`;
}

const INTRODUCTION = `# Devices

This page is generated from the drivers; \`node tools/write-references.ts\` writes it again.

\`driver\` in store.yaml names the language that a device speaks. \`{store}\` and \`{device}\` in a topic are the ids of store.yaml;
\`topics\` of the device replaces the default topics. Besides them every device may use the canonical topics
\`aisle/v1/{store}/{device}/{channel}\`: \`reads\` in the form of its driver, all other channels in canonical JSON.

A message is taken whole or refused whole. A value outside of its range is refused, since then the unit is wrong or the device is
broken; refused messages are counted and shown with their reason. A device's time is believed when it lies between ten minutes
before and two seconds after the arrival; otherwise the time of arrival counts. Access passwords and memory content of tags are
never taken over.`;

const overview = (): string =>
  table(
    ['driver', 'vendor', 'models', 'transports', 'can be simulated'],
    drivers.map(({ driver, vendor, models, transports, encode }) => [
      `[\`${driver}\`](#${driver})`,
      vendor,
      models.join(', '),
      transports.join(', '),
      encode ? 'yes' : 'no',
    ]),
  );

function section(driver: DeviceDriver): string {
  const examples = driver.examples.filter(({ rejected, readings }) => rejected === undefined && readings.length > 0);
  const first = examples[0];
  return [
    `## ${driver.driver}`,
    `${driver.description}.`,
    `Default topics:\n\n${driver.topics.map((topic) => `- \`${topic}\``).join('\n')}`,
    table(
      ['quantity', 'reading', 'unit', 'from', 'to'],
      Object.entries(driver.quantities).map(([name, quantity]) => quantityRow(name, quantity)),
    ),
    ...(first ? [`A message, ${first.name}:\n\n\`\`\`json\n${JSON.stringify(first.payload)}\n\`\`\``] : []),
  ].join('\n\n');
}

const quantityRow = (name: string, { kind, unit, min, max }: Quantity): string[] => [
  `\`${name}\``,
  kind,
  unit === 'none' ? '' : unit,
  String(min),
  String(max),
];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
