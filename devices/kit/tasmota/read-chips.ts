import { grams } from '../../../gateway/domain/units.ts';
import { warn } from '../decoding.ts';
import type { DriverMemory } from '../define-device.ts';
import type { JsonObject } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { camelKey } from '../telemetry/names.ts';
import { gramsOfKg, isSettled } from '../telemetry/settling.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { readCardText, tellCard } from '../telemetry/told-card.ts';
import { spelledNumber } from '../vendor-tags.ts';

export interface ChipOptions {
  /** `TempUnit` of the message. */
  readonly isFahrenheit: boolean;
  readonly channel: string;
  readonly stableWithinG: number;
  readonly memory: DriverMemory;
}

/** Counts of the converter behind which a weight of 0 is not an empty pan but one that is told in whole kilograms. */
const COARSE_RAW = 1_000;
/** What power meters measure, with units; the rest of their totals is of no use to a shop. */
const METER_KEYS: ReadonlyMap<string, string> = new Map([
  ['Power', 'power W'],
  ['Voltage', 'voltage V'],
  ['Current', 'current A'],
  ['Total', 'energy Kwh'],
]);
/** Other quantities of the chips, with the units in which Tasmota tells them when nothing was changed. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['Pressure', 'PressureHpa'],
  ['SeaPressure', 'SeaPressureHpa'],
  ['DewPoint', 'DewPointC'],
  ['CarbonDioxide', 'Co2Ppm'],
  ['eCO2', 'Eco2Ppm'],
  ['Noise', 'NoiseDb'],
]);
function celsiusOf(told: unknown, isFahrenheit: boolean): unknown {
  const value = spelledNumber(told);
  return isFahrenheit && typeof value === 'number' ? Math.round(((value - 32) * 5_000) / 9) / 1_000 : value;
}

/**
 * One sensor of a SENSOR message, by what it tells and not by its name: `"AM2301":{"Temperature":20.6,"Humidity":48}`. Chips
 * that read cards give the card and nothing else: what stands in a card's memory is nobody's business.
 */
export function readChip(name: string, chip: JsonObject, telemetry: Telemetry, options: ChipOptions): void {
  if (chip.UID !== undefined) readCard(name, chip.UID, telemetry);
  else if (chip.Weight !== undefined) readWeight(chip, telemetry, { ...options, channel: channelOf(name, options.channel) });
  else if (name === 'ENERGY') readMeter(chip, telemetry);
  else for (const [key, value] of Object.entries(chip)) readQuantity(name, key, value, telemetry, options);
}

/** Meters of several phases or outlets tell a list. */
function readMeter(chip: JsonObject, telemetry: Telemetry): void {
  for (const [key, as] of METER_KEYS) {
    const value = chip[key];
    const [quantity = '', unit = ''] = as.split(' ');
    if (!Array.isArray(value)) telemetry.state(`${quantity}${unit}`, value);
    else for (const [index, each] of value.entries()) telemetry.state(`${quantity}${index + 1}${unit}`, each);
  }
}

function readQuantity(name: string, key: string, value: unknown, telemetry: Telemetry, { isFahrenheit }: ChipOptions): void {
  const quantity = key.replace(/\d+$/, '');
  // The processor's own warmth says nothing about the shop.
  if (quantity === 'Temperature' && name === 'ESP32') telemetry.state('chipTemperatureC', celsiusOf(value, isFahrenheit));
  else if (quantity === 'Temperature') telemetry.measure('temperature', celsiusOf(value, isFahrenheit), camelKey(name, `${key}C`));
  else if (quantity === 'Humidity') telemetry.measure('humidity', value, camelKey(name, `${key}Pct`));
  else if (quantity === 'Illuminance') telemetry.measure('illuminanceLux', value, camelKey(name, `${key}Lux`));
  else if (typeof value === 'number' || typeof value === 'boolean')
    telemetry.state(camelKey(name, quantity === 'Distance' ? distanceKey(name, key) : (UNITS.get(key) ?? key)), value);
  // The serial number of a probe.
  else if (key !== 'Id') telemetry.unknown();
}

/** Laser sensors tell millimetres, ultrasonic ones centimetres. */
const distanceKey = (name: string, key: string): string => `${key}${name.startsWith('VL53') || name.startsWith('TOF') ? 'Mm' : 'Cm'}`;

/** RDM6300, PN532, RC522 ...: hex of 4 to 10 bytes. */
function readCard(name: string, uid: unknown, telemetry: Telemetry): void {
  const card = readCardText(uid);
  if (card === null) telemetry.fail('wrong-type', 'UID: expected hex of 4 to 10 bytes');
  else tellCard(card, telemetry, !name.startsWith('RDM'));
}

/** Several load cells of one node are numbered (`HX711-2`): the first one keeps the name that store.yaml gives. */
function channelOf(name: string, channel: string): string {
  const number = /-(\d{1,2})$/.exec(name)?.[1] ?? '1';
  return number === '1' ? channel : number;
}

/** HX711: kilograms, whole ones until `WeightRes` says otherwise. */
function readWeight(chip: JsonObject, telemetry: Telemetry, { channel, stableWithinG, memory }: ChipOptions): void {
  const { WeightRaw: raw } = chip;
  const kg = spelledNumber(chip.Weight);
  if (kg === null) return;
  if (typeof kg !== 'number') {
    telemetry.fail('wrong-type', 'Weight: expected a number');
    return;
  }
  const weight = gramsOfKg(kg);
  if (!isInRange(weight, QUANTITIES.grams)) {
    telemetry.fail('out-of-range', `Weight: outside ${QUANTITIES.grams.min} to ${QUANTITIES.grams.max} g`);
    return;
  }
  const isCoarse = kg === 0 && typeof raw === 'number' && Math.abs(raw) >= COARSE_RAW;
  if (isCoarse) warn(telemetry.decoding, 'coarse-resolution');
  const settled = isSettled(memory, channel, weight, stableWithinG);
  telemetry.add({ kind: 'weight', channel, grams: grams(weight), stable: settled && !isCoarse });
}
