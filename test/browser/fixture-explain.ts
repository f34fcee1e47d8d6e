import type { DomainEvent } from '../../gateway/domain/events.ts';
import { explainAlert } from '../../gateway/explain/explain-alert.ts';
import { explainItem } from '../../gateway/explain/explain-item.ts';
import { explainVisit } from '../../gateway/explain/explain-visit.ts';
import { createShopNames } from '../../gateway/explain/shop-names.ts';
import { createTeller } from '../../gateway/explain/teller.ts';
import { LANGUAGES } from '../../gateway/explain/words.ts';
import type { NowView, StoreView, VisitItem } from '../../gateway/http/contract.ts';
import { type ExplanationView, explanation } from '../../gateway/http/contract-explain.ts';

interface Shop {
  readonly store: StoreView;
  readonly now: NowView;
}

/** What the gateway would answer for a thing on the fixture's page, by the gateway's own words; null for what is not there. */
export function fixtureExplanation({ store, now }: Shop, kind: string, id: string, lang: string | null): ExplanationView | null {
  const items = now.visits.flatMap((visit) => visit.items.map((item) => ({ ...item, visit: visit.id })));
  const products = items.map(({ epc, name }) => ({ gtin: `gtin-of-${epc}`, name: name ?? {} }));
  const names = createShopNames({ ...store, shelves: now.shelves, products, devices: now.devices, offers: [] });
  const teller = createTeller(LANGUAGES.find((language) => language === lang) ?? store.locale, names);
  const gtins = Object.fromEntries(items.map(({ epc }) => [epc, `gtin-of-${epc}`]));
  const storyOf = (held: readonly (VisitItem & { readonly visit: string })[]) => ({ events: held.flatMap(eventsOf), gtins, isWhole: true });

  if (kind === 'alerts') {
    const alert = now.alerts.find((one) => one.id === id);
    if (!alert) return null;
    const story = storyOf(items.filter(({ epc }) => epc === alert.epc));
    return explanation.parse(explainAlert({ ...alert, ...story, emittedAt: alert.at + 400, clearedBecause: null }, teller, names));
  }
  if (kind === 'visits') {
    const visit = now.visits.find((one) => one.id === id);
    return visit
      ? explanation.parse(explainVisit({ ...visit, ...storyOf(items.filter((item) => item.visit === id)) }, teller, names))
      : null;
  }
  const item = items.find(({ epc }) => epc === id);
  const place = { state: 'picked', zone: null, confidence: item?.confidence ?? 0 } as const;
  return item ? explanation.parse(explainItem({ ...storyOf([item]), epc: id, now: place }, teller, names)) : null;
}

/** A pick, who is believed to have the item, and what became of it. */
function eventsOf(
  { epc, visit, from, to, outcome, confidence, why }: VisitItem & { readonly visit: string },
  index: number,
): DomainEvent[] {
  const said = { epc, visit, confidence, why, at: from, emittedAt: from + 2_000 };
  const picked = {
    ...said,
    id: 10 * index + 1,
    type: 'item.picked',
    gtin: `gtin-of-${epc}`,
    zone: 'coffee',
    from: 'coffee',
    section: null,
  };
  const assigned = { ...said, id: 10 * index + 2, type: 'custody.assigned' };
  const ended = { ...said, id: 10 * index + 3, type: 'custody.ended', outcome, at: to, emittedAt: to };
  return (outcome === null ? [picked, assigned] : [picked, assigned, ended]) as unknown as DomainEvent[];
}
