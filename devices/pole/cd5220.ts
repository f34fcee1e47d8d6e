import { z } from 'zod';
import type { DeviceCommand, Outgoing } from '../kit/command.ts';
import { type DriverContext, defineDevice } from '../kit/define-device.ts';
import { createOneWayFramer, decodeOneWay, oneWayExamples } from '../kit/display/one-way.ts';
import { type PlainText, plainTextOf } from '../kit/display/plain-text.ts';

const settings = z.strictObject({
  language: z.string().min(2).max(16).default('en').describe('Language of offers; another one is taken when its text has no plain letters'),
  width: z.int().min(8).max(40).default(20).describe('Characters per line'),
});

const CLEAR = '\x0c';
const RESET = '\x1b@';
const UPPER = '\x1bQA';
const LOWER = '\x1bQB';
const END = '\r';

/** Body on the left, price on the right; the price is never cut, the body gives way. */
function lowerLine({ body, price }: PlainText, width: number): string {
  if (price === null) return body.slice(0, width);
  const room = width - price.length - 1;
  return room > 0 ? `${body.slice(0, room).padEnd(room)} ${price}` : price.slice(-width);
}

function command(order: DeviceCommand, { settings: { language, width } }: DriverContext<z.output<typeof settings>>): readonly Outgoing[] {
  const text = order.kind === 'show' ? plainTextOf(order, language) : null;
  if (text === null) return [];
  const lines = `${CLEAR}${UPPER}${text.title.slice(0, width)}${END}${LOWER}${lowerLine(text, width)}${END}`;
  return [{ via: 'stream', bytes: Buffer.from(lines, 'latin1') }];
}

/**
 * Customer pole displays with two lines that understand the CD5220 commands, as nearly all with a serial interface do: title
 * above, text and price below. They only listen: shown is what was sent. At the end they are cleared, so that no old
 * offer stays.
 * @see CD5220 command set: CLR 0C, ESC @, ESC Q A and ESC Q B text CR
 */
export const cd5220 = defineDevice({
  driver: 'cd5220',
  family: 'display-actuator',
  role: 'display',
  vendor: 'generic',
  models: ['CD5220', 'customer pole displays 2 x 20 with CD5220 or ESC/POS mode'],
  description: 'Customer pole display, two lines: title above, text and price below',
  transports: ['serial'],
  topics: [],
  quantities: {},
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: createOneWayFramer,
    start: () => [Buffer.from(RESET, 'latin1')],
    stop: () => [Buffer.from(CLEAR, 'latin1')],
    gapMs: 100,
  },
  decode: decodeOneWay,
  command,
  examples: oneWayExamples,
});
