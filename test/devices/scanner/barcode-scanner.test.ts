import { describe, expect, it } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { createPrintableLineFramer } from '../../../devices/kit/printable-lines.ts';
import { barcodeScanner } from '../../../devices/scanner/barcode-scanner.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';

function scan(text: string, settings: unknown = {}): string {
  const message = {
    device: asId<DeviceId>('scanner-1'),
    topic: '',
    bytes: Buffer.from(text, 'latin1'),
    receivedAt: instant(1_768_467_600_000),
  };
  const decoded = barcodeScanner.decode(message, freshContext(barcodeScanner, 'scanner-1', settings));
  if (!decoded.ok) return decoded.code;
  const [reading] = decoded.readings;
  return reading?.kind === 'card' ? `card ${reading.card}` : (decoded.none ?? '');
}

describe('a scanned code', () => {
  it.each([
    ['M-00 12', 'card M-00 12'],
    ['12345678', 'card 12345678'],
    // A card of eight digits whose last one fits by chance, as one in ten does.
    ['12345670', 'card 12345670'],
    [']E412345670', 'product-code'],
    [']E04712345678900', 'product-code'],
    ['4712345678900', 'product-code'],
    ['4712345678901', 'card 4712345678901'],
    ['(01)04712345678900(21)77', 'product-code'],
    ['\x1d010471234567890021A7', 'product-code'],
    [']d2010471234567890021A7', 'product-code'],
    ['https://id.example.com/01/04712345678900/21/A7?x=1', 'product-code'],
    ['https://id.example.com/8018/952001234000000017?lang=en', 'card 952001234000000017'],
    ['(8018)952001234000000017', 'card 952001234000000017'],
    [']C18018952001234000000017', 'card 952001234000000017'],
    ['8018952001234000000018', 'bad-checksum'],
    ['https://shop.example.com/', 'other-code'],
    [']Q3\x1d99internal', 'other-code'],
    ['x'.repeat(65), 'other-code'],
    ['  ', 'keep-alive'],
    ['', 'empty'],
    ['caf\xe9', 'not-utf8'],
    ['a\xa6b', 'not-utf8'],
  ])('%j is: %s', (text, meaning) => expect(scan(text)).toBe(meaning));

  it.each([
    ['2900000000018', 'card 2900000000018'],
    ['4712345678900', 'other-code'],
    ['M0012345', 'other-code'],
    // A GSRN says by itself that it is a customer's.
    ['(8018)952001234000000017', 'card 952001234000000017'],
  ])('with the prefix 29, %j is: %s', (text, meaning) => expect(scan(text, { prefix: '29' })).toBe(meaning));
});

describe('lines of printable characters', () => {
  const cut = (chunks: readonly string[], longest = 10): string[] => {
    const framer = createPrintableLineFramer(longest);
    const pieces = [...chunks.flatMap((chunk) => framer.push(Buffer.from(chunk, 'latin1'))), ...framer.flush()];
    return pieces.map((piece) => `${piece.ok ? 'line' : piece.code} ${Buffer.from(piece.bytes).toString('latin1')}`);
  };

  it.each<[string, string[], string[]]>([
    ['any line end, blank lines are none', ['a\r\nb\nc\r\r\n', '\n'], ['line a', 'line b', 'line c']],
    ['cut anywhere', ['ab', 'c\r', '\nd\n'], ['line abc', 'line d']],
    ['a bad byte spoils its line, and only that', ['1\xff2\n34\n'], ['not-utf8 1\xff2', 'line 34']],
    ['a line without an end is none', ['123'], ['bad-checksum 123']],
    ['a line that is too long', ['0123456789A', 'B\nok\n'], ['too-many 0123456789AB', 'line ok']],
  ])('%s', (_name, chunks, wanted) => expect(cut(chunks)).toEqual(wanted));

  it('keeps little of noise without a line end', () => {
    const framer = createPrintableLineFramer(10);
    for (let n = 0; n < 1_000; n += 1) expect(framer.push(Buffer.alloc(1_000, 0x80))).toEqual([]);
    const [noise, more] = framer.flush();
    expect(more).toBeUndefined();
    expect(noise?.bytes.length).toBe(256);
  });
});
