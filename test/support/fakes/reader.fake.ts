import type { Reader } from '../../../gateway/http/ports.ts';
import {
  alertFake,
  deviceFake,
  dwellFake,
  footfallFake,
  funnelFake,
  itemFake,
  ledgerFake,
  offerFake,
  offerResultsFake,
  offerShownFake,
  shelfFake,
  visitDetailFake,
  visitFake,
  zoneFake,
} from './views.fake.ts';

/** A ledger with one row of everything. `asked` keeps what was asked, with its arguments, in order. */
export function createFakeReader(): Reader & { readonly asked: readonly (readonly unknown[])[] } {
  const asked: unknown[][] = [];
  const note = <T>(answer: T, ...question: unknown[]): Promise<T> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  return {
    asked,
    zones: () => note([zoneFake], 'zones'),
    footfall: (date) => note(footfallFake, 'footfall', date),
    dwell: (date) => note(dwellFake, 'dwell', date),
    funnel: (date) => note(funnelFake, 'funnel', date),
    shelves: () => note([shelfFake], 'shelves'),
    visits: (page) => note([visitFake], 'visits', page),
    visit: (id) => note(id === visitFake.id ? visitDetailFake : null, 'visit', id),
    itemHistory: (epc) => note({ history: itemFake.history, visit: itemFake.visit }, 'itemHistory', epc),
    offers: () => note([offerFake], 'offers'),
    decisions: (page) => note([offerShownFake], 'decisions', page),
    offerResults: (id, from, to) => note(id === offerFake.id ? offerResultsFake : null, 'offerResults', id, from, to),
    alerts: (page) => note([alertFake], 'alerts', page),
    devices: () => note([deviceFake], 'devices'),
    ledger: () => note(ledgerFake, 'ledger'),
    close: () => note(undefined, 'close'),
  };
}
