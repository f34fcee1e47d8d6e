/** Operational failures: a stable code, what it means for HTTP, and what the operator does next. Bugs are not listed here. */
export const ERRORS = {
  CONFIG_INVALID: { status: 400, next: 'Correct the lines named above; `aisle check-config FILE` checks again.' },
  CONFIG_MISSING: { status: 400, next: 'Name the file with --config, or run `aisle demo` for the bundled shop.' },
  JOURNAL_UNAVAILABLE: {
    status: 503,
    next: 'Check that the data folder is writable and its disk has space; devices repeat what was not acknowledged.',
  },
  JOURNAL_CORRUPT: { status: 500, next: 'The damaged part was skipped and counted; check the disk.' },
  JOURNAL_KEY_WRONG: { status: 500, next: 'Put the journal key that belongs to this data folder back in place.' },
  KEY_INVALID: {
    status: 500,
    next: 'Put the right key back, or remove the file to have a new one made: pseudonyms then change, and an old journal cannot be read.',
  },
  LEDGER_NEWER: { status: 500, next: 'This data folder was written by a newer version: install that version, or restore a backup.' },
  AUDIT_BROKEN: {
    status: 500,
    next: 'Somebody or something changed the ledger: keep a copy of the data folder, compare with the last export and backup.',
  },
  LEDGER_UNAVAILABLE: { status: 503, next: 'Check the disk of the data folder, then start again.' },
  DATA_DIR_LOCKED: { status: 500, next: 'Another gateway uses this data folder: stop it, or name another folder with --data.' },
  PORT_IN_USE: { status: 500, next: 'Stop the other program, or change the port in store.yaml.' },
  BROKER_UNREACHABLE: { status: 503, next: 'Check broker.url and the credentials; the gateway keeps trying.' },
  INFLUX_REJECTED: { status: 502, next: 'Check outputs.influx: bucket, organisation and token.' },
  INFLUX_UNREACHABLE: { status: 503, next: 'Points wait in the outbox until InfluxDB answers; nothing is lost.' },
  RECEIVER_UNREACHABLE: { status: 503, next: 'Events wait in the outbox until the receiver answers; nothing is lost.' },
  RECEIVER_REFUSED: {
    status: 502,
    next: 'Check the address and the secret of the receiver, and what it says; its events wait, and what it refused can be sent again.',
  },
  GATEWAY_UNREACHABLE: { status: 503, next: 'Start the gateway, or name its address with --url.' },
  DEVICE_UNKNOWN: { status: 404, next: 'Add the device to store.yaml, or correct its id.' },
  DEVICE_UNREACHABLE: { status: 503, next: 'Check cable, power and the address in store.yaml; the gateway keeps trying.' },
  DEVICE_REFUSED: {
    status: 502,
    next: 'The device answered and said no: check its own settings, and what store.yaml allows to be written.',
  },
  CONFIG_READ_ONLY: { status: 409, next: 'Let the gateway write store.yaml and its folder, or change the file by hand.' },
  FILE_CHANGED: { status: 412, next: 'Load it again and make the change anew: somebody else saved in the meantime.' },
  NOT_FOUND: { status: 404, next: 'Check the id; lists are under the same path without it.' },
  NOT_LOGGED_IN: { status: 401, next: 'Open a fresh login link: `aisle user link`.' },
  FORBIDDEN: { status: 403, next: 'Ask an administrator for the right.' },
  LOGIN_INVALID: { status: 401, next: 'The link was used before or is too old: `aisle user link` makes a fresh one.' },
  DEVICE_CREDENTIAL_INVALID: { status: 401, next: 'Send the device id with its secret; `aisle device rotate DEVICE` makes a new one.' },
  CROSS_SITE: { status: 403, next: 'Open the dashboard under its own address and try again.' },
  READ_ONLY: { status: 403, next: 'Log in with a link of `aisle user link` that was made without --read-only.' },
  METHOD_NOT_ALLOWED: { status: 405, next: 'Use one of the methods named in the Allow header.' },
  REQUEST_TIMEOUT: { status: 408, next: 'Send the whole request without pauses.' },
  TOO_LARGE: { status: 413, next: 'Send less at once; messages may hold 64 KiB.' },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, next: 'Send application/json.' },
  TOO_MANY_REQUESTS: { status: 429, next: 'Wait as long as the Retry-After header says.' },
  HEADERS_TOO_LARGE: { status: 431, next: 'Send fewer or shorter headers.' },
  INPUT_INVALID: { status: 400, next: 'Correct what is named; `errors` lists the fields of a request.' },
  RECORDING_INVALID: { status: 400, next: 'Each line must be {"receivedAt","topic","payload"}; see docs/recordings.md.' },
  DASHBOARD_NOT_BUILT: { status: 503, next: 'Run `npm run build`.' },
} as const satisfies Record<string, { status: number; next: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** A failure that an operator can act on. Told apart by `code`, never by its text. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, context: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.context = context;
  }

  get next(): string {
    return ERRORS[this.code].next;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

export const isGatewayError = (error: unknown, code?: ErrorCode): error is GatewayError =>
  error instanceof GatewayError && (code === undefined || error.code === code);
