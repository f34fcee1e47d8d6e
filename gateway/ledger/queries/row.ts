import type { SQLOutputValue } from 'node:sqlite';

/** A row as `node:sqlite` gives it. The schema is STRICT: a column holds its declared type, or null where it may. */
export type Row = Record<string, SQLOutputValue>;

export const text = (value: SQLOutputValue | undefined): string => String(value);
export const number = (value: SQLOutputValue | undefined): number => Number(value);
export const textOrNull = (value: SQLOutputValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
export const numberOrNull = (value: SQLOutputValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
/** A column that holds JSON which this ledger wrote itself. */
export const json = <T>(value: SQLOutputValue | undefined): T => JSON.parse(String(value)) as T;
