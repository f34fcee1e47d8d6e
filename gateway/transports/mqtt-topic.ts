import type { MqttLimits } from './mqtt-limits.ts';

/**
 * Text that MQTT forbids or that would hurt in logs: control characters (U+0000 MUST close), lone surrogates, and U+FFFD,
 * which is what the packet parser leaves in the place of ill-formed UTF-8.
 * @see MQTT 3.1.1, 1.5.3
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const FORBIDDEN = /[\u0000-\u001f\u007f-\u009f\ufffd]|\p{Surrogate}/u;

/** True for text that may stand in a topic, a filter, a client id or a user name. */
export const isWellFormed = (text: string): boolean => !FORBIDDEN.test(text);

/** True when a topic or filter keeps to the length and depth that the broker carries. */
export function isWithinLimits(topic: string, limits: Pick<MqttLimits, 'topicBytes' | 'topicLevels'>): boolean {
  if (topic.length === 0 || topic.length > limits.topicBytes || Buffer.byteLength(topic) > limits.topicBytes) return false;
  let levels = 1;
  for (let at = topic.indexOf('/'); at !== -1; at = topic.indexOf('/', at + 1)) levels += 1;
  return levels <= limits.topicLevels;
}

/** `+` fills a whole level and `#` the whole last one. @see MQTT 3.1.1, 4.7.1 */
export function isFilter(filter: string): boolean {
  const levels = filter.split('/');
  return (
    filter !== '' &&
    levels.every(
      (level, at) => level === '+' || (level === '#' && at === levels.length - 1) || !(level.includes('+') || level.includes('#')),
    )
  );
}

/** Whether a topic falls under a filter; a leading wildcard never takes a topic that begins with `$`. @see MQTT 3.1.1, 4.7.2 */
export function isUnder(topic: string, filter: string): boolean {
  if (filter === topic) return true;
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false;
  const want = filter.split('/');
  const have = topic.split('/');
  for (const [at, level] of want.entries()) {
    if (level === '#') return true;
    if (at >= have.length || (level !== '+' && level !== have[at])) return false;
  }
  return want.length === have.length;
}
