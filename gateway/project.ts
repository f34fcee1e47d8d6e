import type { ShowCommand } from '../devices/kit/command.ts';
import { identifyEpc } from '../devices/kit/epc/identify-epc.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { aboutProduct, createDisplayContent } from './display-content.ts';
import type { DomainEvent, EventOf } from './domain/events.ts';
import { actuatorRow } from './outputs/actuator-command.ts';
import { displayRows } from './outputs/display-command.ts';
import { influxPoint } from './outputs/influx-point.ts';
import { labelRow } from './outputs/label-command.ts';
import { publicationRows } from './outputs/publication.ts';
import { createWebhookRows } from './outputs/webhooks/webhook-rows.ts';
import type { OutboxRow } from './pipeline/ledger-port.ts';
import { webhookListeners } from './webhook-listeners.ts';

/** What each event sends outside the gateway, as outbox rows: commands to displays, MQTT, and what the shop has of InfluxDB and webhooks. */
export function createProjection(loaded: LoadedConfig): (event: DomainEvent) => OutboxRow[] {
  const { config, products } = loaded;
  const content = createDisplayContent(loaded);
  const offers = new Map(config.offers.map((offer) => [offer.id, offer]));
  const byGtin = new Map(products.map((product) => [product.gtin, product]));
  const names = { store: config.store.id, skuOf: (gtin: string) => byGtin.get(gtin)?.sku ?? null };
  const webhookRows = createWebhookRows(config.store.id, webhookListeners(loaded), {
    skuOf: names.skuOf,
    gtinOf: (epc) => identifyEpc(epc).gtin,
  });

  function contentOf(event: EventOf<'offer.decided'>): Pick<ShowCommand, 'showForMs' | 'priority' | 'content'> | null {
    const offer = offers.get(event.offer);
    if (!offer) return null;
    const { sku, price: priceMinor, was: wasMinor, left, recommended } = event;
    const texts = content.texts(offer.show, { sku, priceMinor, wasMinor, left, recommended });
    return { showForMs: offer.showForS * 1_000, priority: offer.priority, content: texts };
  }

  /** The product's name in every language that it has, with the price. */
  const labelTexts = ({ sku, price }: EventOf<'label.priced'>) => {
    const named = products.find((product) => product.sku === sku)?.name ?? {};
    const show = Object.fromEntries(Object.keys(named).map((language) => [language, { title: '{product}', body: '' }]));
    return content.texts(show, aboutProduct(sku, price));
  };

  return (event) => {
    const rows = publicationRows(event);
    if (event.type === 'offer.decided') rows.push(...displayRows(event, contentOf));
    else if (event.type === 'label.priced') rows.push(labelRow(event, labelTexts(event)));
    else if (event.type === 'actuator.commanded') rows.push(actuatorRow(event));
    const point = config.outputs.influx ? influxPoint(event, names) : null;
    if (point)
      rows.push({ sink: 'influx', key: String(event.id), at: event.emittedAt, expires: null, body: { ...point, order: event.id } });
    rows.push(...webhookRows(event));
    return rows;
  };
}
