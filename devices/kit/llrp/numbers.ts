/** Message types. @see LLRP 1.0.1, 16.1; 1.1 adds the two about its version */
export const MESSAGE = {
  GET_READER_CAPABILITIES: 1,
  SET_READER_CONFIG: 3,
  CLOSE_CONNECTION_RESPONSE: 4,
  GET_READER_CAPABILITIES_RESPONSE: 11,
  SET_READER_CONFIG_RESPONSE: 13,
  CLOSE_CONNECTION: 14,
  ADD_ROSPEC: 20,
  DELETE_ROSPEC: 21,
  START_ROSPEC: 22,
  STOP_ROSPEC: 23,
  ENABLE_ROSPEC: 24,
  ADD_ROSPEC_RESPONSE: 30,
  DELETE_ROSPEC_RESPONSE: 31,
  START_ROSPEC_RESPONSE: 32,
  STOP_ROSPEC_RESPONSE: 33,
  ENABLE_ROSPEC_RESPONSE: 34,
  RO_ACCESS_REPORT: 61,
  KEEPALIVE: 62,
  READER_EVENT_NOTIFICATION: 63,
  ENABLE_EVENTS_AND_REPORTS: 64,
  KEEPALIVE_ACK: 72,
  ERROR_MESSAGE: 100,
  CUSTOM_MESSAGE: 1023,
} as const;

/** Answers to commands; ERROR_MESSAGE and CUSTOM_MESSAGE stand apart. */
const RESPONSES: ReadonlySet<number> = new Set([4, 11, 12, 13, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57]);
/** What a client says. */
const COMMANDS: ReadonlySet<number> = new Set([1, 2, 3, 14, 20, 21, 22, 23, 24, 25, 26, 40, 41, 42, 43, 44, 45, 46, 47, 60, 64, 72]);

export const isResponse = (type: number): boolean => RESPONSES.has(type);
export const isCommand = (type: number): boolean => COMMANDS.has(type);
/** False for numbers that no version of the protocol gives to a message: what stands there is no header. */
export const isMessageType = (type: number): boolean =>
  RESPONSES.has(type) || COMMANDS.has(type) || (type >= 61 && type <= 63) || type === 100 || type === 1_023;

/** Parameter types: below 128 the short form (TV), from 128 on with a length (TLV). @see LLRP 1.0.1, 16.2 */
export const PARAMETER = {
  ANTENNA_ID: 1,
  FIRST_SEEN_UTC: 2,
  FIRST_SEEN_UPTIME: 3,
  LAST_SEEN_UTC: 4,
  LAST_SEEN_UPTIME: 5,
  PEAK_RSSI: 6,
  CHANNEL_INDEX: 7,
  TAG_SEEN_COUNT: 8,
  C1G2_PC: 12,
  EPC_96: 13,
  UTC_TIMESTAMP: 128,
  UPTIME: 129,
  GENERAL_DEVICE_CAPABILITIES: 137,
  REGULATORY_CAPABILITIES: 143,
  UHF_BAND_CAPABILITIES: 144,
  TRANSMIT_POWER_LEVEL: 145,
  FREQUENCY_INFORMATION: 146,
  FREQUENCY_HOP_TABLE: 147,
  FIXED_FREQUENCY_TABLE: 148,
  RO_SPEC: 177,
  RO_BOUNDARY_SPEC: 178,
  RO_SPEC_START_TRIGGER: 179,
  RO_SPEC_STOP_TRIGGER: 182,
  AI_SPEC: 183,
  AI_SPEC_STOP_TRIGGER: 184,
  INVENTORY_PARAMETER_SPEC: 186,
  KEEPALIVE_SPEC: 220,
  ANTENNA_CONFIGURATION: 222,
  RF_TRANSMITTER: 224,
  RO_REPORT_SPEC: 237,
  TAG_REPORT_CONTENT_SELECTOR: 238,
  TAG_REPORT_DATA: 240,
  EPC_DATA: 241,
  READER_EVENT_NOTIFICATION_SPEC: 244,
  EVENT_NOTIFICATION_STATE: 245,
  READER_EVENT_NOTIFICATION_DATA: 246,
  GPI_EVENT: 248,
  BUFFER_LEVEL_WARNING: 250,
  BUFFER_OVERFLOW: 251,
  READER_EXCEPTION: 252,
  ANTENNA_EVENT: 255,
  CONNECTION_ATTEMPT: 256,
  CONNECTION_CLOSE: 257,
  STATUS: 287,
  C1G2_INVENTORY_COMMAND: 330,
  C1G2_RF_CONTROL: 335,
  C1G2_SINGULATION_CONTROL: 336,
  CUSTOM: 1_023,
} as const;

/** Private enterprise number of Impinj, whose extensions tell signal and phase finer than the standard. */
export const IMPINJ = 25_882;
/** Subtypes of Impinj's custom parameters and messages. @see Impinj Octane LLRP, vendor extensions */
export const IMPINJ_SUBTYPE = {
  ENABLE_EXTENSIONS: 21,
  TAG_REPORT_CONTENT_SELECTOR: 50,
  ENABLE_PHASE: 52,
  ENABLE_PEAK_RSSI: 53,
  SERIALIZED_TID: 55,
  PHASE: 56,
  PEAK_RSSI: 57,
  DOPPLER: 68,
} as const;
