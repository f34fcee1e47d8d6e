import type { Intake } from '../pipeline/frame.ts';
import type { TransportLog } from './transport-log.ts';

/** Frames on their way to the disk; OPC UA cannot be told to wait, so beyond it they are refused and counted. */
const MAX_WAITING = 5_000;
/** As for every transport. */
const MAX_BYTES = 65_536;

interface FrameOptions {
  readonly device: string;
  readonly topic: string;
  readonly statusTopic: string;
  readonly infoTopic: string;
  readonly intake: Intake;
  readonly log: TransportLog;
}

/** Hands frames over in the order in which they came. What cannot be stored is counted, since the server does not keep it. */
export function createOpcuaFrames({ device, topic, statusTopic, infoTopic, intake, log }: FrameOptions) {
  let waiting = 0;

  function accept(to: string, json: unknown): void {
    const bytes = Buffer.from(JSON.stringify(json));
    if (bytes.length > MAX_BYTES || waiting >= MAX_WAITING) {
      intake.refuse(bytes.length > MAX_BYTES ? 'too-large' : 'overload', device, to, bytes.subarray(0, 256));
      return;
    }
    waiting += 1;
    intake
      .accept({ transport: 'opcua', source: device, topic: to, bytes, repeated: false })
      .catch((error: unknown) => {
        log.warn({ device, problem: error instanceof Error ? error.message : 'unknown' }, 'a frame of OPC UA could not be stored');
        intake.refuse('not-stored', device, to, bytes);
      })
      .finally(() => {
        waiting -= 1;
      });
  }

  return {
    data: (json: unknown): void => accept(topic, json),
    status: (isOnline: boolean): void => accept(statusTopic, { state: isOnline ? 'online' : 'offline' }),
    info: (json: object): void => accept(infoTopic, json),
    strange: (what: string): void => intake.refuse(what, device, topic, Buffer.alloc(0)),
  };
}
