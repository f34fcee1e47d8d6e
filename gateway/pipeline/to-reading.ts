import type { DeviceReading } from '../../devices/kit/define-device.ts';
import { isCardTag } from '../domain/card-tag.ts';
import type { VisitorId } from '../domain/ids.ts';
import type { Reading } from '../domain/readings.ts';

/**
 * Takes cards out of the clear: a card, a receipt with a card, or a UHF tag whose EPC is a customer's GSRN becomes a reading
 * that knows a pseudonym only. Everything else passes as the same object.
 */
export function toReading(reading: DeviceReading, pseudonym: (cardId: string) => VisitorId): Reading {
  switch (reading.kind) {
    case 'tag': {
      if (!isCardTag(reading.epc)) return reading;
      const { device, at, reportedAt, receivedAt, antenna, rssi } = reading;
      return { kind: 'card', device, at, reportedAt, receivedAt, visitor: pseudonym(reading.epc), antenna, rssi };
    }
    case 'card': {
      const { card, ...rest } = reading;
      return { ...rest, visitor: pseudonym(card) };
    }
    case 'sale': {
      const { card, ...rest } = reading;
      return { ...rest, visitor: card === null ? null : pseudonym(card) };
    }
    default:
      return reading;
  }
}
