import type { Client } from 'aedes';
import { isUnder } from './mqtt-topic.ts';

const CACHED_TOPICS = 4_096;

/**
 * Knows whether anybody could want a topic: subscribers that are here, and sessions that wait for theirs. Readings mostly
 * have no subscriber at all, and not sending those through aedes' matching and queues is most of what ingestion saves.
 */
export function createInterests() {
  const present = new Map<Client, Set<string>>();
  const kept = new Map<string, Set<string>>();
  const answers = new Map<string, boolean>();

  function isWantedBy(sets: Iterable<Set<string>>, topic: string): boolean {
    for (const filters of sets) for (const filter of filters) if (isUnder(topic, filter)) return true;
    return false;
  }

  return {
    /** Goes on with what the session of this client id kept; a clean start ends that session. */
    join(client: Client): void {
      answers.clear();
      const filters = (client.clean ? undefined : kept.get(client.id)) ?? new Set<string>();
      present.set(client, filters);
      if (client.clean) kept.delete(client.id);
      else kept.set(client.id, filters);
    },
    /** The connection is gone; what its session keeps stays. */
    leave(client: Client): void {
      answers.clear();
      present.delete(client);
    },
    add(client: Client, filter: string): void {
      answers.clear();
      present.get(client)?.add(filter);
    },
    remove(client: Client, filters: readonly string[]): void {
      answers.clear();
      for (const filter of filters) present.get(client)?.delete(filter);
    },
    filters: (client: Client): ReadonlySet<string> => present.get(client) ?? new Set(),
    isWanted(topic: string): boolean {
      const known = answers.get(topic);
      if (known !== undefined) return known;
      const isWanted = isWantedBy(present.values(), topic) || isWantedBy(kept.values(), topic);
      if (answers.size >= CACHED_TOPICS) answers.clear();
      answers.set(topic, isWanted);
      return isWanted;
    },
  };
}
export type Interests = ReturnType<typeof createInterests>;
