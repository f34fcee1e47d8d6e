import { describe, expect, it } from 'vitest';
import { jsonCardLine } from '../../../devices/cards/json-card-line.ts';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { bytesOf, cardsOf, createListener, readStream } from '../../support/listener.ts';

const CARD = '3B00BEEF42';
const line = JSON.stringify({ message: 'rfid_card', rfid_hex: `${CARD}28`, rfid: 0xbeef42 });

describe('json-card-line', () => {
  it('hears a card wherever the stream is cut, whatever ends the line', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const bytes = bytesOf(`${line}${end}`);
      for (let cut = 0; cut <= bytes.length; cut++) {
        const listener = createListener(jsonCardLine);
        const outcomes = [listener.hear(bytes.subarray(0, cut)), listener.hear(bytes.subarray(cut))];
        expect(outcomes.flatMap(cardsOf)).toEqual([CARD]);
      }
    }
  });

  it('loses a line that broke off and no other', () => {
    const outcome = readStream(jsonCardLine, `${line.slice(0, 30)}\n${line}\n`);
    expect(cardsOf(outcome)).toEqual([CARD]);
    expect(outcome.refused).toEqual(['not-json']);
  });

  it('says the same over MQTT as on a line', () => {
    const [said] = jsonCardLine.encode?.(readStream(jsonCardLine, `${line}\n`).readings, asId<DeviceId>('door-3')) ?? [];
    expect(said?.topic).toBe('door-3/card');
    expect(Buffer.from(said?.bytes ?? []).toString()).toBe(`${line}\n`);
    const message = {
      device: asId<DeviceId>('door-3'),
      topic: 'door-3/card',
      bytes: said?.bytes ?? bytesOf(''),
      receivedAt: EXAMPLE_RECEIVED_AT,
    };
    expect(jsonCardLine.decode(message, freshContext(jsonCardLine))).toMatchObject({ ok: true, readings: [{ card: CARD }] });
  });

  it('wants one card behind both numbers, in either size', () => {
    const say = (rfid: unknown) => readStream(jsonCardLine, `${JSON.stringify({ rfid_hex: CARD, rfid })}\n`);
    for (const rfid of [0xbeef42, 0x00beef42, String(0xbeef42), null]) expect(cardsOf(say(rfid))).toEqual([CARD]);
    for (const rfid of [0xbeef43, '', 'x', -1, {}, true]) expect(say(rfid)).toEqual({ readings: [], none: [], refused: ['bad-checksum'] });
  });

  it('counts keys that it does not know', () => {
    const bytes = bytesOf(JSON.stringify({ rfid_hex: CARD, battery: 3 }));
    const message = { device: asId<DeviceId>('device-1'), topic: '', bytes, receivedAt: EXAMPLE_RECEIVED_AT };
    expect(jsonCardLine.decode(message, freshContext(jsonCardLine))).toMatchObject({ ok: true, unknownKeys: 1 });
  });
});
