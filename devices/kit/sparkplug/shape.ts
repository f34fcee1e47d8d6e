import { isRefusal } from '../decoding.ts';
import { isObject, type Refusal, readJson, readText } from '../json.ts';
import { readLogical } from './logical.ts';
import { type Payload, readPayload } from './payload.ts';

const BRACE = 0x7b;
/** Metrics that control the session; they measure nothing. */
export const CONTROL = /^(bdSeq$|Node Control\/|Device Control\/)/;

/** True for a payload in the JSON of bridges and test tools. */
export const isLogical = (bytes: Uint8Array): boolean => bytes[0] === BRACE;

/** A payload in either form. */
export const readEither = (bytes: Uint8Array): Payload | Refusal => (isLogical(bytes) ? readLogical(bytes) : readPayload(bytes));

/** Whether a host application listens: in JSON, before version 3 one word. @see Sparkplug 3.0, 6.4.24 */
export function isHostState(bytes: Uint8Array): boolean {
  const text = bytes.length <= 16 ? readText(bytes) : null;
  if (text === 'ONLINE' || text === 'OFFLINE') return true;
  const json = readJson(bytes);
  return json.ok && isObject(json.value) && typeof json.value.online === 'boolean';
}

/** A rebirth is asked for without a number, a will has nothing but that of its session, a birth has both; all else are data. */
export function likelyTopic(bytes: Uint8Array, address: string): string | null {
  const payload = readEither(bytes);
  if (isRefusal(payload)) return null;
  const { metrics, seq } = payload;
  const hasSession = metrics.some(({ name }) => name === 'bdSeq');
  const isCommand = seq === null && metrics.length > 0 && metrics.every(({ name }) => name !== 'bdSeq' && CONTROL.test(name ?? ''));
  const type = isCommand ? 'NCMD' : !hasSession ? 'NDATA' : metrics.length === 1 && seq === null ? 'NDEATH' : 'NBIRTH';
  return `spBv1.0/group/${type}/${address}`;
}
