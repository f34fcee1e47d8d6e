import { asId, type Gtin, type SaleId } from '../../../gateway/domain/ids.ts';
import type { SaleLine } from '../../../gateway/domain/readings.ts';
import { minorCurrency } from '../../../gateway/domain/units.ts';
import { type Decoding, isRefusal, sensed } from '../decoding.ts';
import type { RawSale } from '../define-device.ts';
import { hasValidCheckDigit } from '../epc/check-digit.ts';
import { createFields } from '../fields.ts';
import { isObject, type JsonObject, type Refusal, refuse } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';
import { readEpc } from '../tag-identity.ts';

const MAX_LINES = 1_000;

/** `{"id","at","lines":[{"epc"?,"gtin"?,"qty","amountMinor"}],"card"?,"currency"}`; refunds have a negative quantity. */
export function readSale(raw: JsonObject, decoding: Decoding): RawSale | Refusal {
  const fields = createFields(raw, decoding);
  const sale = asId<SaleId>(fields.text('id', 64));
  const currency = fields.text('currency', 3);
  if (!/^[A-Z]{3}$/.test(currency)) fields.fail('out-of-range', 'currency: expected three capital letters');
  const card = fields.has('card') ? fields.text('card', 64).toUpperCase() : null;
  fields.skip('card');
  const lines: SaleLine[] = [];
  for (const rawLine of fields.list('lines', MAX_LINES)) {
    const line = isObject(rawLine) ? readLine(rawLine, decoding) : refuse('wrong-type', 'lines: expected objects');
    if (isRefusal(line)) return line;
    lines.push(line);
  }
  return fields.finish({ ...sensed(decoding, fields.time()), kind: 'sale', sale, lines, card, currency });
}

function readLine(raw: JsonObject, decoding: Decoding): SaleLine | Refusal {
  const fields = createFields(raw, decoding);
  const epc = fields.has('epc') ? readEpc(raw.epc) : null;
  if (fields.has('epc') && epc === null) fields.fail('bad-epc', 'lines.epc: expected hex of whole 16-bit words');
  const gtin = fields.has('gtin') ? toGtin(fields.text('gtin', 14)) : null;
  if (fields.has('gtin') && gtin === null)
    fields.fail('out-of-range', 'lines.gtin: expected 8, 12, 13 or 14 digits with their check digit');
  fields.skip('epc');
  fields.skip('gtin');
  const quantity = fields.integer('qty', QUANTITIES['lines.quantity']);
  const amount = minorCurrency(fields.integer('amountMinor', QUANTITIES['lines.amount']));
  return fields.finish({ epc, gtin, quantity, amount });
}

/** Tills scan EAN-8, UPC-A, EAN-13 and ITF-14: one GTIN, filled up with zeros. @see GS1 General Specifications, 3.3.2 */
function toGtin(text: string): Gtin | null {
  return [8, 12, 13, 14].includes(text.length) && hasValidCheckDigit(text) ? (text.padStart(14, '0') as Gtin) : null;
}
