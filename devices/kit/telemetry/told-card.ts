import { isBlankCard } from '../card/em4100.ts';
import { isRandomUid } from '../card/iso14443.ts';
import { warn } from '../decoding.ts';
import type { Telemetry } from './telemetry.ts';

/** Hex of 4 to 10 bytes as firmwares print it, also with dashes, colons or blanks; null for anything else. */
export function readCardText(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 40) return null;
  const card = value.replace(/[\s:-]/g, '').toUpperCase();
  return /^([0-9A-F]{2}){4,10}$/.test(card) ? card : null;
}

/**
 * The card that a node tells. Nobody's: a number that a phone makes up anew at every tap (13.56 MHz only), and one of nothing
 * but zeros or ones.
 */
export function tellCard(card: string, telemetry: Telemetry, hasRandomNumbers: boolean): void {
  if (hasRandomNumbers && isRandomUid(card)) warn(telemetry.decoding, 'random-card');
  else if (isBlankCard(card)) warn(telemetry.decoding, 'blank-card');
  else telemetry.add({ kind: 'card', card, antenna: 0, rssi: null });
}
