import { EXAMPLE_RECEIVED_AT } from '../example-time.ts';

const time = '2026-01-15T09:00:00.250000Z';
/** The DevEUI of all examples. */
const EUI = '24e124000000000a';

/** Bytes of an uplink as hex. */
export const uplink = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const base64 = (hex: string): string => Buffer.from(uplink(hex)).toString('base64');

/** The same uplink as each network server wraps it. */
export const fromGateway = (hex: string) => ({
  applicationID: 1,
  devEUI: EUI,
  deviceName: 'sensor',
  fCnt: 7,
  fPort: 85,
  time,
  data: base64(hex),
});
export const fromGatewayInHex = (hex: string) => ({ devEUI: EUI, fPort: 85, data: hex.replaceAll(' ', '') });
export const fromChirpStack = (hex: string) => ({
  time,
  deviceInfo: { devEui: EUI, deviceName: 'sensor' },
  devAddr: '00000001',
  fCnt: 7,
  fPort: 85,
  data: base64(hex),
});
export const fromThingsStack = (hex: string) => ({
  end_device_ids: { device_id: 'sensor', dev_eui: EUI.toUpperCase() },
  received_at: time,
  uplink_message: { f_port: 85, f_cnt: 7, frm_payload: base64(hex), received_at: time },
});
export const chirpStackJoin = { time, deviceInfo: { devEui: EUI }, devAddr: '00000001' };

/** The start of a reading that carries the network server's time ... */
export const stamped = { at: EXAMPLE_RECEIVED_AT - 750, reportedAt: EXAMPLE_RECEIVED_AT - 750 };
/** ... and of one from bare bytes. */
export const unstamped = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
