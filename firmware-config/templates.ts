import { canonical } from './canonical.ts';
import { esphome } from './esphome.ts';
import { httpPush } from './http-push.ts';
import { impinj } from './impinj.ts';
import { llrp } from './llrp.ts';
import { lorawan } from './lorawan.ts';
import { mosquittoBridge } from './mosquitto-bridge.ts';
import { opcua } from './opcua.ts';
import { serialLine } from './serial-line.ts';
import { shelly } from './shelly.ts';
import { tasmota } from './tasmota.ts';
import type { FirmwareTemplate } from './template.ts';
import { wled } from './wled.ts';
import { zebra } from './zebra.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

/** Every family of hardware whose settings can be written. */
export const templates: readonly FirmwareTemplate[] = [
  canonical,
  esphome,
  httpPush,
  impinj,
  llrp,
  lorawan,
  mosquittoBridge,
  opcua,
  serialLine,
  shelly,
  tasmota,
  wled,
  zebra,
  zigbee2mqtt,
];

/** The template for a driver: its own, that of serial lines for devices on a stream, else the settings of any device on MQTT. */
export function templateFor(driver: string, isOnStream: boolean): FirmwareTemplate {
  return templates.find(({ drivers }) => drivers.includes(driver)) ?? (isOnStream ? serialLine : canonical);
}
