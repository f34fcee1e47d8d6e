import type { StateReported } from '../../../gateway/domain/readings.ts';
import { type Decoding, sensed } from '../decoding.ts';
import { isObject, type JsonObject } from '../json.ts';
import { readVendorTime } from '../vendor-tags.ts';

type Values = Record<string, string | number | boolean>;

/** No reader has more ports. */
const MOST_PORTS = 64;
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

/** Management events of a Zebra reader: inputs and outputs, heartbeats, health reports without an envelope, a sled's battery. */
export function zebraHealth(envelope: JsonObject, decoding: Decoding): StateReported | null {
  const values: Values = {};
  const { type } = envelope;
  const data = isObject(envelope.data) ? envelope.data : envelope;
  if ((type === 'gpi' || type === 'gpo') && isPort(data.pin)) {
    if (data.state === 'HIGH' || data.state === 'LOW') values[`${type}${data.pin}`] = data.state === 'HIGH';
  }
  if (isObject(data.radio_control)) readRadio(data.radio_control, values);
  if (isObject(data.system) && isObject(data.system.temperature)) {
    put(values, 'ambientTemperatureC', data.system.temperature.ambient);
    put(values, 'amplifierTemperatureC', data.system.temperature.pa);
  }
  if (isObject(data.batteryAlert)) {
    put(values, 'batteryPct', data.batteryAlert.chargePercentage);
    put(values, 'batteryHealth', data.batteryAlert.stateOfHealth);
  }
  if (isObject(data.inventoryStatus)) put(values, 'inventory', data.inventoryStatus.rfidStatus);
  return toState(values, envelope.timestamp, decoding);
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
