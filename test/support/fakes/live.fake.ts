import { createShopNames } from '../../../gateway/explain/shop-names.ts';
import type { LiveMessage } from '../../../gateway/http/contract.ts';
import type { Live } from '../../../gateway/http/ports.ts';
import { catalogueFake, deviceFake, itemFake, ledgerFake, nowFake, pendingFake, storeFake } from './views.fake.ts';

export interface FakeLive extends Live {
  /** Sends a message to every page. */
  say(message: LiveMessage): void;
  /** Makes `ready()` throw this; null makes it ready again. */
  breakWith(error: Error | null): void;
  readonly listeners: number;
}

/** A running process with one item, that says what the test tells it to. */
export function createFakeLive(remembered: readonly LiveMessage[] = []): FakeLive {
  const listeners = new Set<(message: LiveMessage) => void>();
  let broken: Error | null = null;
  return {
    names: createShopNames(catalogueFake),
    store: () => storeFake,
    now: async () => nowFake,
    problemOf: () => deviceFake.problem,
    pendingDevices: () => [pendingFake],
    item: async (epc) => (epc === itemFake.epc ? itemFake : null),
    ledger: async () => ledgerFake,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    recent: (after) => remembered.filter((message) => message.type === 'event' && message.id > after),
    ready: () => {
      if (broken) throw broken;
    },
    say: (message) => {
      for (const listener of listeners) listener(message);
    },
    breakWith: (error) => {
      broken = error;
    },
    get listeners() {
      return listeners.size;
    },
  };
}
