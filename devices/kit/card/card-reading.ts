import { accepted, type Decoding, nothing, sensed } from '../decoding.ts';
import type { Decoded, DriverMemory, RawCard } from '../define-device.ts';
import { hearCard, type Presentation } from './presented.ts';

/** The reading of a card that is presented now; nothing while the same presentation goes on or too few messages confirm it. */
export function cardHeard(decoding: Decoding, card: string, memory: DriverMemory, settings: Presentation): Decoded {
  const heard = hearCard(memory, card, decoding.receivedAt, settings);
  if (heard !== 'new') return nothing(decoding, heard);
  const reading: RawCard = { ...sensed(decoding, null), kind: 'card', card, antenna: 0, rssi: null };
  return accepted(decoding, [reading]);
}
