import type { Reader } from '../../../gateway/http/ports.ts';
import { deadLetterFake, sinkFake } from './deliveries.fake.ts';
import { itemEventFake, itemHereFake, receiptFake } from './exports.fake.ts';
import {
  accuracyFake,
  alertDetailFake,
  alertFake,
  associationsFake,
  availabilityDaysFake,
  availabilityFake,
  blockedTagFake,
  brandFake,
  deviceFake,
  dwellFake,
  feedbackAnswerFake,
  feedbackFake,
  footfallFake,
  footfallSpanFake,
  funnelFake,
  holdoutResultsFake,
  itemFake,
  ledgerFake,
  misplacedFake,
  offerDayFake,
  offerFake,
  offerResultsFake,
  offerShownFake,
  refillFake,
  shelfFake,
  statementFake,
  storyFake,
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
    footfallSpan: (days) => note(footfallSpanFake, 'footfallSpan', days),
    dwell: (date) => note(dwellFake, 'dwell', date),
    funnel: (date) => note(funnelFake, 'funnel', date),
    accuracy: (weeks) => note(accuracyFake, 'accuracy', weeks),
    associations: () => note(associationsFake, 'associations'),
    shelves: () => note([shelfFake], 'shelves'),
    misplaced: () => note([misplacedFake], 'misplaced'),
    refill: () => note([refillFake], 'refill'),
    availability: (from, to) => note({ ...availabilityFake, from, to }, 'availability', from, to),
    availabilityDays: (days) => note(availabilityDaysFake, 'availabilityDays', days),
    visits: (page) => note([visitFake], 'visits', page),
    visit: (id) => note(id === visitFake.id ? visitDetailFake : null, 'visit', id),
    itemHistory: (epc) => note({ history: itemFake.history, visit: itemFake.visit }, 'itemHistory', epc),
    offers: () => note([offerFake], 'offers'),
    decisions: (page) => note([offerShownFake], 'decisions', page),
    offerResults: (id, from, to) => note(id === offerFake.id ? offerResultsFake : null, 'offerResults', id, from, to),
    allResults: (from, to) => note([offerResultsFake], 'allResults', from, to),
    offerDays: (id, from, to) => note(id === offerFake.id ? [offerDayFake] : null, 'offerDays', id, from, to),
    holdoutResults: (from, to) => note(holdoutResultsFake, 'holdoutResults', from, to),
    brands: (from, to) => note([brandFake], 'brands', from, to),
    statement: (brand, from, to) => note(brand === brandFake.brand ? { ...statementFake, from, to } : null, 'statement', brand, from, to),
    feedback: (from, to) => note({ ...feedbackFake, from, to }, 'feedback', from, to),
    feedbackAnswers: (from, to) => note([feedbackAnswerFake], 'feedbackAnswers', from, to),
    alerts: (page) => note([alertFake], 'alerts', page),
    alert: (id) => note(id === alertFake.id ? alertDetailFake : null, 'alert', id),
    story: (of) => note(storyFake, 'story', { epc: of.epc, visit: of.visit }),
    blockedTags: () => note([blockedTagFake], 'blockedTags'),
    devices: () => note([deviceFake], 'devices'),
    sinks: () => note([sinkFake], 'sinks'),
    deadLetters: (page) => note([deadLetterFake], 'deadLetters', page),
    itemEvents: (from, to, after) => note({ rows: [itemEventFake], next: null }, 'itemEvents', from, to, after),
    receipts: (from, to, after) => note({ rows: [receiptFake], next: null }, 'receipts', from, to, after),
    itemsHere: (after) => note({ rows: [itemHereFake], next: null }, 'itemsHere', after),
    ledger: () => note(ledgerFake, 'ledger'),
    close: () => note(undefined, 'close'),
  };
}
