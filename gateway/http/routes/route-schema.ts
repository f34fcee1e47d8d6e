import { z } from 'zod';
import { problem } from '../contract.ts';

/** Longest list that one answer may hold. */
const MOST_ROWS = 500;
/** Milliseconds of the year 9999: more is a typing error, and would overflow dates in queries. */
const LAST_TIME = 253_402_300_799_999;

/** Every answer that is not the wanted one is problem details; named once for the documents. */
export const failures = {
  default: { description: 'RFC 9457 problem details', content: { 'application/problem+json': { schema: problem } } },
} as const;

/** How an operator's page proves itself, as OpenAPI names it. */
export const operatorSecurity = [{ session: [] }];
export const deviceSecurity = [{ deviceBearer: [] }, { deviceBasic: [] }];

const timeParameter = z.coerce.number().int().min(0).max(LAST_TIME);
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(100).describe('Most rows, newest first'),
  before: timeParameter.optional().describe('Epoch ms of the last row of the page before this one'),
});
/** A page of a list that is counted as a whole. */
export const rowsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(50).describe('Most rows, newest first'),
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Rows before this page'),
});
export const openQuery = pageQuery.extend({ open: flag.optional().describe('Only those that are open (true) or ended (false)') });
export const timeQuery = timeParameter;

/** An id as it stands in lists: printable, without slashes. */
export const idParameters = z.object({
  id: z
    .string()
    .max(160)
    .regex(/^[^\p{C}/\\]+$/u, 'printable characters without slashes'),
});

/** Whole 16-bit words of an EPC bank in hex, in any case; handlers get upper case. */
export const epcParameters = z.object({
  epc: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{4}){2,31}$/, '8 to 124 hex digits, a multiple of four')
    .transform((epc) => epc.toUpperCase()),
});
