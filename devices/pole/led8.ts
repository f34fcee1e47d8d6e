import { z } from 'zod';
import type { DeviceCommand, Outgoing } from '../kit/command.ts';
import { type DriverContext, defineDevice } from '../kit/define-device.ts';
import { createOneWayFramer, decodeOneWay, oneWayExamples } from '../kit/display/one-way.ts';
import { plainTextOf } from '../kit/display/plain-text.ts';

/** The digit behind ESC s. */
const LAMPS = { none: '0', 'unit-price': '1', total: '2', received: '3', change: '4' } as const;

const settings = z.strictObject({
  lamp: z
    .enum(['none', 'unit-price', 'total', 'received', 'change'])
    .default('unit-price')
    .describe('The lamp beside the price that is lit'),
});

/** Digits that it has; the point stands between two of them and needs none. */
const DIGITS = 8;
const CLEAR = '\x0c';
const RESET = '\x1b@';

/** Only a price can be shown; one that does not fit is not, since a cut price is a wrong price. */
function command(order: DeviceCommand, { settings: { lamp } }: DriverContext<z.output<typeof settings>>): readonly Outgoing[] {
  const price = order.kind === 'show' ? (plainTextOf(order, 'en')?.price ?? null) : null;
  if (price === null || price.replace('.', '').length > DIGITS) return [];
  return [{ via: 'stream', bytes: Buffer.from(`\x1bs${LAMPS[lamp]}\x1bQA${price}\r`, 'latin1') }];
}

/**
 * Customer displays with eight LED digits and four lamps (unit price, total, received, change). They only listen: shown is
 * what was sent.
 * @see LED8 command set: ESC s n, ESC Q A digits CR
 */
export const led8 = defineDevice({
  driver: 'led8',
  family: 'display-actuator',
  role: 'display',
  vendor: 'generic',
  models: ['LED8', 'customer displays with 8 LED digits'],
  description: 'Customer display with eight digits: the price of an offer, with a lamp beside it',
  transports: ['serial'],
  topics: [],
  quantities: {},
  settings,
  stream: {
    line: { baud: 2_400, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: createOneWayFramer,
    start: () => [Buffer.from(RESET, 'latin1')],
    stop: () => [Buffer.from(CLEAR, 'latin1')],
    gapMs: 100,
  },
  decode: decodeOneWay,
  command,
  examples: oneWayExamples,
});
