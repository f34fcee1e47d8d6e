import type { Party, Person } from './people.ts';

/** Somebody with empty hands and pockets, who came through no door yet. */
export function createPerson(id: string, party: Party, purpose: Person['purpose'], size: number, position: Person['position']): Person {
  return {
    ...{ id, party, purpose, size, position },
    ...{ speed: 1.1, card: null, pocket: null, worn: [], veil: 0, held: [], hidden: new Set(), isReady: false },
    ...{ zone: null, route: [], waitUntil: 0 },
    door: { zone: '', directions: 'both', outside: position, line: position, inside: position },
  };
}
