import type { Command } from 'commander';
import { guessDrivers } from '../../devices/guess-driver.ts';
import { drivers } from '../../devices/index.ts';
import { describeReading } from '../../devices/kit/canonical/describe-reading.ts';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import { type Captured, compareUnderstandings, type Part, speaksByTopic, type Understanding } from '../../devices/understand.ts';
import { ANY_DRIVER, decodeMessage, driversNamed, glance, type SenderFacts } from '../decode-message.ts';
import { instant } from '../domain/units.ts';
import { GatewayError } from '../errors.ts';
import { type InputOptions, readCaptured } from './captured-input.ts';
import { describeEpc, type EpcForm, readEpcHex } from './decode-epc.ts';

interface DecodeOptions extends InputOptions {
  readonly set: Readonly<Record<string, string>>;
  readonly address: string;
  readonly pretty?: boolean;
  readonly list?: boolean;
}

/** A capture to look at, not a day's recording: `aisle replay` runs those. */
const LONGEST_INPUT = 16 * 1024 * 1024;
const REJECTED = 2;
/** Share of a capture that another driver must understand to be named beside the best. */
const WORTH_NAMING = 0.5;

const HELP = `
DRIVER is a driver (impinj-iot), a family of drivers (scale-serial: the one that understands best is taken), auto (all of
them are tried), or epc (explains the code of a tag). aisle decode --list names them.

Standard output: a line of JSON for each reading, in the names of docs/mqtt.md; "none: REASON" for a message that means
nothing. Standard error: "rejected: CODE: REASON" for each damaged or foreign message, and notes.
Exit code: 0 understood, 2 something was rejected (what was good is printed all the same), 1 the command could not be run.
Card numbers are printed as the reader sent them.

Examples:
  aisle decode impinj-iot < event.json
  aisle decode auto --hex "BB 00 07 00 01 00 08 7E"
  mosquitto_sub -t 'zigbee2mqtt/door' -C 1 | aisle decode zigbee2mqtt --topic zigbee2mqtt/door
  aisle decode canonical-json --topic aisle/v1/shop/scale/weight '{"channel":"1","grams":250}'
  aisle decode auto --recording < day.ndjson
  aisle decode epc 3034257BF7194E4000001A85`;

/** `aisle decode`: what a captured message means, before anything is plugged in. */
export function registerDecode(program: Command): void {
  program
    .command('decode')
    .description('say what a captured message of a device, or the code of a tag, means')
    .argument('[driver]', 'a driver or family, auto, or epc')
    .argument('[message...]', 'the message itself; default: standard input')
    .option('--hex', 'the message is written in hex; blanks, line ends, commas, 0x and \\x are left out')
    .option('--base64', 'the message is written in base64')
    .option('--each-line', 'every line is a message of its own')
    .option('--recording', 'a recording (NDJSON) with topics and receive times, as aisle record writes it')
    .option('--topic <topic>', 'topic it came on; default: those of the driver')
    .option('--received-at <time>', 'when it came, epoch ms or RFC 3339; default: now')
    .option('--address <name>', 'the name by which the hardware calls itself', 'device-1')
    .option('--set <key=value>', 'a setting of the driver; repeatable', collectSetting, {})
    .option('--pretty', 'indented JSON')
    .option('--list', 'list drivers with their families and the ways to reach them')
    .addHelpText('after', HELP)
    .action(decode);
}

function collectSetting(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new GatewayError('INPUT_INVALID', `--set wants key=value, not ${text}`);
  return { ...before, [key]: value };
}

async function decode(name: string | undefined, words: readonly string[], options: DecodeOptions): Promise<void> {
  if (options.list) {
    console.log(driverTable());
    return;
  }
  if (name === undefined) throw new GatewayError('INPUT_INVALID', 'name a driver, a family, auto or epc; aisle decode --list names them');
  if (name === 'epc') {
    decodeEpcs(words.length > 0 ? words : (await readInput()).toString('latin1').split(/\r?\n/), options);
    return;
  }
  driversNamed(name);
  const input = words.length > 0 ? Buffer.from(words.join(' ')) : await readInput();
  const captured = readCaptured(input, options, instant(Date.now()));
  const isTimeKnown = options.receivedAt !== undefined || options.recording === true;
  const facts: SenderFacts = { address: options.address, settings: options.set, isTimeKnown };
  const isLine = words.length > 0 && !options.hex && !options.base64;
  const understanding = decodeTolerantly(name, captured, facts, isLine);
  tell(understanding, name, options);
  tellSpelling(understanding, options);
  if (name === ANY_DRIVER) tellOthers(understanding, captured);
}

/**
 * A shell ends text with a newline that the device did not send, and nobody types the line end of a device into an argument
 * (`isLine`): left out or added when the message means more so.
 */
function decodeTolerantly(name: string, captured: readonly Captured[], facts: SenderFacts, isLine: boolean): Understanding {
  const asItIs = decodeMessage(name, captured, facts);
  const [only, more] = captured;
  const isWhole = asItIs.parts.every(({ decoded }) => decoded.ok);
  if (only === undefined || more !== undefined || (isWhole && !isLine)) return asItIs;
  const end = /\r?\n$/.exec(Buffer.from(only.bytes.subarray(-2)).toString('latin1'));
  if (end === null && !isLine) return asItIs;
  const bytes = end === null ? Buffer.concat([only.bytes, Buffer.from('\r\n')]) : only.bytes.subarray(0, -end[0].length);
  const other = decodeMessage(name, [{ ...only, bytes }], facts);
  const isRead = other.parts.some(({ decoded }) => decoded.ok);
  return isRead && compareUnderstandings(other, asItIs) < 0 ? other : asItIs;
}

