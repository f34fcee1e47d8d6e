import { computed } from '@preact/signals';
import type { VisitView } from '../../../gateway/http/contract.ts';
import { pick } from '../i18n/translate.ts';
import { now, offers, store } from './model.ts';

type Texts = Readonly<Record<string, string>>;

const zoneNames = computed(() => new Map<string, Texts>(store.value?.zones.map((zone) => [zone.id, zone.name])));
const deviceNames = computed(() => new Map<string, Texts>(now.value?.devices.map((device) => [device.id, device.name])));
const offerNames = computed(() => new Map<string, Texts>((offers.value ?? []).map((offer) => [offer.id, offer.name])));

/** Names by SKU, from the shelves and from what visits hold: the page needs no list of products of its own. */
const productNames = computed(() => {
  const names = new Map<string, Texts>();
  for (const shelf of now.value?.shelves ?? []) for (const facing of shelf.facings) names.set(facing.sku, facing.name);
  for (const visit of now.value?.visits ?? []) for (const item of visit.items) if (item.sku && item.name) names.set(item.sku, item.name);
  return names;
});

const skuByEpc = computed(() => {
  const skus = new Map<string, string>();
  for (const visit of now.value?.visits ?? []) for (const item of visit.items) if (item.sku) skus.set(item.epc, item.sku);
  return skus;
});

const skuByGtin = computed(() => {
  const skus = new Map<string, string>();
  for (const shelf of now.value?.shelves ?? []) for (const facing of shelf.facings) if (facing.gtin) skus.set(facing.gtin, facing.sku);
  return skus;
});

/** Names in the page's language; the id itself where none is known. Empty for null. */
export const zoneName = (id: string | null): string => (id ? pick(zoneNames.value.get(id), id) : '');
export const deviceName = (id: string | null): string => (id ? pick(deviceNames.value.get(id), id) : '');
export const offerName = (id: string): string => pick(offerNames.value.get(id), id);
export const productName = (sku: string | null): string => (sku ? pick(productNames.value.get(sku), sku) : '');

/** The product behind an EPC when a visit on the page holds it, else the end of the EPC. */
export function itemName(epc: string): string {
  const sku = skuByEpc.value.get(epc);
  return sku ? productName(sku) : `…${epc.slice(-6)}`;
}

/** The product with a GTIN when a shelf of the shop plans for it, else nothing. */
export const productOfGtin = (gtin: string): string => productName(skuByGtin.value.get(gtin) ?? null);

/** Open visits, newest first. */
export const openVisits = computed<readonly VisitView[]>(() =>
  (now.value?.visits ?? []).filter((visit) => visit.end === null).sort((a, b) => b.start - a.start),
);
