import type { DomainEvent } from '../domain/events.ts';
import type { MEASUREMENTS } from './influx-measurements.ts';

/** A point as the outbox keeps it: plain data, so that its form on the wire is decided when it is sent. */
export interface InfluxPoint {
  readonly measurement: keyof typeof MEASUREMENTS;
  readonly tags: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, number | string | boolean>>;
  /** Epoch ms. */
  readonly at: number;
  /**
   * Number of the event. Same measurement, tags and time are the same point to the database, and readers report many items in
   * one millisecond: the number goes below the millisecond, so none replaces another and sending one again changes nothing.
   */
  readonly order?: number;
}

/** Names for what events say by id only. */
export interface PointNames {
  readonly store: string;
  readonly skuOf: (gtin: string) => string | null;
}

/**
 * What an event writes to InfluxDB; null for events that write nothing.
 * EPCs, cards and visits are never tags: every new value of a tag is a series that the database keeps for ever.
 */
export function influxPoint(event: DomainEvent, names: PointNames): InfluxPoint | null {
  const tagged = (tags: Record<string, string | null>): Record<string, string> => ({ store: names.store, ...present(tags) });
  switch (event.type) {
    case 'reads.summarised':
      return {
        measurement: 'tag_reads',
        tags: tagged({ device: event.device, antenna: String(event.antenna), zone: event.zone }),
        fields: present({ reads: event.reads, distinct: event.distinct, rssi_mean_dbm: event.rssiMean }),
        at: event.at,
      };
    case 'footfall.counted':
      return { measurement: 'footfall', tags: tagged({ zone: event.zone }), fields: { in: event.in, out: event.out }, at: event.at };
    case 'occupancy.changed':
      return { measurement: 'footfall', tags: tagged({ zone: event.zone ?? 'store' }), fields: { occupancy: event.people }, at: event.at };
    case 'shelf.changed':
      return {
        measurement: 'shelf',
        tags: tagged({ shelf: event.shelf, sku: event.sku }),
        fields: present({ on_shelf: event.onShelf, misplaced: event.misplaced, weight_g: event.weight, available: event.state !== 'out' }),
        at: event.at,
      };
    case 'item.arrived':
    case 'item.moved':
    case 'item.picked':
    case 'item.put':
    case 'item.departed':
    case 'item.returned':
    case 'item.exited':
    case 'item.sold':
      return {
        measurement: 'item_event',
        tags: tagged({ zone: event.zone, type: event.type.slice('item.'.length) }),
        fields: present({ epc: event.epc, sku: event.gtin === null ? null : names.skuOf(event.gtin), confidence: event.confidence }),
        at: event.at,
      };
    case 'visit.summarised':
      return {
        measurement: 'visit',
        tags: tagged({ identified: event.identified ? 'yes' : 'no', tier: event.tier }),
        fields: {
          duration_s: (event.at - event.opened) / 1_000,
          ...{ zones: event.zones, picked: event.picked, tried: event.tried, bought: event.bought, value_minor: event.value },
        },
        at: event.at,
      };
    case 'offer.decided':
      return {
        measurement: 'offer',
        tags: tagged({ offer: event.offer, display: event.display, arm: event.arm }),
        fields: { eligible: 1 },
        at: event.at,
      };
    case 'offer.shown':
      return {
        measurement: 'offer',
        tags: tagged({ offer: event.offer, display: event.display, arm: 'treatment' }),
        fields: { shown: 1 },
        at: event.at,
      };
    case 'offer.played':
      return {
        measurement: 'offer',
        tags: tagged({ offer: event.offer, display: event.display, arm: 'treatment' }),
        fields: { visible_ms: event.visible },
        at: event.at,
      };
    case 'offer.converted':
      return {
        measurement: 'offer',
        tags: tagged({ offer: event.offer, display: event.display, arm: event.arm }),
        fields: present({ [event.by]: 1, value_minor: event.value }),
        at: event.at,
      };
    case 'climate.measured':
      return climatePoint(event, tagged({ device: event.device }));
    case 'device.online':
    case 'device.offline':
      return {
        measurement: 'device',
        tags: tagged({ device: event.device }),
        fields: { online: event.type === 'device.online' },
        at: event.at,
      };
    default:
      return null;
  }
}

function climatePoint(event: Extract<DomainEvent, { type: 'climate.measured' }>, tags: Record<string, string>): InfluxPoint {
  const fields = present({
    temperature_c: event.temperature,
    humidity_pct: event.humidity,
    illuminance_lx: event.illuminanceLux,
    door_open: event.doorOpen,
  });
  return { measurement: 'climate', tags, fields, at: event.at };
}

function present<T>(values: Readonly<Record<string, T | null | undefined>>): Record<string, T> {
  const kept: Record<string, T> = {};
  for (const [key, value] of Object.entries(values)) if (value !== null && value !== undefined) kept[key] = value;
  return kept;
}
