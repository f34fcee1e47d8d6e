/**
 * Partition tables of the binary EPC schemes: row = partition value 0..6, i.e. 12..6 digits of company prefix.
 * The company prefix has the same widths everywhere; only the field behind it differs.
 * @see GS1 EPC Tag Data Standard, chapter 14: tables of SGTIN, SSCC, SGLN, GRAI, GIAI, GSRN, GDTI, SGCN, CPI
 */
export const PREFIX_BITS = [40, 37, 34, 30, 27, 24, 20] as const;

/** How wide the field behind the company prefix is, and how many digits (or at most how many characters) it holds. */
export interface Partition {
  readonly bits: readonly number[];
  readonly digits: readonly number[];
}

/** Item reference of SGTIN, its first digit being the indicator. */
export const ITEM: Partition = { bits: [4, 7, 10, 14, 17, 20, 24], digits: [1, 2, 3, 4, 5, 6, 7] };
/** Asset type of GRAI. */
export const ASSET_TYPE: Partition = { bits: [4, 7, 10, 14, 17, 20, 24], digits: [0, 1, 2, 3, 4, 5, 6] };
/** Serial reference of SSCC (first digit: extension) and service reference of GSRN. */
export const SERIAL_REFERENCE: Partition = { bits: [18, 21, 24, 28, 31, 34, 38], digits: [5, 6, 7, 8, 9, 10, 11] };
/** Location reference of SGLN, document type of GDTI, coupon reference of SGCN. */
export const SHORT_REFERENCE: Partition = { bits: [1, 4, 7, 11, 14, 17, 21], digits: [0, 1, 2, 3, 4, 5, 6] };
/** Individual asset reference of GIAI-96: a number without leading zeros, at most this long. */
export const ASSET_NUMBER: Partition = { bits: [42, 45, 48, 52, 55, 58, 62], digits: [13, 14, 15, 16, 17, 18, 19] };
/** Individual asset reference of GIAI-202: characters of seven bits. */
export const ASSET_TEXT: Partition = { bits: [148, 151, 154, 158, 161, 164, 168], digits: [18, 19, 20, 21, 22, 23, 24] };
/** Component or part reference of CPI-96: a number without leading zeros, at most this long. */
export const PART_NUMBER: Partition = { bits: [11, 14, 17, 21, 24, 27, 31], digits: [3, 4, 5, 6, 7, 8, 9] };
