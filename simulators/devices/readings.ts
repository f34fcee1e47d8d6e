import type { DeviceReading, RawSale } from '../../devices/kit/define-device.ts';
import type { CommandId, DeviceId, Epc, Gtin, SaleId } from '../../gateway/domain/ids.ts';
import type { CommandResult } from '../../gateway/domain/readings.ts';
import type { Celsius, Dbm, Grams, Instant, MinorCurrency, Percent } from '../../gateway/domain/units.ts';
import type { RadioRead } from '../radio/dwell.ts';
import type { Receipt } from '../shop/happening.ts';

/** Which device says it, and when by its own clock. Brands are put on here, since the simulator's own values are plain. */
export interface Said {
  readonly device: string;
  readonly at: Instant;
}

const sensed = ({ device, at }: Said) => ({ device: device as DeviceId, at, reportedAt: at, receivedAt: at });

export const tagReading = (said: Said, read: RadioRead): DeviceReading => ({
  kind: 'tag',
  ...sensed(said),
  epc: read.epc as Epc,
  antenna: read.port,
  rssi: read.rssi as Dbm,
  tid: null,
  count: 1,
  detail: null,
});

/** `boot` counts how often the device has started. */
export const statusReading = (said: Said, online: boolean, boot = 1): DeviceReading => ({ kind: 'status', ...sensed(said), online, boot });

export const infoReading = (said: Said, model: string): DeviceReading => ({
  kind: 'info',
  ...sensed(said),
  model,
  serial: `SIM-${said.device}`,
  firmware: '1.0.0',
});

export const weightReading = (said: Said, channel: string, grams: number, stable: boolean): DeviceReading => ({
  kind: 'weight',
  ...sensed(said),
  channel,
  grams: grams as Grams,
  stable,
});

export const countReading = (
  said: Said,
  line: string,
  heads: { readonly in: number; readonly out: number },
  form: 'increment' | 'total',
): DeviceReading => ({
  kind: 'count',
  ...sensed(said),
  line,
  in: heads.in,
  out: heads.out,
  form,
});

export const cardReading = (said: Said, card: string): DeviceReading => ({ kind: 'card', ...sensed(said), card, antenna: 0, rssi: null });

export const presenceReading = (said: Said, people: number): DeviceReading => ({
  kind: 'presence',
  ...sensed(said),
  people,
  counted: true,
});

export const climateReading = (said: Said, temperature: number, humidity: number): DeviceReading => ({
  kind: 'climate',
  ...sensed(said),
  temperature: temperature as Celsius,
  humidity: humidity as Percent,
});

export const buttonReading = (said: Said, button: string): DeviceReading => ({ kind: 'button', ...sensed(said), button });

export const stateReading = (said: Said, showing: string): DeviceReading => ({ kind: 'state', ...sensed(said), values: { showing } });

export const ackReading = (said: Said, command: string, result: CommandResult): DeviceReading => ({
  kind: 'ack',
  ...sensed(said),
  command: command as CommandId,
  result,
});

/** A till's message: one line per item; what it knew by product only is one line per product. */
export function saleReading(said: Said, receipt: Receipt, currency: string): RawSale {
  const lines: RawSale['lines'][number][] = [];
  const amounts = new Map<string, { quantity: number; amount: number }>();
  for (const item of receipt.items) {
    if (receipt.byProduct.has(item)) {
      const known = amounts.get(item.gtin) ?? { quantity: 0, amount: 0 };
      amounts.set(item.gtin, { quantity: known.quantity + 1, amount: known.amount + item.price });
    } else {
      lines.push({ epc: item.epc as Epc, gtin: item.gtin as Gtin, quantity: 1, amount: item.price as MinorCurrency });
    }
  }
  for (const [gtin, { quantity, amount }] of amounts) {
    lines.push({ epc: null, gtin: gtin as Gtin, quantity, amount: amount as MinorCurrency });
  }
  return { kind: 'sale', ...sensed(said), sale: receipt.id as SaleId, lines, card: receipt.card, currency };
}
