import { z } from 'zod';
import { accepted, nothing, sensed, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { hasValidCheckDigit } from '../kit/epc/check-digit.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { createPrintableLineFramer } from '../kit/printable-lines.ts';
import { QUANTITIES } from '../kit/quantities.ts';

const settings = z.strictObject({
  prefix: z
    .string()
    .max(16)
    .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII')
    .default('')
    .describe('Only codes that begin so are loyalty cards; empty: everything but product codes is. The prefix is part of the card number'),
});

/** Longest line: a QR code with a web address. */
const LONGEST_LINE = 512;
/** Longest card number of the gateway. */
const LONGEST_CARD = 64;
/** AIM symbology identifier, which many scanners can put in front: `]C1`, `]d2`, `]Q3`, `]e0` stand for GS1, `]E` for EAN and UPC. */
const SYMBOLOGY = /^\]([A-Za-z][0-9A-Za-z])/;
const GS1_SYMBOLOGIES: ReadonlySet<string> = new Set(['C1', 'd2', 'Q3', 'e0']);
/** FNC1 as scanners send it (GS, 1D), written so that it can be read; no code of a card holds it. */
const FNC1 = '¦';
/** GSRN of a customer in a GS1 Digital Link, in an element string with brackets, and in one as symbols hold it. */
const SERVICE_RELATION = [/\/8018\/(\d{18})(?:[/?#]|$)/, /^\(8018\)(\d{18})(?:\(|$)/, /^¦?8018(\d{18})(?:¦|$)/];
const PRODUCT = [/^https?:\/\/[^?#]*\/01\/\d{8,14}(?:[/?#]|$)/i, /^\(01\)\d{14}/, /^¦01\d{14}/];
const NO_CARD = /^https?:\/\/|^\(\d{2,4}\)|¦/i;

const text = new TextDecoder('latin1');

/** What a scanned code is to the shop: a customer's card, a product, something else; null when a GSRN is damaged. */
type Scanned = { readonly card: string } | 'product-code' | 'other-code' | null;

function understand(code: string, symbology: string, prefix: string): Scanned {
  for (const form of SERVICE_RELATION) {
    const [, number] = form.exec(code) ?? [];
    if (number !== undefined) return hasValidCheckDigit(number) ? { card: number } : null;
  }
  if (prefix !== '') return code.startsWith(prefix) && code.length <= LONGEST_CARD ? { card: code.toUpperCase() } : 'other-code';
  if (isProduct(code, symbology)) return 'product-code';
  if (NO_CARD.test(code) || GS1_SYMBOLOGIES.has(symbology) || code.length > LONGEST_CARD) return 'other-code';
  return { card: code.toUpperCase() };
}

/**
 * Thirteen digits with the check digit of an EAN are a product. Shorter ones are so only when the scanner says that they were an
 * EAN or UPC symbol: one card number in ten has a fitting last digit by chance.
 */
function isProduct(code: string, symbology: string): boolean {
  if (symbology.startsWith('E')) return /^\d{6,14}$/.test(code);
  if (code.length === 13 && hasValidCheckDigit(code)) return true;
  const elements = GS1_SYMBOLOGIES.has(symbology) && !code.startsWith(FNC1) && !code.startsWith('(') ? `${FNC1}${code}` : code;
  return PRODUCT.some((form) => form.test(elements));
}

function decode(message: DeviceMessage, { settings: { prefix } }: DriverContext<z.output<typeof settings>>): Decoded {
  const { bytes } = message;
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  if (bytes.length > LONGEST_LINE + 2) return refuse('too-many', `more than ${LONGEST_LINE} bytes`);
  const received = text.decode(bytes).replace(/[\r\n]+$/, '');
  const line = received.replaceAll('\x1d', FNC1);
  if (received.includes(FNC1) || /[^\x20-\x7e¦]/.test(line)) return refuse('not-utf8', 'a byte that is no printable character');
  const symbology = SYMBOLOGY.exec(line)?.[1] ?? '';
  const code = line.replace(SYMBOLOGY, '').replace(/^ +| +$/g, '');
  const decoding = startDecoding(message);
  if (code === '' || code === FNC1) return nothing(decoding, 'keep-alive');
  const scanned = understand(code, symbology, prefix);
  if (scanned === null) return refuse('bad-checksum', 'the check digit of the GSRN does not fit');
  if (typeof scanned === 'string') return nothing(decoding, scanned);
  return accepted(decoding, [{ ...sensed(decoding, null), kind: 'card', card: scanned.card, antenna: 0, rssi: null }]);
}

const card = (number: string) => ({
  at: EXAMPLE_RECEIVED_AT,
  reportedAt: null,
  kind: 'card',
  card: number,
  antenna: 0,
  rssi: null,
});

/**
 * Barcode scanners with a serial interface (or USB as a virtual port), as a place to scan a loyalty card: the code and CR, LF
 * or both, which has to be switched on as its suffix. A code has no guard of its own: what is cut or noisy is refused as a whole.
 * A product scanned by mistake is no card.
 * @see GS1 General Specifications: AI (8018) GSRN of a customer; GS1 Digital Link URI Syntax
 */
export const barcodeScanner = defineDevice({
  driver: 'barcode-scanner',
  family: 'barcode-scanner',
  role: 'card-reader',
  vendor: 'generic',
  models: ['GM65', 'GM67', 'GM861', 'scanners with a serial or USB-COM interface'],
  description: 'Barcode and QR scanner on a serial port, for loyalty cards: one code per line',
  transports: ['serial'],
  topics: [],
  // The form of a card has no number to measure; a reading of it comes from one place only.
  quantities: { antenna: { ...QUANTITIES.antenna, kind: 'card' } },
  settings,
  isPersonal: true,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createPrintableLineFramer(LONGEST_LINE),
    gapMs: 500,
  },
  decode,
  encode: (readings) =>
    readings.filter((reading) => reading.kind === 'card').map((reading) => ({ topic: '', bytes: Buffer.from(`${reading.card}\r\n`) })),
  examples: [
    { name: 'the number of a card', payload: 'M0012345\r\n', readings: [card('M0012345')] },
    { name: 'letters become capitals, an AIM identifier is taken off', payload: ']C0m0012345', readings: [card('M0012345')] },
    { name: 'a GSRN in a Digital Link', payload: 'https://id.example.com/8018/952001234000000017', readings: [card('952001234000000017')] },
    { name: 'a GSRN as an element string', payload: ']d2\x1d8018952001234000000017', readings: [card('952001234000000017')] },
    { name: 'a GSRN with a wrong check digit', payload: '(8018)952001234000000013', readings: [], rejected: 'bad-checksum' },
    { name: 'a product', payload: '4712345678900', readings: [] },
    { name: 'digits of the length of a product without its check digit', payload: '4712345678901', readings: [card('4712345678901')] },
    { name: 'a code with the prefix', payload: 'L-0012345', settings: { prefix: 'L-' }, readings: [card('L-0012345')] },
    { name: 'a code without the prefix', payload: 'M0012345', settings: { prefix: 'L-' }, readings: [] },
    { name: 'a web address', payload: 'https://shop.example.com/menu', readings: [] },
    { name: 'noise', payload: new Uint8Array([0x80, 0xff, 0x41, 0x0d]), readings: [], rejected: 'not-utf8' },
  ],
});
