import type { LoadedConfig } from './config/loaded-config.ts';
import { offerContent } from './config/offer-content.ts';
import type { DomainEvent } from './domain/events.ts';
import { type DisplayText, displayRow } from './outputs/display-command.ts';
import { influxPoint } from './outputs/influx-point.ts';
import { publicationRows } from './outputs/publication.ts';
import type { OutboxRow } from './pipeline/ledger-port.ts';

/** What each event sends outside the gateway, as outbox rows: commands to displays, MQTT, and InfluxDB when the shop has one. */
export function createProjection({ config, products }: LoadedConfig): (event: DomainEvent) => OutboxRow[] {
  const offers = new Map(config.offers.map((offer) => [offer.id, offer]));
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const byGtin = new Map(products.map((product) => [product.gtin, product]));
  const names = { store: config.store.id, skuOf: (gtin: string) => byGtin.get(gtin)?.sku ?? null };

  function contentOf(id: string, sku: string | null) {
    const offer = offers.get(id);
    if (!offer) return null;
    const rendered = offerContent(offer, sku === null ? null : (bySku.get(sku) ?? null), config.store);
    const content: Record<string, DisplayText> = {};
    for (const [language, { title, body, priceMinor, currency, picture }] of Object.entries(rendered)) {
      content[language] = {
        title,
        body,
        ...(priceMinor === null ? {} : { priceMinor, currency }),
        ...(picture === null ? {} : { picture }),
      };
    }
    return { showForMs: offer.showForS * 1_000, content };
  }

  return (event) => {
    const rows = publicationRows(event);
    const command = event.type === 'offer.decided' ? displayRow(event, contentOf) : null;
    if (command) rows.push(command);
    const point = config.outputs.influx ? influxPoint(event, names) : null;
    if (point)
      rows.push({ sink: 'influx', key: String(event.id), at: event.emittedAt, expires: null, body: { ...point, order: event.id } });
    return rows;
  };
}
