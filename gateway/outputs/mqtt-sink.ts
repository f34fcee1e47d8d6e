import type { Delivery, WaitingRow } from './drain.ts';
import type { Publication } from './publication.ts';

export interface MqttSinkOptions {
  /** Resolves when the broker has taken the message. */
  readonly publish: (topic: string, payload: string, options: { readonly qos: 0 | 1; readonly retain: boolean }) => Promise<void>;
  readonly gatewayTopic: (...levels: readonly string[]) => string;
  /** The shelf's stock as it is now, for its retained state; null for a shelf that is gone. */
  readonly stockOf: (shelf: string) => Promise<unknown>;
}

/** Publishes outbox rows: what the gateway tells of itself. */
export function createMqttSink({ publish, gatewayTopic, stockOf }: MqttSinkOptions) {
  async function tell(body: Publication): Promise<void> {
    if (body.kind === 'shelf') {
      await publish(gatewayTopic('shelf', body.shelf, 'stock'), JSON.stringify(await stockOf(body.shelf)), { qos: 1, retain: true });
      return;
    }
    const payload = body.payload === null ? '' : JSON.stringify(body.payload);
    await publish(gatewayTopic(...body.levels), payload, { qos: 1, retain: body.kind === 'state' });
  }

  return {
    publications: (rows: readonly WaitingRow[]) => inOrder(rows, (body) => tell(body as Publication)),
  };
}

/** One after another; the first that fails, and all behind it, stay in the outbox. */
async function inOrder(rows: readonly WaitingRow[], send: (body: unknown) => Promise<void>): Promise<Delivery> {
  const delivered: number[] = [];
  try {
    for (const row of rows) {
      await send(row.body);
      delivered.push(row.id);
    }
  } catch {
    // The broker is away; what was not delivered is tried again and shows as waiting.
  }
  return { delivered, failed: [] };
}
