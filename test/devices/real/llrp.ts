import { expect } from 'vitest';
import { readCapabilities } from '../../../devices/kit/llrp/capabilities.ts';
import { readMessages, writeMessage } from '../../../devices/kit/llrp/message.ts';
import { MESSAGE } from '../../../devices/kit/llrp/numbers.ts';
import { readReaderEvents } from '../../../devices/kit/llrp/reader-events.ts';
import { type RoSpec, readRoSpec, writeRoSpec } from '../../../devices/kit/llrp/ro-spec.ts';
import { readStatus } from '../../../devices/kit/llrp/status.ts';
import { llrp } from '../../../devices/llrp/llrp.ts';
import { type Sample, sampleBytes } from '../../support/corpus.ts';
import { defineFamily } from '../../support/real-messages.ts';

/** The messages of a sample; a bare report body is none. */
function messagesOf(sample: Sample) {
  const messages = readMessages(sampleBytes(sample));
  return typeof messages === 'string' ? [] : messages;
}

/** Facts of a whole message that no reading carries: its head, its status, what the reader can. */
const ofMessage = (sample: Sample) => messagesOf(sample)[0];
const body = (sample: Sample): Uint8Array => ofMessage(sample)?.body ?? new Uint8Array(0);
function capabilitiesOf(sample: Sample) {
  const capabilities = readCapabilities(body(sample));
  if (typeof capabilities === 'string') throw new Error(capabilities);
  return capabilities;
}
const powersOf = (sample: Sample): number[] => capabilitiesOf(sample).powers.map(({ dbm }) => dbm);
const eventsOf = (sample: Sample) => {
  const told = readReaderEvents(body(sample));
  if (typeof told === 'string') throw new Error(told);
  return told;
};

export const family = defineFamily({
  family: 'llrp',
  driverOf: () => ({ driver: llrp }),
  outgoing(sample) {
    expect(sample.expected).toMatchObject({
      message_type: MESSAGE.ADD_ROSPEC,
      meaning: 'ADD_ROSPEC id 1, start immediate, stop after 3000 ms, antenna 1, C1G2 session 1, tag population 1',
    });
    // What its meaning says; the name of its radio settings and its mode stand in the bytes only.
    const spec: RoSpec = {
      id: 1,
      start: 'immediate',
      stopAfterMs: 3_000,
      antennas: [1],
      inventoryId: 1_234,
      session: 1,
      population: 1,
      mode: 0,
      transmitter: null,
      report: null,
    };
    expect(readRoSpec(body(sample))).toEqual(spec);
    return writeMessage(MESSAGE.ADD_ROSPEC, Number(sample.expected.message_id), writeRoSpec(spec));
  },
  factOf: {
    messages: (_, sample) => messagesOf(sample).length,
    message_ids: (_, sample) => [messagesOf(sample)[0]?.id, messagesOf(sample).at(-1)?.id],
    message_id: (_, sample) => ofMessage(sample)?.id,
    // A bare body has no head that could say it.
    message_type: (_, sample) => ofMessage(sample)?.type ?? MESSAGE.RO_ACCESS_REPORT,
    status_code: (_, sample) => readStatus(body(sample))?.code,
    status: (_, sample) =>
      sample.expected.event === 'connection_attempt'
        ? eventsOf(sample).events.map((event) => (event.event === 'connection-attempt' && event.outcome === 0 ? 'success' : ''))[0]
        : readStatus(body(sample))?.name,
    event: (_, sample) => eventsOf(sample).events[0]?.event.replace('-', '_'),
    timestamp_us: (_, sample) => eventsOf(sample).utcMicros,
    antennas: (_, sample) => capabilitiesOf(sample).antennas,
    manufacturer_pen: (_, sample) => capabilitiesOf(sample).maker,
    model(readings, sample) {
      expect(readings).toMatchObject([{ kind: 'info', model: `Impinj Speedway R220 (${String(sample.expected.model)})` }]);
      return capabilitiesOf(sample).model;
    },
    firmware: (readings) => readings.map((reading) => (reading.kind === 'info' ? reading.firmware : null))[0],
    tx_power_entries: (_, sample) => powersOf(sample).length,
    tx_power_min_dbm: (_, sample) => Math.min(...powersOf(sample)),
    tx_power_max_dbm: (_, sample) => Math.max(...powersOf(sample)),
  },
});
