import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';

/** Tags in view. */
const TAGS = 1_000;
const BEGIN = 1_768_467_600_000;

/** The n-th read of a run of 2,000 a second that begins at `begin`: each can be told from all others by its tag and time. */
export function numberedRead(n: number, begin = BEGIN): TagRead {
  const at = instant(begin + Math.floor(n / 2));
  return {
    device: asId<DeviceId>('gate-1'),
    at,
    reportedAt: at,
    receivedAt: at,
    kind: 'tag',
    epc: encodeSgtin96({ gtin14: '04719999000019', serial: 1 + (n % TAGS), prefixDigits: 7 }),
    antenna: 1 + (n % 4),
    rssi: dbm(-50 - (n % 20)),
    tid: null,
    count: 1,
    detail: null,
  };
}

export const numberedReads = (count: number, from = 0, begin = BEGIN): TagRead[] =>
  Array.from({ length: count }, (_, n) => numberedRead(from + n, begin));

export const nameOf = ({ epc, reportedAt }: Pick<TagRead, 'epc' | 'reportedAt'>): string => `${epc} ${reportedAt}`;
