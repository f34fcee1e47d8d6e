import type { PublishPacket } from 'aedes';

type Session = { readonly id: string } | { readonly clientId: string };
/** The part of aedes' persistence that grows with what devices send. */
export interface SessionStore {
  storeRetained(packet: PublishPacket): Promise<void>;
  outgoingEnqueue(session: Session, packet: PublishPacket): Promise<void>;
  outgoingEnqueueCombi(sessions: readonly Session[], packet: PublishPacket): Promise<void>;
  outgoingClearMessageId(
    session: { readonly id: string },
    packet: { readonly messageId?: number | undefined },
  ): Promise<PublishPacket | undefined>;
  incomingGetPacket(session: { readonly id: string }, packet: { readonly messageId?: number | undefined }): Promise<PublishPacket>;
}

interface SessionBounds {
  readonly retained: number;
  readonly queued: number;
  /** Called with `retained-full` (the message was passed on, not kept) or `queue-full` (the oldest one went). */
  readonly onOverflow: (reason: 'retained-full' | 'queue-full', clientId: string, topic: string) => void;
}

/** aedes keeps retained messages and the queues of absent subscribers without an end; this puts one to both, in place. */
export function boundSessions(store: SessionStore, bounds: SessionBounds): void {
  const { storeRetained, outgoingEnqueue, outgoingEnqueueCombi, outgoingClearMessageId } = bindAll(store);
  const retained = new Set<string>();
  const queued = new Map<string, number>();

  async function clear(session: { readonly id: string }, packet: { readonly messageId?: number | undefined }) {
    const cleared = await outgoingClearMessageId(session, packet);
    const count = queued.get(session.id) ?? 0;
    if (cleared && count > 1) queued.set(session.id, count - 1);
    else if (cleared) queued.delete(session.id);
    return cleared;
  }
  /** False when there is no room: all that waits was sent and not acknowledged. aedes then cuts the subscriber off. */
  async function makeRoom(session: Session, topic: string): Promise<boolean> {
    const id = 'id' in session ? session.id : session.clientId;
    if ((queued.get(id) ?? 0) >= bounds.queued) {
      bounds.onOverflow('queue-full', id, topic);
      // Without a message id: the first that was never sent, which is the oldest.
      if (!(await clear({ id }, { messageId: undefined }))) return false;
    }
    queued.set(id, (queued.get(id) ?? 0) + 1);
    return true;
  }

  Object.assign(store, {
    async storeRetained(packet: PublishPacket) {
      if (packet.payload.length === 0) retained.delete(packet.topic);
      else if (retained.size < bounds.retained) retained.add(packet.topic);
      else if (!retained.has(packet.topic)) return bounds.onOverflow('retained-full', '', packet.topic);
      await storeRetained(packet);
    },
    async outgoingEnqueue(session: Session, packet: PublishPacket) {
      if (await makeRoom(session, packet.topic)) await outgoingEnqueue(session, packet);
    },
    async outgoingEnqueueCombi(sessions: readonly Session[], packet: PublishPacket) {
      const withRoom: Session[] = [];
      for (const session of sessions) if (await makeRoom(session, packet.topic)) withRoom.push(session);
      await outgoingEnqueueCombi(withRoom, packet);
    },
    outgoingClearMessageId: clear,
  });
}

const bindAll = (store: SessionStore) => ({
  storeRetained: store.storeRetained.bind(store),
  outgoingEnqueue: store.outgoingEnqueue.bind(store),
  outgoingEnqueueCombi: store.outgoingEnqueueCombi.bind(store),
  outgoingClearMessageId: store.outgoingClearMessageId.bind(store),
});
