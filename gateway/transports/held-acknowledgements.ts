import type { IPublishPacket, MqttClient } from 'mqtt';
import type { Intake } from '../pipeline/frame.ts';
import { isUnder } from './mqtt-topic.ts';

/** Messages that may be on their way to disk at once; the broker's own window is usually smaller (Mosquitto: 20). */
const WINDOW = 256;

/**
 * Takes the acknowledgement out of mqtt.js' hands. It hands over one message at a time and sends the PUBACK when told that
 * one is done, which would give every message a disk sync of its own. So it is told "not done, go on" (an error: no PUBACK,
 * next message), and the PUBACK is written here when the frame is on disk, on the connection that brought it. A frame that
 * cannot be stored ends the connection. Topics that are not asked for (an older configuration's subscriptions live on in
 * the session) are counted and acknowledged.
 */
export function acknowledgeWhenStored(
  client: MqttClient,
  options: {
    readonly intake: Intake;
    readonly topics: readonly string[];
    readonly onStored: () => void;
    readonly onRefused: (problem: string) => void;
  },
): void {
  const { intake, onStored, onRefused } = options;
  const heldBack = new Error('acknowledged when stored');
  const filters = options.topics.map((topic) => topic.replace(/^\$share\/[^/]+\//, ''));
  const waiting: (() => void)[] = [];
  let underWay = 0;

  async function store(packet: IPublishPacket): Promise<void> {
    const { stream } = client;
    const bytes = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const isCurrent = (): boolean => stream === client.stream && !stream.destroyed;
    try {
      await intake.accept({ transport: 'mqtt-external', source: '', topic: packet.topic, bytes, repeated: packet.dup });
    } catch (error) {
      // The rest of the window fails with it: one end of the connection is enough.
      if (!isCurrent()) return;
      onRefused(error instanceof Error ? error.message : String(error));
      stream.destroy();
      return;
    }
    onStored();
    if (packet.qos === 1 && packet.messageId !== undefined && isCurrent()) stream.write(puback(packet.messageId));
  }

  client.handleMessage = (packet, next) => {
    if (!filters.some((filter) => isUnder(packet.topic, filter))) {
      intake.refuse('foreign-topic', '', packet.topic, Buffer.from(packet.payload));
      return next();
    }
    const goOn = (): void => next(heldBack);
    underWay += 1;
    if (underWay < WINDOW) goOn();
    else waiting.push(goOn);
    void store(packet).finally(() => {
      underWay -= 1;
      waiting.shift()?.();
    });
  };
}

const puback = (messageId: number): Buffer => Buffer.from([0x40, 2, messageId >> 8, messageId & 0xff]);
