import type { AlertView } from '../../http/contract.ts';

/** What decides whether one alert follows from another. */
export type Raised = Pick<AlertView, 'id' | 'type' | 'severity' | 'at' | 'clearedAt' | 'zone' | 'epc' | 'visit' | 'device'>;

const MINUTE_MS = 60_000;
/** A reader falls silent before the gateway may say so; what was noticed in that time follows from it, too. */
const BEFORE_SILENCE_MS = 10 * MINUTE_MS;
/** What goes wrong in a zone that nobody watches any more. */
const OF_ITS_ZONE: ReadonlySet<string> = new Set(['stock-disagrees', 'counter-stuck']);
const LEAVING: ReadonlySet<string> = new Set(['unsold-exit', 'exit-suspected']);
/** Items that leave in one go: in one visit, or through one door within so many ms. */
const ONE_VISIT_MS = 10 * MINUTE_MS;
const ONE_GO_MS = 30_000;
/** The same complaint of the same thing again within this is one that comes and goes. */
const AGAIN_MS = 60 * MINUTE_MS;

const RANK: Readonly<Record<AlertView['severity'], number>> = { critical: 0, major: 1, minor: 2, warning: 3 };

/**
 * The alert that each one follows from, by id; those that stand alone are absent. What follows from a silent device is rolled up under
 * it, items that leave together under the gravest of them, and a complaint that comes and goes under its newest.
 */
export function causesOf(alerts: readonly Raised[]): ReadonlyMap<string, string> {
  const byTime = alerts.toSorted((a, b) => a.at - b.at || a.id.localeCompare(b.id));
  const causes = new Map<string, string>();
  const put = (follower: Raised, leader: Raised): void => {
    if (follower !== leader && !causes.has(follower.id)) causes.set(follower.id, leader.id);
  };
  followSilence(byTime, put);
  for (const group of chains(
    byTime.filter(({ type }) => LEAVING.has(type)),
    leavingTogether,
  ))
    roll(group, gravest(group), put);
  const others = byTime.filter(({ type }) => !LEAVING.has(type));
  for (const group of chains(others, again)) roll(group, group.at(-1), put);
  return new Map([...causes.keys()].map((id) => [id, rootOf(id, causes)]));
}

type Put = (follower: Raised, leader: Raised) => void;

function followSilence(byTime: readonly Raised[], put: Put): void {
  for (const silent of byTime.filter(({ type }) => type === 'device-silent')) {
    const end = silent.clearedAt ?? Infinity;
    for (const alert of byTime) {
      if (alert.at < silent.at - BEFORE_SILENCE_MS || alert.at > end || alert.type === 'device-silent') continue;
      const isOfZone = silent.zone !== null && alert.zone === silent.zone && OF_ITS_ZONE.has(alert.type);
      if (alert.device === silent.device || isOfZone) put(alert, silent);
    }
  }
}

function roll(group: readonly Raised[], leader: Raised | undefined, put: Put): void {
  if (leader !== undefined) for (const alert of group) put(alert, leader);
}

const gravest = (group: readonly Raised[]): Raised | undefined =>
  group.toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || a.at - b.at)[0];

const leavingTogether = (a: Raised, b: Raised): boolean =>
  (a.visit !== null && a.visit === b.visit && b.at - a.at <= ONE_VISIT_MS) ||
  (a.epc !== null && a.epc === b.epc && b.at - a.at <= ONE_VISIT_MS) ||
  (a.zone !== null && a.zone === b.zone && b.at - a.at <= ONE_GO_MS);

const again = (a: Raised, b: Raised): boolean =>
  a.type === b.type && a.device === b.device && a.zone === b.zone && a.epc === b.epc && b.at - a.at <= AGAIN_MS;

/** How far back in a list a partner may stand: alerts that come thicker than this are rolled up through their neighbours. */
const LOOK_BACK = 40;

/** Groups of alerts, each of which belongs to one before it. */
function chains(byTime: readonly Raised[], belong: (earlier: Raised, later: Raised) => boolean): readonly (readonly Raised[])[] {
  const groups: Raised[][] = [];
  const groupOf = new Map<Raised, Raised[]>();
  byTime.forEach((alert, i) => {
    const partner = byTime.slice(Math.max(0, i - LOOK_BACK), i).findLast((earlier) => belong(earlier, alert));
    const group = (partner && groupOf.get(partner)) ?? [];
    if (group.length === 0) groups.push(group);
    group.push(alert);
    groupOf.set(alert, group);
  });
  return groups;
}

/** The end of the way from cause to cause; a way that comes back to itself ends where it began to. */
function rootOf(id: string, causes: ReadonlyMap<string, string>): string {
  const passed = new Set([id]);
  let root = id;
  for (let next = causes.get(root); next !== undefined && !passed.has(next); next = causes.get(root)) {
    passed.add(next);
    root = next;
  }
  return root;
}
