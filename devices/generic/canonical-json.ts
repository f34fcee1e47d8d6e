import { canonicalExamples } from '../kit/canonical/examples.ts';
import { readAck, readInfo, readState, readStatus } from '../kit/canonical/read-device.ts';
import { readSale } from '../kit/canonical/read-sale.ts';
import { readButton, readCard, readClimate, readCount, readPresence, readWeight } from '../kit/canonical/read-sensors.ts';
import { readTags } from '../kit/canonical/read-tags.ts';
import { writeReadings } from '../kit/canonical/write-readings.ts';
import { accepted, type Decoding, isRefusal, nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, defineDevice } from '../kit/define-device.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { CHANNELS_IN, type ChannelIn, fillTopic, lastLevel } from '../kit/topics.ts';

const READERS: Readonly<Record<Exclude<ChannelIn, 'reads'>, (raw: JsonObject, decoding: Decoding) => DeviceReading | Refusal>> = {
  status: readStatus,
  info: readInfo,
  card: readCard,
  weight: readWeight,
  count: readCount,
  presence: readPresence,
  climate: readClimate,
  button: readButton,
  sale: readSale,
  ack: readAck,
  state: readState,
};

const READER_OF: ReadonlyMap<string, (raw: JsonObject, decoding: Decoding) => DeviceReading | Refusal> = new Map(Object.entries(READERS));

/** The last level of the topic names the channel, the channel names the form. */
function decode(message: DeviceMessage): Decoded {
  const channel = lastLevel(message.topic);
  const read = READER_OF.get(channel);
  if (read === undefined && channel !== 'reads')
    return refuse('unknown-channel', `no channel ends the topic; channels: ${CHANNELS_IN.join(', ')}`);
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const decoding = startDecoding(message);
  if (read === undefined) {
    const reads = readTags(json.value, decoding);
    if (isRefusal(reads)) return reads;
    return reads.length === 0 ? nothing(decoding, 'keep-alive') : accepted(decoding, reads);
  }
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  const reading = read(json.value, decoding);
  return isRefusal(reading) ? reading : accepted(decoding, [reading]);
}

const TOPIC = 'aisle/v1/{store}/{device}';

/** Our own JSON: what hardware speaks when its maker or installer can choose. Displays and actuators answer in it too. */
export const canonicalJson = defineDevice({
  driver: 'canonical-json',
  family: 'canonical-json',
  role: 'any',
  vendor: 'Silent Aisle',
  models: ['any device with the canonical topics'],
  description: 'Canonical JSON over MQTT or HTTP: readers, card readers, scales, counters, sensors, tills, displays, actuators',
  transports: ['mqtt', 'http'],
  topics: CHANNELS_IN.map((channel) => `${TOPIC}/${channel}`),
  quantities: pickQuantities(
    'antenna',
    'rssi',
    'count',
    'detail.phaseDeg',
    'detail.dopplerHz',
    'grams',
    'in',
    'out',
    'people',
    'temperature',
    'humidity',
    'illuminanceLux',
    'lines.quantity',
    'lines.amount',
    'visible',
    'boot',
  ),
  decode,
  encode: (readings, device) =>
    writeReadings(readings).map(({ channel, payload }) => ({
      topic: fillTopic(`${TOPIC}/${channel}`, { store: '{store}', device }),
      bytes: Buffer.from(JSON.stringify(payload)),
    })),
  examples: canonicalExamples,
});
