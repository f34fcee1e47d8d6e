import type { z } from 'zod';
import { loyalty } from './schema-loyalty.ts';
import { occupancy } from './schema-occupancy.ts';
import { offer } from './schema-offer.ts';
import { outputs, type WebhookConfig } from './schema-outputs.ts';
import { device, plan, shelf, store, zone } from './schema-place.ts';
import { type ReportConfig, report } from './schema-report.ts';
import { rule } from './schema-rule.ts';

/** One entry of a list with its place; entries that break the schema are left out. */
interface Entry<T> {
  readonly index: number;
  readonly value: T;
}

/**
 * As much of store.yaml as the schema can read, so that references are checked in the same run in which the schema
 * complains of something else. Ids of unreadable entries still count as known: one mistake makes one message.
 */
export interface PartialConfig {
  readonly store: z.infer<typeof store>;
  readonly plan: z.infer<typeof plan>;
  readonly zones: readonly Entry<z.infer<typeof zone>>[];
  readonly devices: readonly Entry<z.infer<typeof device>>[];
  readonly shelves: readonly Entry<z.infer<typeof shelf>>[];
  readonly loyalty: z.infer<typeof loyalty>;
  readonly offers: readonly Entry<z.infer<typeof offer>>[];
  readonly rules: readonly Entry<z.infer<typeof rule>>[];
  readonly occupancy: z.infer<typeof occupancy>;
  readonly outputs: z.infer<typeof outputs>;
  readonly webhooks: readonly Entry<WebhookConfig>[];
  readonly reports: readonly Entry<ReportConfig>[];
  readonly observers: readonly string[];
  readonly ids: Readonly<Record<'zones' | 'devices' | 'sections' | 'shelves', ReadonlySet<string>>>;
}

export function partialConfig(raw: Readonly<Record<string, unknown>>): PartialConfig {
  const shelves = list(raw.shelves);
  return {
    store: readable(store, raw.store),
    plan: readable(plan, raw.plan),
    zones: entries(zone, raw.zones),
    devices: entries(device, raw.devices),
    shelves: entries(shelf, raw.shelves),
    loyalty: readable(loyalty, raw.loyalty),
    offers: entries(offer, raw.offers),
    rules: entries(rule, raw.rules),
    occupancy: readable(occupancy, raw.occupancy),
    outputs: readable(outputs, raw.outputs),
    webhooks: entries(outputs.shape.webhooks.unwrap().element, field(raw.outputs, 'webhooks')),
    reports: entries(report, raw.reports),
    observers: list(field(raw.broker, 'observers')).map(String),
    ids: {
      zones: idsOf(list(raw.zones)),
      devices: idsOf(list(raw.devices)),
      shelves: idsOf(shelves),
      sections: idsOf(shelves.flatMap((each) => list(field(each, 'sections')))),
    },
  };
}

function readable<S extends z.ZodObject>(schema: S, value: unknown): z.infer<S> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const good = Object.entries(typeof value === 'object' && value !== null ? value : {}).filter(
    ([key, part]) => Object.hasOwn(schema.shape, key) && (schema.shape[key] as z.ZodType).safeParse(part).success,
  );
  return schema.parse(Object.fromEntries(good));
}

const entries = <S extends z.ZodType>(schema: S, value: unknown): Entry<z.infer<S>>[] =>
  list(value).flatMap((each, index) => {
    const result = schema.safeParse(each);
    return result.success ? [{ index, value: result.data }] : [];
  });

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
const idsOf = (values: readonly unknown[]): ReadonlySet<string> =>
  new Set(values.map((value) => field(value, 'id')).filter((value) => typeof value === 'string'));
