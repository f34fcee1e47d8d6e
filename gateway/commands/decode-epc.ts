import { decodeEpc, type EpcFacts } from '../../devices/kit/epc/decode-epc.ts';

/** How the facts are written: a table for people, one line or an indented object of JSON for programs. */
export type EpcForm = 'table' | 'line' | 'pretty';

const WHAT: Readonly<Record<EpcFacts['identity'], string>> = {
  gs1: 'names one thing (GS1)',
  factory: 'never encoded by the shop: many tags share it, so it names nothing',
  other: 'no GS1 code',
};

const LABELS: Readonly<Partial<Record<keyof EpcFacts, string>>> = {
  scheme: 'scheme',
  header: 'header',
  filter: 'filter',
  gtin14: 'GTIN-14',
  serial: 'serial',
  sscc18: 'SSCC-18',
  gsrn18: 'GSRN-18',
  gln13: 'GLN-13',
  extension: 'GLN extension',
  pureUri: 'pure identity',
  tagUri: 'tag URI',
  elementString: 'element string',
  digitalLink: 'digital link',
};

/** No chip holds a longer code: 496 bits. @see EPC Gen2v2, the length field of the protocol control word */
const LONGEST_HEX = 124;

/** Hex as people paste it (blanks, colons, dashes, `0x`) to plain upper-case digits, also an odd number of them; null when it is none. */
export function readEpcHex(text: string): string | null {
  const hex = text.replaceAll(/0x|[\s:-]/gi, '').toUpperCase();
  return /^[0-9A-F]+$/.test(hex) && hex.length <= LONGEST_HEX ? hex : null;
}

/** What an EPC says of itself; what it does not say is absent, but for the scheme, whose null tells that it is no valid code. */
export function describeEpc(hex: string, form: EpcForm): string {
  const facts = decodeEpc(hex);
  if (form === 'table') {
    const rows = Object.entries(LABELS).flatMap(([key, label]) => {
      const value = facts[key as keyof EpcFacts];
      return value === null ? [] : [`${label.padEnd(15)} ${value}`];
    });
    const card = facts.loyaltyCandidate ? [`${''.padEnd(15)} such a tag may be a customer’s card`] : [];
    return [`${'EPC'.padEnd(15)} ${hex}`, `${'identity'.padEnd(15)} ${WHAT[facts.identity]}`, ...card, ...rows].join('\n');
  }
  const told = Object.fromEntries(Object.entries(facts).filter(([key, value]) => value !== null || key === 'scheme'));
  return JSON.stringify({ epc: hex, ...told }, null, form === 'pretty' ? 2 : undefined);
}
