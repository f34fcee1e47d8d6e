import type { Instant } from '../../../gateway/domain/units.ts';
import { type Channel, type ChannelTable, channel, lineOf, type Told } from './channels.ts';

/** Nothing to take over. */
const silent = (size: number): Channel => channel(size, () => undefined);

const hexOf = (data: DataView): string => Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex').toUpperCase();
const serial = (size: number): Channel =>
  channel(size, (data, told) => {
    told.info.serial = hexOf(data);
  });

/** Two bytes are hex digits (`01 10` = 1.10), four are decimal numbers. */
const firmware = (size: 2 | 4): Channel =>
  channel(size, (data, told) => {
    const parts = Array.from({ length: size }, (_, index) => data.getUint8(index).toString(size === 2 ? 16 : 10));
    told.info.firmware = parts.join('.');
  });

/** What a device says of itself when it has joined: version, serial number, class, reset, switched on. */
const DEVICE_CHANNELS: readonly (readonly [number, Channel])[] = [
  [0xff01, silent(1)],
  [0xff08, serial(6)],
  [0xff09, silent(2)],
  [0xff0a, firmware(2)],
  [
    0xff0b,
    channel(1, (_, told) => {
      told.poweredOn = true;
    }),
  ],
  [0xff0f, silent(1)],
  [0xff16, serial(8)],
  [0xff1f, firmware(4)],
  [0xfffe, silent(1)],
  [0xffff, silent(2)],
];

/** Charge in percent; a device on external power says more than 100, which is no charge. */
export const battery = channel(1, (data, told) => {
  const percent = data.getUint8(0);
  if (percent <= 100) told.state.batteryPct = percent;
});

/** Tenths of a degree Celsius. */
export const temperature = channel(2, (data, told) => readTemperature(data, told));

export function readTemperature(data: DataView, told: Told): boolean | undefined {
  const celsius = data.getInt16(0, true) / 10;
  if (celsius < -60 || celsius > 100) return false;
  told.climate.temperature = celsius;
  return undefined;
}

/** Half percents of relative humidity. */
export const humidity = channel(1, (data, told) => {
  const percent = data.getUint8(0) / 2;
  if (percent > 100) return false;
  told.climate.humidity = percent;
  return undefined;
});

/** A byte that is 0 or 1. */
export const flag = (take: (isSet: boolean, told: Told) => void): Channel =>
  channel(1, (data, told) => {
    const value = data.getUint8(0);
    if (value > 1) return false;
    take(value === 1, told);
    return undefined;
  });

/** 0 closed, 1 open. */
export const magnet = flag((isSet, told) => {
  told.climate.doorOpen = isSet;
});
/** 0 installed, 1 taken off: the vendor's table and decoder; one printed example contradicts them. */
export const tamper = flag((isSet, told) => {
  told.state.tamper = isSet;
});
export const occupied = flag((isSet, told) => {
  told.occupied = isSet;
});
export const daylight = flag((isSet, told) => {
  told.state.daylight = isSet;
});

/** In and out of a line, two numbers of 16 bits; `behind` bytes of an alarm stand behind them. */
export const lineCount = (of: 'totals' | 'periods', line: string, behind = 0): Channel =>
  channel(4 + behind, (data, told) => {
    const count = lineOf(told[of], line);
    count.in = data.getUint16(0, true);
    count.out = data.getUint16(2, true);
  });

/** Epoch seconds of the device's clock. */
export const clock = channel(4, (data, told) => {
  told.deviceTime = (data.getUint32(0, true) * 1_000) as Instant;
});

/** A record of the past, sent again because nobody acknowledged it: counted, never taken for now. */
export const history = (size: Channel['size']): Channel =>
  channel(size, (_, told) => {
    told.history++;
  });

/** A history record whose size depends on the type byte behind the four bytes of time: `00:9 01:13` (hex type, size in bytes). */
export const historyByType = (sizes: string): Channel => {
  const byType = new Map(readSizes(sizes));
  return history((rest) => (rest.byteLength < 5 ? 5 : (byType.get(rest.getUint8(4)) ?? null)));
};

/** `03:2 10:1`: a number (hex) and how many bytes belong to it. */
function* readSizes(sizes: string): Iterable<readonly [type: number, size: number]> {
  for (const pair of sizes.split(' ')) {
    const [type = '', size = ''] = pair.split(':');
    if (type !== '') yield [Number.parseInt(type, 16), Number(size)];
  }
}

const reply = (size: number): Channel =>
  channel(size, (_, told) => {
    told.replies++;
  });

/**
 * The table of a model: its own channels by number and type (`05cc`), what every model says of itself, and its replies: the
 * settings that it repeats to say that it obeyed, by number and size.
 * `extended` are replies behind F8 (with a result byte) and F9 (without).
 */
export function channelTable(own: Readonly<Record<string, Channel>>, replies: string, extended = ''): ChannelTable {
  const table = new Map<number, Channel>();
  for (const [type, size] of readSizes(replies)) {
    table.set(0xfe00 | type, reply(size));
    table.set(0xff00 | type, reply(size));
  }
  for (const [type, size] of readSizes(extended)) {
    table.set(0xf800 | type, reply(size + 1));
    table.set(0xf900 | type, reply(size));
  }
  for (const [id, known] of DEVICE_CHANNELS) table.set(id, known);
  for (const [id, known] of Object.entries(own)) table.set(Number.parseInt(id, 16), known);
  return table;
}
