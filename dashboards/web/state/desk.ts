import type { AlertView } from '../../../gateway/http/contract.ts';
import type { AlertInboxView, InboxAlert } from '../../../gateway/http/contract-alerts.ts';
import { wanting } from '../parts/kpis.tsx';
import { postJson } from './api.ts';
import { clock, page } from './model.ts';

/** How an alert stands: going on or over, acknowledged or not, or put aside for now. */
export const STATES = ['wanting', 'seen', 'over', 'done', 'aside', 'all'] as const;
export type AlertState = (typeof STATES)[number];

export const SEVERITIES = ['critical', 'major', 'minor', 'warning'] as const satisfies readonly AlertView['severity'][];

export function stateOf(alert: InboxAlert): Exclude<AlertState, 'all'> {
  const isSeen = alert.acknowledgedAt !== null;
  if (alert.clearedAt !== null) return isSeen ? 'done' : 'over';
  if (isSeen) return 'seen';
  return wanting([alert]).length === 1 ? 'wanting' : 'aside';
}

/** What the list is narrowed to, as the address says. */
export interface Wish {
  readonly state: AlertState;
  readonly severity: string;
  readonly whose: string;
  /** An alert that is looked at: it stays in the list whatever becomes of it. */
  readonly open: string;
}

export function wishOf(query: Readonly<Record<string, string>>): Wish {
  const state = STATES.find((one) => one === query.state) ?? 'wanting';
  return { state, severity: query.severity ?? '', whose: query.whose ?? '', open: query.alert ?? '' };
}

const isWhose = ({ assignedTo }: InboxAlert, whose: string, user: string): boolean =>
  whose === 'mine' ? assignedTo === user : whose === 'nobody' ? assignedTo === null : true;

/** An alert with those that follow from it. */
export interface Rolled {
  readonly alert: InboxAlert;
  readonly followers: readonly InboxAlert[];
}

/** What is wished for, each cause once: what follows from a listed alert stands under it. */
export function rolledUp({ alerts, user }: AlertInboxView, wish: Wish): readonly Rolled[] {
  const listed = alerts.filter(
    (alert) =>
      alert.id === wish.open ||
      ((wish.state === 'all' || stateOf(alert) === wish.state) &&
        (wish.severity === '' || alert.severity === wish.severity) &&
        isWhose(alert, wish.whose, user)),
  );
  const ids = new Set(listed.map(({ id }) => id));
  const followers = Map.groupBy(alerts, ({ cause }) => cause);
  return listed
    .filter(({ id, cause }) => cause === null || !ids.has(cause) || id === wish.open)
    .map((alert) => ({ alert, followers: followers.get(alert.id) ?? [] }));
}

/** What an operator does with alerts, as the gateway's addresses name it. */
export type Deed =
  | { readonly deed: 'ack'; readonly comment?: string }
  | { readonly deed: 'assign'; readonly to: string | null }
  | { readonly deed: 'comment'; readonly text: string }
  | { readonly deed: 'shelve'; readonly until: number | null }
  | { readonly deed: 'read' };

/** Null when it is done, else why not. */
export async function arrange(ids: readonly string[], { deed, ...more }: Deed): Promise<string | null> {
  const answer = await postJson<undefined>(`/api/v1/alerts/${deed}`, { ids, ...more });
  if (answer.ok) return null;
  if (answer.status === 401) page.value = 'login';
  return answer.detail;
}

const HOUR_MS = 3_600_000;
export const SHELF_TIMES = { hour: HOUR_MS, shift: 4 * HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const;
export const shelvedFor = (name: keyof typeof SHELF_TIMES): number => clock.value + SHELF_TIMES[name];
