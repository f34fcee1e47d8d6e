/**
 * Branded numbers: a value cannot be passed where another unit is meant. They are plain numbers at run time.
 * The constructors do not check ranges; drivers do, by the quantity tables of the device kit.
 */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A point in time: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = Unit<'Instant'>;
/** A length of time in milliseconds. */
export type DurationMs = Unit<'DurationMs'>;
/** Signal strength in dBm; passive UHF tags answer between about -90 and -20. */
export type Dbm = Unit<'Dbm'>;
/** Weight in grams; negative after a tare. */
export type Grams = Unit<'Grams'>;
export type Celsius = Unit<'Celsius'>;
/** 0..100. */
export type Percent = Unit<'Percent'>;
/** Money in the smallest unit of the shop's currency (cents; whole yen), always an integer. */
export type MinorCurrency = Unit<'MinorCurrency'>;
/** 0..1. */
export type Probability = Unit<'Probability'>;

export const instant = (epochMs: number): Instant => epochMs as Instant;
export const milliseconds = (n: number): DurationMs => n as DurationMs;
export const seconds = (n: number): DurationMs => (n * 1_000) as DurationMs;
export const minutes = (n: number): DurationMs => (n * 60_000) as DurationMs;
export const dbm = (n: number): Dbm => n as Dbm;
export const grams = (n: number): Grams => n as Grams;
export const celsius = (n: number): Celsius => n as Celsius;
export const percent = (n: number): Percent => n as Percent;
export const minorCurrency = (n: number): MinorCurrency => n as MinorCurrency;
/** Clips to 0..1, so that rounding in a formula can never show 101 %. */
export const probability = (p: number): Probability => Math.min(1, Math.max(0, p)) as Probability;

export const later = (at: Instant, by: DurationMs): Instant => (at + by) as Instant;
