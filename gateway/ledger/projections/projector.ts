import type { DatabaseSync } from 'node:sqlite';
import type { DomainEvent } from '../../domain/events.ts';

/**
 * Keeps one read model up to date. Called once per event, in the order of ids, inside the commit's transaction; what it
 * leaves behind depends on the events alone, never on how they were grouped or when. Events of no concern are passed over.
 */
export type Projector = (event: DomainEvent) => void;

/** Prepares the statements of a projector on a connection. */
export type ProjectorFactory = (db: DatabaseSync) => Projector;
