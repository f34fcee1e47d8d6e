import { z } from 'zod';
import type { Instant } from '../../../gateway/domain/units.ts';
import type { DriverMemory, Quantity } from '../define-device.ts';

/** Settings of readers that say the same card again and again while it is there. */
export const presentationSettings = {
  debounceMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(2_000)
    .describe('A card that was not heard for so long, ms, counts as presented anew; until then it is the same presentation'),
  confirmations: z
    .int()
    .min(1)
    .max(5)
    .default(1)
    .describe('So many equal messages make a card; 2 where cards appear that nobody presented'),
} as const;

export interface Presentation {
  readonly debounceMs: number;
  readonly confirmations: number;
}

/** A card reader has one antenna of no number. */
export const CARD_QUANTITIES: Readonly<Record<string, Quantity>> = { antenna: { kind: 'card', unit: 'none', min: 0, max: 1 } };

/** Cards that can lie at one reader, one after the other, within the time of a presentation. */
const MOST_CARDS = 8;
/** Frames of one presentation follow each other within so many ms, however short `debounceMs` is. */
const CONFIRM_WITHIN_MS = 500;

/** Check value of the card (the number itself must not be remembered), when it was last heard, how often in this presentation. */
type Heard = readonly [check: number, at: number, times: number];

/**
 * What one more message of a card means: `new`, a customer presents it; `repeated`, the same presentation goes on, which
 * lasts as long as the card is heard again within `debounceMs`; `unconfirmed`, not yet heard often enough. Time is receive time.
 * The memory holds 16-bit check values, from which no card number can be found.
 */
export function hearCard(memory: DriverMemory, card: string, at: Instant, settings: Presentation): 'new' | 'repeated' | 'unconfirmed' {
  const { debounceMs, confirmations } = settings;
  const check = crc16(card);
  const heard = recall(memory.cards);
  const last = heard.find(([known]) => known === check);
  const within = last !== undefined && last[2] < confirmations ? Math.max(debounceMs, CONFIRM_WITHIN_MS) : debounceMs;
  const times = last !== undefined && at - last[1] < within ? Math.min(last[2], confirmations) + 1 : 1;
  const others = heard.filter(([known]) => known !== check);
  memory.cards = [[check, at, times], ...others].slice(0, MOST_CARDS);
  if (times < confirmations) return 'unconfirmed';
  return times === confirmations ? 'new' : 'repeated';
}

/** What an older release or a damaged checkpoint left is no memory. */
const recall = (kept: unknown): readonly Heard[] =>
  Array.isArray(kept)
    ? kept.filter((one): one is Heard => Array.isArray(one) && one.length === 3 && one.every((part) => typeof part === 'number'))
    : [];

/** CRC-16/IBM-3740 over the characters. */
function crc16(text: string): number {
  let crc = 0xffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= (text.charCodeAt(i) & 0xff) << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
