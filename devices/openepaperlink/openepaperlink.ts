import { z } from 'zod';
import type { DeviceCommand, Outgoing } from '../kit/command.ts';
import { accepted, isRefusal, nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { plainTextOf } from '../kit/display/plain-text.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { readLabel } from '../kit/openepaperlink/read-label.ts';
import { type DrawnText, labelPath, readLabelMac, writeDrawing } from '../kit/openepaperlink/upload.ts';
import { pickQuantities } from '../kit/quantities.ts';

const settings = z.strictObject({
  language: z.string().min(2).max(16).default('en').describe('Language of offers; the fonts of the access point have Latin letters only'),
  width: z.int().min(64).max(2_000).default(296).describe("The label's width, pixels"),
  height: z.int().min(32).max(2_000).default(128).describe("The label's height, pixels"),
});
type Context = DriverContext<z.output<typeof settings>>;

/** The access point reads one element of a drawing into 300 bytes. */
const LONGEST_TEXT = 80;
const MARGIN = 6;
const MOST_LABELS = 1_000;
/** What the access point tells besides labels. */
const OTHER_MESSAGES: ReadonlyMap<string, string> = new Map([
  ['sys', 'heartbeat'],
  ['apitem', 'status'],
  ['logMsg', 'log'],
  ['errMsg', 'log'],
  ['console', 'log'],
  ['upload', 'status'],
]);

const macOf = (mac: unknown): string | null => (typeof mac === 'string' ? readLabelMac(mac) : null);

/** By its MAC; by its alias where store.yaml names no MAC. */
function isThisLabel({ mac, alias }: JsonObject, address: string): boolean {
  const own = readLabelMac(address);
  return own === null ? alias === address : macOf(mac) === own;
}

function decode(message: DeviceMessage, { address, memory }: Context): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const decoding = startDecoding(message);
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  const { tags } = json.value;
  if (tags === undefined) {
    const kind = Object.keys(json.value).find((key) => OTHER_MESSAGES.has(key));
    return kind === undefined
      ? refuse('unknown-shape', 'neither labels nor a message of the access point')
      : nothing(decoding, OTHER_MESSAGES.get(kind) ?? '');
  }
  if (!Array.isArray(tags)) return refuse('wrong-type', 'tags: expected a list');
  if (tags.length > MOST_LABELS) return refuse('too-many', `tags: more than ${MOST_LABELS}`);
  const own = findLabel(tags, address);
  if (isRefusal(own)) return own;
  if (own === null) return nothing(decoding, 'other-label');
  const readings = readLabel(own, decoding, memory);
  if (isRefusal(readings)) return readings;
  memory.mac = macOf(own.mac);
  return accepted(decoding, readings);
}

function findLabel(tags: readonly unknown[], address: string): JsonObject | null | Refusal {
  let own: JsonObject | null = null;
  for (const tag of tags) {
    if (!isObject(tag) || typeof tag.mac !== 'string' || readLabelMac(tag.mac) === null)
      return refuse('unknown-shape', 'tags: a label without a mac');
    if (own === null && isThisLabel(tag, address)) own = tag;
  }
  return own;
}

/** Title above, text below it, the price large in the corner in the label's second colour. */
function command(order: DeviceCommand, { settings: { language, width, height }, address, memory }: Context): readonly Outgoing[] {
  const mac = readLabelMac(address) ?? (typeof memory.mac === 'string' ? memory.mac : null);
  const text = order.kind === 'show' ? plainTextOf(order, language) : null;
  if (mac === null || text === null) return [];
  const lines: DrawnText[] = [
    { x: MARGIN, y: MARGIN, text: text.title, font: 'fonts/bahnschrift20', color: 1, align: 0 },
    { x: MARGIN, y: MARGIN + 28, text: text.body, font: 'fonts/calibrib16', color: 1, align: 0 },
    { x: width - MARGIN, y: height - MARGIN - 32, text: text.price ?? '', font: 'fonts/calibrib30', color: 2, align: 2 },
  ];
  return [
    writeDrawing(
      mac,
      lines.filter((line) => line.text !== '').map((line) => ({ ...line, text: line.text.slice(0, LONGEST_TEXT) })),
    ),
  ];
}

