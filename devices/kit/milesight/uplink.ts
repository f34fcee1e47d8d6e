import type { Instant } from '../../../gateway/domain/units.ts';
import type { Decoding } from '../decoding.ts';
import type { DeviceMessage } from '../define-device.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../json.ts';
import { readVendorTime } from '../vendor-tags.ts';

/** What a network server hands over of one uplink. */
export interface Uplink {
  /** The device's bytes. Text of hex digits may also be base64: then both readings stand here, the likelier first. */
  readonly candidates: readonly Uint8Array[];
  /** When the network server received it; null when it does not say. */
  readonly reportedAt: Instant | null;
}

const BRACE = 0x7b;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const LONGEST = 512;
/** What network servers publish beside uplinks, by a key that only it has. */
const EVENTS: readonly (readonly [key: string, none: string])[] = [
  ['join_accept', 'join'],
  ['downlink_ack', 'command-reply'],
  ['downlink_nack', 'command-reply'],
  ['downlink_sent', 'command-reply'],
  ['downlink_queued', 'command-reply'],
  ['downlink_failed', 'command-reply'],
  ['location_solved', 'status'],
  ['service_data', 'status'],
  ['acknowledged', 'command-reply'],
  ['downlinkId', 'command-reply'],
  ['downlinkID', 'command-reply'],
  ['margin', 'status'],
  ['batteryLevel', 'status'],
  ['level', 'log'],
];

/**
 * The bytes of a LoRaWAN device, raw or inside the JSON of a network server: Milesight gateway, ChirpStack 3 and 4, The Things
 * Stack, ThingPark, Loriot. A text says why there are none: `join`, `status`, `command-reply`, `log`, `other-port`, `other-device`, `empty-uplink`.
 * `port` is the LoRaWAN port of sensor data, `address` the DevEUI that is meant.
 */
export function readUplink(
  message: DeviceMessage,
  decoding: Decoding,
  expected: { readonly port: number; readonly address: string },
): Uplink | string | Refusal {
  if (message.bytes[0] !== BRACE) return { candidates: [...spelledOut(message.bytes), message.bytes], reportedAt: null };
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('unknown-shape', 'expected a JSON object');
  // ThingPark puts each kind of message under a name of its own.
  const outer = isObject(json.value.DevEUI_uplink) ? json.value.DevEUI_uplink : json.value;
  if (isOtherDevice(outer, expected.address)) return 'other-device';
  const inner = isObject(outer.uplink_message) ? outer.uplink_message : outer;
  // `payload_raw` of The Things Network before version 3, `payload` of Helium, `payload_hex` of ThingPark; a decoder beside it may already have used `data`.
  const data =
    inner === outer
      ? [outer.data, outer.payload_hex, outer.payload_raw, outer.payload].find((each) => each !== undefined && !isObject(each))
      : inner.frm_payload;
  if (data === undefined || data === null || data === '') return whyWithoutData(outer, inner);
  const port = inner.f_port ?? inner.fPort ?? inner.fport ?? inner.FPort ?? outer.port;
  // A bridge may write it as text; anything else has no number, and an object could not even be asked for one.
  const number = typeof port === 'string' && /^\d{1,3}$/.test(port) ? Number(port) : port;
  if (number !== undefined && number !== expected.port)
    return typeof number === 'number' ? 'other-port' : refuse('wrong-type', 'fPort: expected a number');
  // The Things Stack writes base64 only; the others write what their operator chose.
  const candidates = typeof data === 'string' && data.length <= LONGEST ? bytesOf(data, inner === outer) : [];
  if (candidates.length === 0) return refuse('wrong-type', 'data: expected base64 or hex');
  return { candidates, reportedAt: readVendorTime(timeIn(outer, inner), decoding) };
}

/** When the network server had it, or its first gateway when the server itself says no time. */
function timeIn(outer: JsonObject, inner: JsonObject): unknown {
  const [gateway] = Array.isArray(outer.rxInfo) ? outer.rxInfo : [];
  const metadata = isObject(outer.metadata) ? outer.metadata.time : undefined;
  const heard = isObject(gateway) ? gateway.time : undefined;
  return (
    [inner.received_at, outer.received_at, outer.time, outer.publishedAt, outer.reported_at, outer.Time, outer.ts, metadata, heard].find(
      (each) => each !== undefined && each !== null && each !== '',
    ) ?? null
  );
}

/** Bytes that somebody wrote out in hex or base64: no uplink consists of nothing but such characters. */
function spelledOut(bytes: Uint8Array): readonly Uint8Array[] {
  const text = bytes.length <= LONGEST ? Buffer.from(bytes).toString('latin1').replaceAll(/\s/g, '') : '';
  return text.length >= 4 ? bytesOf(text, true) : [];
}

function bytesOf(text: string, mayBeHex: boolean): readonly Uint8Array[] {
  const isHex = mayBeHex && text.length % 2 === 0 && /^[0-9A-Fa-f]+$/.test(text);
  const base64 = BASE64.test(text) ? [Buffer.from(text, 'base64')] : [];
  return isHex ? [Buffer.from(text, 'hex'), ...base64] : base64;
}

function whyWithoutData(outer: JsonObject, inner: JsonObject): string | Refusal {
  const event = EVENTS.find(([key]) => outer[key] !== undefined);
  if (event !== undefined) return event[1];
  if (inner !== outer || inner.fCnt !== undefined || inner.fPort !== undefined) return 'empty-uplink';
  if (outer.devAddr !== undefined && (outer.deviceInfo !== undefined || outer.devEUI !== undefined)) return 'join';
  return refuse('unknown-shape', 'no uplink of a network server that is known');
}

/** True when the message names another DevEUI than the one that store.yaml gives to this device. */
function isOtherDevice(outer: JsonObject, address: string): boolean {
  const wanted = address.replace(/[^0-9A-Fa-f]/g, '').toUpperCase();
  if (wanted.length !== 16) return false;
  const ids = isObject(outer.end_device_ids) ? outer.end_device_ids.dev_eui : undefined;
  const info = isObject(outer.deviceInfo) ? outer.deviceInfo.devEui : undefined;
  const told = ids ?? info ?? outer.devEUI ?? outer.devEui ?? outer.DevEUI ?? outer.EUI;
  if (typeof told !== 'string') return false;
  const hex = told.replace(/[-: ]/g, '').toUpperCase();
  // ChirpStack 3 writes the eight bytes in base64 when its JSON is the protobuf one.
  const eui = /^[0-9A-F]{16}$/.test(hex) ? hex : Buffer.from(told, 'base64').toString('hex').toUpperCase();
  return eui.length === 16 && eui !== wanted;
}
