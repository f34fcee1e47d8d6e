import type { DomainEvent } from '../domain/events.ts';
import { BEST_SCORE } from '../domain/feedback/answer.ts';
import type { LiveMessage } from './contract.ts';

type EventMessage = Extract<LiveMessage, { readonly type: 'event' }>;
type Text = EventMessage['text'];

const share = (confidence: number): number => Math.round(confidence * 100) / 100;

/** The words of an event that an operator follows; null for those that only the read models need. */
function toText(event: DomainEvent): Text | null {
  switch (event.type) {
    case 'item.picked':
    case 'item.put':
    case 'item.returned':
    case 'item.exited':
    case 'item.sold':
      return {
        epc: event.epc,
        gtin: event.gtin,
        zone: event.zone,
        from: event.from,
        section: event.section,
        visit: event.visit,
        confidence: share(event.confidence),
      };
    case 'footfall.counted':
      return { zone: event.zone, device: event.device, in: event.in, out: event.out };
    case 'visit.opened':
      return { visit: event.visit, by: event.by, party: event.party, identified: event.visitor === null ? 'no' : 'yes' };
    case 'visit.identified':
      // The tier is what staff may greet with; who it is stays in the ledger.
      return { visit: event.visit, tier: event.tier };
    case 'visit.closed':
      return { visit: event.visit, by: event.by, minutes: Math.max(0, Math.round((event.at - event.opened) / 60_000)) };
    case 'custody.assigned':
      return { visit: event.visit, epc: event.epc, confidence: share(event.confidence) };
    case 'custody.ended':
      return { visit: event.visit, epc: event.epc, outcome: event.outcome, confidence: share(event.confidence) };
    case 'shelf.changed':
      return {
        shelf: event.shelf,
        section: event.section,
        sku: event.sku,
        onShelf: event.onShelf,
        facings: event.facings,
        state: event.state,
      };
    case 'sale.recorded':
      return { visit: event.visit, totalMinor: event.total, lines: event.lines.length };
    case 'alert.raised':
      return {
        alert: event.alert,
        about: event.about,
        severity: event.severity,
        zone: event.zone,
        epc: event.epc,
        visit: event.visit,
        device: event.device,
        confidence: share(event.confidence),
      };
    case 'alert.cleared':
      return { alert: event.alert, because: event.because };
    case 'offer.decided':
      return event.reason === 'condition-false'
        ? null
        : {
            decision: event.decision,
            offer: event.offer,
            on: event.on,
            visit: event.visit,
            zone: event.zone,
            sku: event.sku,
            display: event.display,
            reason: event.reason,
          };
    case 'offer.shown':
      return { decision: event.decision, offer: event.offer, display: event.display, visit: event.visit };
    case 'offer.failed':
      return { decision: event.decision, offer: event.offer, display: event.display, visit: event.visit, reason: event.reason };
    case 'offer.converted':
      return { decision: event.decision, offer: event.offer, visit: event.visit, by: event.by, epc: event.epc, valueMinor: event.value };
    case 'device.online':
    case 'device.rebooted':
      return { device: event.device };
    case 'device.offline':
      return { device: event.device, because: event.because };
    case 'feedback.given':
      return { device: event.device, zone: event.zone, score: event.score, of: BEST_SCORE[event.scale] };
    case 'button.pressed':
      return { device: event.device, zone: event.zone, button: event.button };
    default:
      return null;
  }
}

/**
 * What the live feed says of an event, flat; null when operators do not follow its type. Never a visitor's pseudonym, and
 * of sales only the total: the feed may stand on a screen that customers see.
 */
export function toLiveMessage(event: DomainEvent): EventMessage | null {
  const text = toText(event);
  return text && { type: 'event', id: event.id, event: event.type, at: event.at, emittedAt: event.emittedAt, text };
}
