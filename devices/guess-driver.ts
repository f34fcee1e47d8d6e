import { instant } from '../gateway/domain/units.ts';
import { drivers as all } from './index.ts';
import { type DeviceDriver, freshContext } from './kit/define-device.ts';
import { parseCanonicalTopic } from './kit/topics.ts';
import { type Captured, compareUnderstandings, isOurOwn, laxness, type Understanding, understand } from './understand.ts';

/** A driver that understands messages of an unknown device. */
export interface Guess {
  readonly driver: string;
  /** Share of the messages that it understood, 0..1, above 0; one that means nothing counts as half of one with readings. */
  readonly share: number;
}

/** So many messages say whose they are; more cost time only. */
const ENOUGH = 50;
/** What an understanding is worth on topics that are none of the driver's: relays and webhooks choose their own. */
const STRANGE_TOPICS = 0.5;

/**
 * Which drivers understand messages that came from one device, the likeliest first; none when nobody does. Readings count
 * before messages that mean nothing, these before refusals; an understanding weighs less on topics that are not the
 * driver's, and the less the more nonsense the driver takes; of equal ones the driver that knows more of the keys stands first. Our own JSON is only looked for on its own topics: elsewhere it would take
 * anything. `topic` is '' for hardware without topics. The same messages give the same answer.
 */
export function guessDrivers(
  messages: readonly { readonly topic: string; readonly bytes: Uint8Array }[],
  drivers: readonly DeviceDriver[] = all,
): readonly Guess[] {
  // When they came says nothing of whose they are.
  const captured = messages.slice(-ENOUGH).map(({ topic, bytes }): Captured => ({ topic, bytes, receivedAt: instant(0) }));
  const isCanonical = captured.length > 0 && captured.every(({ topic }) => topic !== null && parseCanonicalTopic(topic) !== null);
  return drivers
    .filter((driver) => !isOurOwn(driver) || isCanonical)
    .map((driver) => {
      const address = addressIn(driver, captured);
      const understanding = understand(driver, captured, freshContext(driver, address || undefined));
      const share = shareOf(understanding);
      const weight = (share * (address === null ? STRANGE_TOPICS : 1)) / (1 + laxness(driver));
      return { understanding, share, weight };
    })
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.weight - a.weight || compareUnderstandings(a.understanding, b.understanding))
    .map(({ understanding, share }) => ({ driver: understanding.driver.driver, share }));
}

/** The hardware's own name in topics of the driver's pattern; null when it publishes nowhere there. */
function addressIn({ topics }: DeviceDriver, captured: readonly Captured[]): string | null {
  if (topics.length === 0) return captured.every(({ topic }) => topic === '') ? '' : null;
  for (const pattern of topics) {
    const form = pattern
      .replaceAll(/[.$^()|[\]\\*?]/g, '\\$&')
      .replaceAll('+', '[^/]+')
      .replace(/\/?#$/, '(?:/.*)?')
      .replaceAll('{store}', '[^/]+')
      .replace(/\{(?:device|address)\}/, '(?<name>[^/]+)')
      .replaceAll(/\{(?:device|address)\}/g, '[^/]+');
    for (const { topic } of captured) {
      const found = topic === null ? null : new RegExp(`^${form}$`).exec(topic);
      if (found) return found.groups?.name ?? '';
    }
  }
  return null;
}

/** A stretch of a stream may hold several messages and damaged ones: each message of the capture counts once, by the best in it. */
function shareOf({ parts }: Understanding): number {
  let readings = 0;
  let nothing = 0;
  let refused = 0;
  for (const { decoded } of parts) {
    if (!decoded.ok) refused++;
    else if (decoded.readings.length > 0) readings++;
    else nothing++;
  }
  const pieces = readings + nothing + refused;
  return pieces === 0 ? 0 : (readings + nothing / 2) / pieces;
}
