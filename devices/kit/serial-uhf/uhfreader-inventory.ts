import type { Epc } from '../../../gateway/domain/ids.ts';
import type { TagRead } from '../../../gateway/domain/readings.ts';
import { type Decoding, isRefusal, nothing, startDecoding, warn } from '../decoding.ts';
import type { Decoded, DeviceMessage, DriverMemory } from '../define-device.ts';
import { type Refusal, refuse } from '../json.ts';
import { readEpc } from '../tag-identity.ts';
import { noteFault, noteGoodAnswer, tellOr } from './faults.ts';
import { checkFrame, toHex } from './frames.ts';
import { BROADCAST, INVENTORY, lookAtUhfReader } from './uhfreader-frame.ts';

/** 1: all tags given, 2: the reader's own time is over, 3: more frames follow, 4: its memory is full. */
const WITH_TAGS: ReadonlySet<number> = new Set([1, 2, 3, 4]);
const MORE_FOLLOWS = 3;
const ANTENNA_FAULT = 0xf8;
const NOBODY = 0xfb;

/** One entry of an inventory: the EPC and what stands behind it. */
export interface InventoryEntry {
  readonly epc: Epc;
  readonly behind: Uint8Array;
}

/**
 * Count, then per tag its length, its EPC and `behind` bytes more; exactly all bytes. A tag without a usable EPC (an erased one
 * has none) is left out and noted, or the tags beside it would be lost as long as it lies there.
 */
function readEntries(data: Uint8Array, behind: number, decoding: Decoding): InventoryEntry[] | Refusal {
  const entries: InventoryEntry[] = [];
  let at = 1;
  for (let left = data[0] ?? 0; left > 0; left--) {
    const begin = at + 1;
    const end = begin + (data[at] ?? 0);
    at = end + behind;
    if (at > data.length) return refuse('unknown-shape', 'more tags announced than there are bytes');
    const epc = readEpc(toHex(data.subarray(begin, end)));
    if (epc === null) warn(decoding, 'unusable-epc');
    else entries.push({ epc, behind: data.subarray(end, at) });
  }
  return data.length > 0 && at === data.length ? entries : refuse('unknown-shape', 'another count of tags than bytes for them');
}

interface InventoryForm {
  /** Bytes between the status and the count. */
  readonly before: number;
  /** Bytes behind each EPC. */
  readonly behind: number;
  toRead(entry: InventoryEntry, before: Uint8Array, decoding: Decoding): TagRead;
}

/** A frame of a UHFReader, whatever its inventory looks like. `address` 255 takes the frames of every reader on the line. */
export function decodeUhfReader(message: DeviceMessage, address: number, memory: DriverMemory, form: InventoryForm): Decoded {
  const wrong = checkFrame(lookAtUhfReader, message.bytes);
  if (wrong !== null) return wrong;
  const decoding = startDecoding(message);
  const [, sender, command, status] = message.bytes;
  if (address !== BROADCAST && sender !== address) return nothing(decoding, 'other-address');
  // A frame without a status is a command: an adapter that echoes what we say.
  if (message.bytes.length < 6 || status === undefined) return nothing(decoding, 'command');
  if (status === ANTENNA_FAULT) return tellOr('reader-fault', noteFault('antennaFault', memory, decoding), decoding);
  if (command === INVENTORY && status === NOBODY) return tellOr('no-tag', noteGoodAnswer(memory, decoding), decoding);
  if (command !== INVENTORY || !WITH_TAGS.has(status)) {
    if (status !== 0) warn(decoding, 'command-failed');
    return nothing(decoding, 'command-reply');
  }
  const data = message.bytes.subarray(4, -2);
  const entries = readEntries(data.subarray(form.before), form.behind, decoding);
  if (isRefusal(entries)) return entries;
  const reads = entries.map((entry) => form.toRead(entry, data.subarray(0, form.before), decoding));
  // Only the end of an inventory counts as a good answer, or many tags at one antenna would end the fault of another.
  const over = status === MORE_FOLLOWS ? [] : noteGoodAnswer(memory, decoding);
  return tellOr('no-tag', [...reads, ...over], decoding);
}