const confirms = (order: DeviceCommand, reading: DeviceReading): boolean =>
  order.kind === 'show' && reading.kind === 'state' && reading.values.delivered === true;

const at = EXAMPLE_RECEIVED_AT;
const lastseen = at / 1_000 - 40;
const label = {
  mac: '0000021A5B3C7D01',
  hash: '00112233445566778899aabbccddeeff',
  lastseen,
  nextupdate: 0,
  nextcheckin: lastseen + 65,
  pending: 0,
  alias: 'device-1',
  contentMode: 19,
  LQI: 180,
  RSSI: -61,
  temperature: 22,
  batteryMv: 2_950,
  hwType: 1,
  wakeupReason: 0,
  ver: 39,
  updatecount: 12,
};
const values = {
  pending: 0,
  contentMode: 19,
  linkQuality: 180,
  rssiDbm: -61,
  hardwareType: 1,
  firmwareVersion: 39,
  updateCount: 12,
  batteryMv: 2_950,
};
const state = { at, reportedAt: null, kind: 'state', values: { ...values, delivered: false } };
const climate = { at: lastseen * 1_000, reportedAt: lastseen * 1_000, kind: 'climate', temperature: 22 };

/**
 * E-paper shelf labels behind an OpenEPaperLink access point, one device per label; its `address` is the label's MAC. The
 * access point takes content at once and the label fetches it at its next check-in: only then, when nothing is pending any
 * more, is it shown.
 * @see OpenEPaperLink: /jsonupload, /imgupload, /get_db, WebSocket /ws
 */
export const openepaperlink = defineDevice({
  driver: 'openepaperlink',
  family: 'display-actuator',
  role: 'display',
  vendor: 'OpenEPaperLink',
  models: ['e-paper labels behind an OpenEPaperLink access point'],
  description: 'E-paper shelf label: title, text and price, drawn by the access point; battery and temperature of the label',
  transports: ['http'],
  // A label fetches its content when it wakes up, and the access point says so only when it is asked.
  asked: {
    everyMs: 10_000,
    path(address) {
      const mac = readLabelMac(address);
      return mac === null ? null : labelPath(mac);
    },
  },
  topics: [],
  quantities: pickQuantities('temperature'),
  settings,
  decode,
  command,
  confirms,
  examples: [
    { name: 'a label that waits for nothing', payload: { tags: [label] }, readings: [state, climate] },
    {
      name: 'the label has fetched what was pending; its temperature was told before',
      before: [{ payload: { tags: [{ ...label, pending: 1 }] } }],
      payload: { tags: [label] },
      readings: [{ ...state, values: { ...values, delivered: true } }],
    },
    {
      name: 'one label among others, never seen yet, no battery known',
      payload: {
        tags: [
          { ...label, mac: '0000021A5B3C7D02', alias: 'other' },
          { mac: label.mac, alias: 'device-1', pending: 1, lastseen: 0, batteryMv: 1_337 },
        ],
        continu: 7,
      },
      readings: [{ ...state, values: { pending: 1, delivered: false } }],
    },
    { name: 'other labels only', payload: { tags: [{ ...label, alias: 'other' }] }, readings: [] },
    { name: 'the access point lives', payload: { sys: { currtime: 1_768_467_600, heap: 120_000, recordcount: 4 } }, readings: [] },
    { name: 'a line of its log', payload: { logMsg: 'new image' }, readings: [] },
    {
      name: 'a label without an identity',
      payload: { tags: [{ alias: 'device-1', pending: 0 }] },
      readings: [],
      rejected: 'unknown-shape',
    },
    { name: 'a temperature of no shop', payload: { tags: [{ ...label, temperature: 400 }] }, readings: [], rejected: 'out-of-range' },
    { name: 'an error of the access point', payload: { error: 'malformatted parameter' }, readings: [], rejected: 'unknown-shape' },
  ],
});
