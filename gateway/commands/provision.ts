import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ProvisionStep } from '../../firmware-config/template.ts';
import { templateFor, templates } from '../../firmware-config/templates.ts';
import { didYouMean } from '../config/did-you-mean.ts';
import { GatewayError } from '../errors.ts';
import { provisionInput } from '../provision-input.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';
import { withAccess } from './with-access.ts';

interface ProvisionOptions extends ConfigOptions {
  readonly data: string;
  readonly template?: string;
  readonly host?: string;
  readonly out?: string;
  readonly rotate?: boolean;
  readonly json?: boolean;
}

/** Stands where a secret would stand that was shown before: it is stored hashed and cannot be shown again. */
const SHOWN_BEFORE = 'THE-PASSWORD-SHOWN-BEFORE';

const EXAMPLES = `
Examples:
  aisle provision gate-reader --config store.yaml            # the settings, with a secret made for it
  aisle provision gate-reader --config store.yaml --out gate # the same as files, readable by you only
  aisle provision shelf-node --config store.yaml --rotate    # a new secret; the old one ends
  aisle provision shop-broker --config store.yaml --template mosquitto-bridge

Templates:
${templates.map(({ name, description }) => `  ${name.padEnd(18)} ${description}`).join('\n')}
`;

/** `aisle provision`: what has to be set in a device so that it comes to this gateway, with its own credential. */
export function registerProvision(program: Command): void {
  configOptions(program.command('provision <device>'))
    .description('the settings of a device, from store.yaml: what to enter, send or install, with its own secret')
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--template <name>', 'another template than that of its driver')
    .option('--host <name>', 'name or address of this machine as the device sees it; default: the first one on the network')
    .option('--out <folder>', 'write the texts as files, readable by you only')
    .option('--rotate', 'make a new secret for a device that has one; the old one ends at once')
    .option('--json', 'one JSON object instead of text')
    .addHelpText('after', EXAMPLES)
    .action(provision);
}

function provision(id: string, options: ProvisionOptions): void {
  const loaded = loadFromOptions(options);
  const device = loaded.config.devices.find((known) => known.id === id);
  if (!device) {
    const hint = didYouMean(
      id,
      loaded.config.devices.map((known) => known.id),
    );
    throw new GatewayError('DEVICE_UNKNOWN', `store.yaml has no device ${id}${hint}`, { device: id });
  }
  const template =
    options.template === undefined ? templateFor(device.driver, Boolean(device.serial ?? device.tcp)) : named(options.template);
  // Who comes by a bridge, or is reached by the gateway itself, never logs in.
  const logsIn = device.via === undefined && !device.serial && !device.tcp && !device.llrp && !device.opcua;
  const { password, isNew } = logsIn ? secretOf(id, options) : { password: SHOWN_BEFORE, isNew: false };
  const input = provisionInput(loaded, device, { password, host: options.host });
  const steps = template.render(input);
  if (options.json) console.log(JSON.stringify({ device: id, template: template.name, broker: input.broker, steps }, null, 2));
  else if (options.out !== undefined) writeFiles(options.out, steps);
  else console.log(steps.map(asText).join('\n\n'));
  for (const note of notes({ id, logsIn, isNew, host: input.broker.host, via: device.via })) console.error(note);
}

function named(name: string) {
  const template = templates.find((known) => known.name === name);
  if (template) return template;
  const names = templates.map((known) => known.name);
  throw new GatewayError('INPUT_INVALID', `no template ${name}${didYouMean(name, names)}; there are ${names.join(', ')}`);
}

/** A secret is made for who has none; one that works is only replaced when asked, since that cuts the device off. */
function secretOf(id: string, options: ProvisionOptions): { password: string; isNew: boolean } {
  return withAccess(options.data, (access) => {
    if (access.devicesWithSecret().includes(id) && !options.rotate) return { password: SHOWN_BEFORE, isNew: false };
    return { password: access.rotateDevice(id), isNew: true };
  });
}

const asText = ({ title, how, text, file }: ProvisionStep, index: number): string =>
  [
    `${index + 1}. ${title}${file === null ? '' : ` (${file})`}`,
    `   ${how}`,
    '',
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `   ${line}`),
  ].join('\n');

function writeFiles(folder: string, steps: readonly ProvisionStep[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { file, text } of steps) if (file !== null) writeFileSync(join(folder, file), `${text.trimEnd()}\n`, { mode: 0o600 });
  const guide = steps.map((step, index) =>
    step.file === null ? asText(step, index) : `${index + 1}. ${step.title} (${step.file})\n   ${step.how}`,
  );
  writeFileSync(join(folder, 'README.txt'), `${guide.join('\n\n')}\n`, { mode: 0o600 });
  console.error(`${steps.filter(({ file }) => file !== null).length + 1} files in ${folder}; begin with README.txt`);
}

function* notes(facts: { id: string; logsIn: boolean; isNew: boolean; host: string; via: string | undefined }): Generator<string> {
  if (facts.isNew) yield `A new secret of ${facts.id} stands above. It is stored hashed and not shown again.`;
  else if (facts.via !== undefined) yield `${facts.id} comes by ${facts.via}: it needs no secret of its own. Provision ${facts.via}.`;
  else if (facts.logsIn) yield `${facts.id} has a secret already, which cannot be shown again; --rotate makes a new one.`;
  if (facts.logsIn && /^(127\.|localhost$|::1$)/.test(facts.host))
    yield `${facts.host} is this machine only: set broker.host to 0.0.0.0, or give --host, so that devices of the network get in.`;
}
