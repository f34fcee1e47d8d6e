import { drivers } from '../../devices/index.ts';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import type { Input } from '../../gateway/domain/readings.ts';
import type { Store, StoreSnapshot } from '../../gateway/domain/store.ts';
import { instant } from '../../gateway/domain/units.ts';
import type { Frame } from '../../gateway/pipeline/frame.ts';

/** A frame on a canonical channel of the device `reader`. */
export const frameOf = (seq: number, receivedAt: number, channel: string, payload: unknown, more: Partial<Frame> = {}): Frame => ({
  seq,
  receivedAt: instant(receivedAt),
  transport: 'mqtt',
  source: 'reader',
  topic: `aisle/v1/shop/reader/${channel}`,
  bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  repeated: false,
  ...more,
});

/** Only canonical topics of the shop `shop` are known. */
export function resolve(topic: string) {
  const driver = drivers.find((known) => known.driver === 'canonical-json');
  const [, , store, device] = topic.split('/');
  return driver && store === 'shop' && device ? { device, driver } : null;
}

/** A store that remembers what moved it and says one thing per counted person: enough to see what reaches the domain. */
export function createStoreFake(inputs: Input[], snapshot?: StoreSnapshot): Store {
  let id = (snapshot?.state as number | undefined) ?? 0;
  return {
    step(input): readonly DomainEvent[] {
      inputs.push(input);
      if (input.kind !== 'count') return [];
      id++;
      return [
        {
          type: 'footfall.counted',
          id,
          at: input.at,
          emittedAt: input.receivedAt,
          zone: 'door',
          device: input.device,
          in: input.in,
          out: input.out,
        } as DomainEvent,
      ];
    },
    snapshot: () => ({ version: 1, state: id }),
    due: () => Number.POSITIVE_INFINITY,
    item: () => null,
    agrees: () => false,
    lastEventId: () => id,
    sizes: () => ({}),
  };
}
