import type { Capabilities } from '../../devices/kit/llrp/capabilities.ts';
import { IMPINJ } from '../../devices/kit/llrp/numbers.ts';

/** A reader with four ports as it is sold in Taiwan. */
export const LLRP_CAPABILITIES: Capabilities = {
  antennas: 4,
  maker: IMPINJ,
  model: 2_001_002,
  firmware: '5.14.0.240',
  // 10 to 32.5 dBm in quarters.
  powers: Array.from({ length: 91 }, (_, step) => ({ index: step + 1, dbm: 10 + step / 4 })),
  hopTable: 1,
  // 922.25 to 927.75 MHz.
  channelsKhz: Array.from({ length: 12 }, (_, channel) => 922_250 + channel * 500),
};
