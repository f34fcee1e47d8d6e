import { jsonCardLine } from './cards/json-card-line.ts';
import { pn532 } from './cards/pn532.ts';
import { rdm6300 } from './cards/rdm6300.ts';
import { epcisCapture } from './epcis/epcis-capture.ts';
import { esphome } from './esphome/esphome.ts';
import { canonicalJson } from './generic/canonical-json.ts';
import { hikvisionPeopleCounting } from './hikvision/hikvision-people-counting.ts';
import { homie } from './homie/homie.ts';
import { ifmGate } from './ifm/ifm-gate.ts';
import { impinjIot } from './impinj/impinj-iot.ts';
import { rspController } from './intel/rsp-controller.ts';
import type { DeviceDriver } from './kit/define-device.ts';
import { llrp } from './llrp/llrp.ts';
import { milesightVs121 } from './milesight/milesight-vs121.ts';
import { milesightVs125 } from './milesight/milesight-vs125.ts';
import { milesightVs133 } from './milesight/milesight-vs133.ts';
import { milesightVs341 } from './milesight/milesight-vs341.ts';
import { milesightVs350 } from './milesight/milesight-vs350.ts';
import { milesightWs101 } from './milesight/milesight-ws101.ts';
import { milesightWs202 } from './milesight/milesight-ws202.ts';
import { milesightWs301 } from './milesight/milesight-ws301.ts';
import { opcuaAutoid } from './opcua/opcua-autoid.ts';
import { opcuaNodes } from './opcua/opcua-nodes.ts';
import { openepaperlink } from './openepaperlink/openepaperlink.ts';
import { cd5220 } from './pole/cd5220.ts';
import { led8 } from './pole/led8.ts';
import { andCas } from './scales/and-cas.ts';
import { mtSics } from './scales/mt-sics.ts';
import { nci } from './scales/nci.ts';
import { sma } from './scales/sma.ts';
import { toledo8217 } from './scales/toledo-8217.ts';
import { toledoContinuous } from './scales/toledo-continuous.ts';
import { barcodeScanner } from './scanner/barcode-scanner.ts';
import { shellyGen2 } from './shelly/shelly-gen2.ts';
import { sparkplugB } from './sparkplug/sparkplug-b.ts';
import { tasmota } from './tasmota/tasmota.ts';
import { fonkan } from './uhf/fonkan.ts';
import { hexWedge } from './uhf/hex-wedge.ts';
import { jsonEpcList } from './uhf/json-epc-list.ts';
import { mercury } from './uhf/mercury.ts';
import { metratec } from './uhf/metratec.ts';
import { r2000 } from './uhf/r2000.ts';
import { uhfreader18 } from './uhf/uhfreader18.ts';
import { uhfreader288 } from './uhf/uhfreader288.ts';
import { yrm100 } from './uhf/yrm100.ts';
import { wled } from './wled/wled.ts';
import { xovisPush } from './xovis/xovis-push.ts';
import { zebraIotc } from './zebra/zebra-iotc.ts';
import { zigbee2mqtt } from './zigbee2mqtt/zigbee2mqtt.ts';
import { zigbee2mqttBridge } from './zigbee2mqtt/zigbee2mqtt-bridge.ts';

/** Every kind of hardware that the gateway understands. A new one is one file and one line here. */
export const drivers: readonly DeviceDriver[] = [
  jsonCardLine,
  pn532,
  rdm6300,
  epcisCapture,
  esphome,
  canonicalJson,
  hikvisionPeopleCounting,
  homie,
  ifmGate,
  impinjIot,
  rspController,
  llrp,
  milesightVs121,
  milesightVs125,
  milesightVs133,
  milesightVs341,
  milesightVs350,
  milesightWs101,
  milesightWs202,
  milesightWs301,
  opcuaAutoid,
  opcuaNodes,
  openepaperlink,
  cd5220,
  led8,
  andCas,
  mtSics,
  nci,
  sma,
  toledo8217,
  toledoContinuous,
  barcodeScanner,
  shellyGen2,
  sparkplugB,
  tasmota,
  fonkan,
  hexWedge,
  jsonEpcList,
  mercury,
  metratec,
  r2000,
  uhfreader18,
  uhfreader288,
  yrm100,
  wled,
  xovisPush,
  zebraIotc,
  zigbee2mqttBridge,
  zigbee2mqtt,
];

const byName: ReadonlyMap<string, DeviceDriver> = new Map(drivers.map((driver) => [driver.driver, driver]));

/** The driver that store.yaml names; undefined for a name that nobody has. */
export const findDriver = (name: string): DeviceDriver | undefined => byName.get(name);
