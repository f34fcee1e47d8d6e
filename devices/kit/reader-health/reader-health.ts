import type { StateReported, StatusReported } from '../../../gateway/domain/readings.ts';
import { type Decoding, sensed } from '../decoding.ts';
import { isObject, type JsonObject } from '../json.ts';
import { readVendorTime } from '../vendor-tags.ts';

type Values = Record<string, string | number | boolean>;

/** No reader has more ports. */
const MOST_PORTS = 64;
/** Inputs or outputs of a fixed reader; a state has room for no more than 32 values. */
const MOST_PINS = 8;
const isPort = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_PORTS;

function put(values: Values, key: string, value: unknown): void {
  const isText = typeof value === 'string' && value !== '' && value.length <= 64;
  if (isText || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) values[key] = value;
}

/** What a reader says of itself for the health page; null when there is nothing in it. The time is read only then. */
function toState(values: Values, timestamp: unknown, decoding: Decoding): StateReported | null {
  if (Object.keys(values).length === 0) return null;
  return { ...sensed(decoding, readVendorTime(timestamp, decoding)), kind: 'state', values };
}

/** Events of an Impinj reader beside tag reads: antennas, inputs, the state of the inventory, reads that its buffer lost. */
export function impinjHealth(event: JsonObject, decoding: Decoding): StateReported | null {
  const values: Values = {};
  for (const [key, isConnected] of [
    ['antennaConnectedEvent', true],
    ['antennaDisconnectedEvent', false],
  ] as const) {
    const antenna = event[key];
    if (isObject(antenna) && isPort(antenna.antennaPort)) values[`antenna${antenna.antennaPort}Connected`] = isConnected;
  }
  const { gpiTransitionEvent: input, inventoryStatusEvent: inventory, overflowEvent: overflow } = event;
  if (isObject(input) && isPort(input.gpi) && typeof input.transition === 'string')
    values[`gpi${input.gpi}`] = input.transition.endsWith('high');
  if (isObject(inventory)) put(values, 'inventory', inventory.status ?? inventory.inventoryStatus);
  if (isObject(overflow)) put(values, 'readsLost', overflow.eventsPurged);
  return toState(values, event.timestamp, decoding);
}

/** The birth and the last will of a sled; null for every other event. Its time is only the hour of the day. */
export function zebraConnection({ connectionState }: JsonObject, decoding: Decoding): StatusReported | null {
  if (connectionState !== 'CONNECTED' && connectionState !== 'DISCONNECTED') return null;
  return { ...sensed(decoding, null), kind: 'status', online: connectionState === 'CONNECTED', boot: null };
}

/** Management events of a Zebra reader: inputs and outputs, heartbeats, health reports without an envelope, a sled's battery. */
export function zebraHealth(envelope: JsonObject, decoding: Decoding): StateReported | null {
  const values: Values = {};
  const { type } = envelope;
  const data = isObject(envelope.data) ? envelope.data : envelope;
  if (type === 'gpi' || type === 'gpo') readPin(type, data.pin, data.state, values);
  if (isObject(data.radio_control)) readRadio(data.radio_control, values);
  if (isObject(data.system)) readSystem(data.system, values);
  if (isObject(data.batteryAlert)) {
    put(values, 'batteryPct', data.batteryAlert.chargePercentage);
    put(values, 'batteryHealth', data.batteryAlert.stateOfHealth);
  }
  if (isObject(data.inventoryStatus)) put(values, 'inventory', data.inventoryStatus.rfidStatus);
  return toState(values, envelope.timestamp, decoding);
}

function readPin(kind: 'gpi' | 'gpo', pin: unknown, state: unknown, values: Values): void {
  const level = typeof state === 'string' ? state.toUpperCase() : null;
  const port = typeof pin === 'string' ? Number(pin) : pin;
  if (isPort(port) && (level === 'HIGH' || level === 'LOW')) values[`${kind}${port}`] = level === 'HIGH';
}

function readSystem({ temperature, GPI, GPO }: JsonObject, values: Values): void {
  if (isObject(temperature)) {
    put(values, 'ambientTemperatureC', temperature.ambient);
    put(values, 'amplifierTemperatureC', temperature.pa);
  }
  for (const [kind, pins] of [
    ['gpi', GPI],
    ['gpo', GPO],
  ] as const) {
    if (isObject(pins)) for (const [pin, state] of Object.entries(pins).slice(0, MOST_PINS)) readPin(kind, pin, state, values);
  }
}

/** How many antennas the map has depends on the model, so those that are there and those that are not are named. */
function readRadio(radio: JsonObject, values: Values): void {
  if (isObject(radio.antennas)) {
    const ports = Object.entries(radio.antennas).slice(0, MOST_PORTS);
    const named = (wanted: string): string =>
      ports
        .filter(([port, state]) => state === wanted && /^\d{1,2}$/.test(port))
        .map(([port]) => port)
        .join(' ');
    put(values, 'antennasConnected', named('connected'));
    put(values, 'antennasDisconnected', named('disconnected'));
  }
  put(values, 'radio', radio.radioConnection);
  put(values, 'inventory', radio.radioActivity);
  put(values, 'uptime', radio.uptime);
}
