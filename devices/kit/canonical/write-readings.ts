import type { TagRead } from '../../../gateway/domain/readings.ts';
import type { DeviceReading } from '../define-device.ts';
import type { JsonObject } from '../json.ts';
import type { ChannelIn } from '../topics.ts';

/** Tag reads per message: about 10 KiB. */
const READS_PER_MESSAGE = 100;

export interface CanonicalMessage {
  readonly channel: ChannelIn;
  readonly payload: unknown;
}

/** The messages that say these readings in canonical JSON, in order: neighbouring tag reads share one, all else has its own. */
export function writeReadings(readings: readonly DeviceReading[]): readonly CanonicalMessage[] {
  const messages: CanonicalMessage[] = [];
  let reads: JsonObject[] = [];
  const flush = () => {
    if (reads.length > 0) messages.push({ channel: 'reads', payload: reads.length === 1 ? reads[0] : { reads } });
    reads = [];
  };
  for (const reading of readings) {
    if (reading.kind === 'tag') {
      reads.push(writeTag(reading));
      if (reads.length === READS_PER_MESSAGE) flush();
    } else {
      flush();
      messages.push({ channel: CHANNEL_OF[reading.kind], payload: { ...writeOther(reading), ...time(reading) } });
    }
  }
  flush();
  return messages;
}

const CHANNEL_OF = {
  card: 'card',
  weight: 'weight',
  count: 'count',
  presence: 'presence',
  climate: 'climate',
  button: 'button',
  sale: 'sale',
  status: 'status',
  state: 'state',
  info: 'info',
  ack: 'ack',
} as const satisfies Record<Exclude<DeviceReading['kind'], 'tag'>, ChannelIn>;

const time = ({ reportedAt }: DeviceReading): JsonObject => (reportedAt === null ? {} : { at: reportedAt });

const writeTag = (read: TagRead): JsonObject => ({
  epc: read.epc,
  ...(read.antenna === 0 ? {} : { ant: read.antenna }),
  ...(read.rssi === null ? {} : { rssi: read.rssi }),
  ...time(read),
  ...(read.tid === null ? {} : { tid: read.tid }),
  ...(read.count === 1 ? {} : { count: read.count }),
  ...(read.detail?.phaseDeg === undefined ? {} : { phase: read.detail.phaseDeg }),
  ...(read.detail?.dopplerHz === undefined ? {} : { doppler: read.detail.dopplerHz }),
});

function writeOther(reading: Exclude<DeviceReading, TagRead>): JsonObject {
  switch (reading.kind) {
    case 'card':
      return { card: reading.card };
    case 'weight':
      return { channel: reading.channel, grams: reading.grams, stable: reading.stable };
    case 'count': {
      const line = reading.line === '' ? {} : { line: reading.line };
      return reading.form === 'total'
        ? { ...line, totalIn: reading.in, totalOut: reading.out }
        : { ...line, in: reading.in, out: reading.out };
    }
    case 'presence':
      return reading.counted ? { people: reading.people } : { occupied: reading.people > 0 };
    case 'climate':
      return {
        ...(reading.temperature === undefined ? {} : { temperatureC: reading.temperature }),
        ...(reading.humidity === undefined ? {} : { humidityPct: reading.humidity }),
        ...(reading.illuminanceLux === undefined ? {} : { illuminanceLux: reading.illuminanceLux }),
        ...(reading.doorOpen === undefined ? {} : { doorOpen: reading.doorOpen }),
      };
    case 'button':
      return { button: reading.button };
    case 'sale': {
      const lines = reading.lines.map(({ epc, gtin, quantity, amount }) => ({
        ...(epc === null ? {} : { epc }),
        ...(gtin === null ? {} : { gtin }),
        qty: quantity,
        amountMinor: amount,
      }));
      return { id: reading.sale, lines, ...(reading.card === null ? {} : { card: reading.card }), currency: reading.currency };
    }
    case 'status':
      return { state: reading.online ? 'online' : 'offline', ...(reading.boot === null ? {} : { boot: reading.boot }) };
    case 'state':
      return reading.values;
    case 'info': {
      const { model, serial, firmware, address } = reading;
      return { model, serial, firmware, address };
    }
    case 'ack':
      return { id: reading.command, result: reading.result, ...(reading.visible === undefined ? {} : { visibleMs: reading.visible }) };
  }
}