/** Bytes that somebody wrote out are no message: the option that reads them is named. */
function tellSpelling({ parts }: Understanding, { hex, base64 }: DecodeOptions): void {
  if (hex || base64 || parts.some(({ decoded }) => decoded.ok)) return;
  const text = Buffer.concat(parts.map(({ bytes }) => bytes)).toString('latin1');
  if (/^(?:\s*(?:0x|\\x)?[0-9a-f]{2}[\s,:-]*){4,}$/i.test(text)) console.error('note: this looks like hex; --hex reads it so');
  else if (/^(?:[A-Za-z0-9+/_-]{4}){2,}[A-Za-z0-9+/_-]{0,3}={0,2}\s*$/.test(text))
    console.error('note: this looks like base64; --base64 reads it so');
}

/** Who else could have been meant: bytes of few words are understood by many. */
function tellOthers({ driver }: Understanding, captured: readonly Captured[]): void {
  const messages = glance(captured).map(({ topic, bytes }) => ({ topic: topic ?? '', bytes }));
  const others = guessDrivers(messages).filter((guess) => guess.driver !== driver.driver && guess.share >= WORTH_NAMING);
  if (others.length === 0) return;
  const words = others.slice(0, 3).map(({ driver: name, share }) => `${name} (${Math.round(share * 100)} %)`);
  console.error(`note: also understood by ${words.join(', ')}`);
}

function tell({ driver, parts }: Understanding, name: string, { pretty, topic, recording }: DecodeOptions): void {
  if (name !== driver.driver) console.error(`driver: ${driver.driver}`);
  const assumed = parts[0]?.topic;
  if (topic === undefined && !recording && assumed && speaksByTopic(driver))
    console.error(`note: read as if it came on ${assumed}; --topic names the real one`);
  let isRejected = parts.length === 0;
  if (isRejected) console.error('rejected: empty: no bytes came');
  for (const part of parts) {
    if (part.decoded.ok) tellMeaning(part, pretty === true);
    else {
      isRejected = true;
      console.error(`rejected: ${part.decoded.code}: ${part.decoded.detail} (${part.bytes.length} bytes)`);
    }
  }
  if (isRejected) process.exitCode = REJECTED;
}

function tellMeaning({ decoded }: Part, pretty: boolean): void {
  if (!decoded.ok) return;
  for (const reading of decoded.readings) console.log(JSON.stringify(describeReading(reading), null, pretty ? 2 : undefined));
  if (decoded.readings.length === 0) console.log(`none: ${decoded.none ?? 'nothing'}`);
  if (decoded.unknownKeys !== undefined) console.error(`note: ${decoded.unknownKeys} unknown keys`);
  // A capture is older than the clock of the one who looks at it.
  for (const warning of decoded.warnings ?? []) if (warning !== 'absurd-time') console.error(`note: ${warning}`);
}

function decodeEpcs(words: readonly string[], { pretty }: DecodeOptions): void {
  const trimmed = words.map((word) => word.trim()).filter((word) => word !== '');
  // Bytes or words with blanks between are one code.
  const asked = trimmed.length > 1 && trimmed.every((word) => word.length <= 8) ? [trimmed.join('')] : trimmed;
  if (asked.length === 0) throw new GatewayError('INPUT_INVALID', 'name a code: aisle decode epc HEX');
  const plain: EpcForm = process.stdout.isTTY ? 'table' : 'line';
  for (const text of asked) {
    const hex = readEpcHex(text);
    if (hex !== null) console.log(describeEpc(hex, pretty ? 'pretty' : plain));
    else {
      console.error('rejected: bad-epc: a code is 1 to 124 hex digits');
      process.exitCode = REJECTED;
    }
  }
}

/** What editors put before a text; no hardware begins with it. */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Everything on standard input, without a byte order mark. Errors: TOO_LARGE. */
async function readInput(): Promise<Buffer> {
  if (process.stdin.isTTY) console.error('reading the message from the keyboard; Ctrl-D ends it');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_INPUT) throw new GatewayError('TOO_LARGE', `more than ${LONGEST_INPUT} bytes; aisle replay runs long recordings`);
    chunks.push(chunk);
  }
  const input = Buffer.concat(chunks);
  return input.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? input.subarray(BYTE_ORDER_MARK.length) : input;
}

function driverTable(): string {
  const rows = [...drivers]
    .sort((a, b) => (a.family === b.family ? order(a.driver, b.driver) : order(a.family, b.family)))
    .map(({ driver, family, transports, vendor, description }: DeviceDriver) => [
      driver,
      family,
      transports.join(','),
      `${vendor}: ${description}`,
    ]);
  const all = [['DRIVER', 'FAMILY', 'REACHED BY', 'HARDWARE'], ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1), width(2)];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const order = (a: string, b: string): number => (a < b ? -1 : 1);
