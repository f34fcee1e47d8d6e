import type { ReplayReport } from '../../gateway/pipeline/replay-report.ts';
import type { StrangeShop } from './strange-shop.ts';
import type { Person } from './strange-stories.ts';

interface ItemLine {
  readonly at: number;
  readonly emittedAt: number;
  readonly epc: string;
  readonly type: string;
  readonly zone: string | null;
  readonly visit?: string;
  readonly confidence: number;
}

interface AlertLine {
  readonly at: number;
  readonly emittedAt: number;
  readonly type: string;
  readonly epc?: string;
  readonly confidence: number;
  readonly evidence: readonly unknown[];
  readonly clearedAt: number | null;
}

interface VisitLine {
  readonly visit: string;
  readonly start: number;
  readonly end: number | null;
  readonly zones: readonly { readonly from: number; readonly to: number | null }[];
  readonly items: readonly {
    readonly epc: string;
    readonly from: number;
    readonly to: number | null;
    readonly confidence: number;
    readonly outcome: string;
  }[];
}

const rows = <T>(lines: readonly string[]): T[] => lines.map((line) => JSON.parse(line) as T);

/** What no replay may ever say, whatever the shop: times before their cause, chances that are none, figures that do not add up. */
export function absurdities(report: ReplayReport): string[] {
  const items = rows<ItemLine>(report['items.ndjson']);
  const alerts = rows<AlertLine>(report['alerts.ndjson']);
  const visits = rows<VisitLine>(report['visits.ndjson']);
  const wrong: string[] = [];
  const chance = (value: number) => Number.isFinite(value) && value >= 0 && value <= 1;
  const last = new Map<string, ItemLine>();
  for (const line of items) {
    if (!chance(line.confidence)) wrong.push(`${line.type} ${line.epc} with confidence ${line.confidence}`);
    if (!(line.at <= line.emittedAt)) wrong.push(`${line.type} ${line.epc} was said before it happened`);
    const before = last.get(line.epc);
    if (before && before.at > line.at)
      wrong.push(`${line.epc}: ${line.type} ${before.at - line.at} ms before the ${before.type} that was said first`);
    last.set(line.epc, line);
  }
  for (const { type, confidence, evidence, at, emittedAt } of alerts) {
    if (!chance(confidence) || !(at <= emittedAt)) wrong.push(`alert ${type}: ${confidence} at ${at} said ${emittedAt}`);
    if (evidence.length === 0) wrong.push(`alert ${type} without evidence`);
  }
  const held: { epc: string; from: number; to: number; visit: string }[] = [];
  for (const visit of visits) {
    if (visit.end !== null && visit.end < visit.start) wrong.push(`visit ${visit.visit} ends before it begins`);
    for (const { from, to } of visit.zones) if (to !== null && to < from) wrong.push(`visit ${visit.visit} leaves a zone before it enters`);
    for (const { epc, from, to, confidence } of visit.items) {
      if (!chance(confidence)) wrong.push(`visit ${visit.visit} holds ${epc} with ${confidence}`);
      if (to !== null && to < from) wrong.push(`visit ${visit.visit} gives ${epc} back before it takes it`);
      held.push({ epc, from, to: to ?? Number.POSITIVE_INFINITY, visit: visit.visit });
    }
  }
  for (const [i, a] of held.entries())
    for (const b of held.slice(i + 1))
      if (a.epc === b.epc && a.from < b.to && b.from < a.to) wrong.push(`${a.epc} is held twice at once: ${a.visit}, ${b.visit}`);
  const kpis = JSON.parse(report['kpis.json'].join('')) as {
    events: Record<string, number>;
    frames: number;
    outcomes: Record<string, number>;
  };
  for (const type of ['arrived', 'moved', 'picked', 'put', 'exited', 'sold', 'departed', 'returned']) {
    const said = items.filter((line) => line.type === type).length;
    if ((kpis.events[`item.${type}`] ?? 0) !== said) wrong.push(`kpis count ${kpis.events[`item.${type}`]} ${type}, the list has ${said}`);
  }
  const frames = Object.values(kpis.outcomes).reduce((sum, count) => sum + count, 0);
  if (frames !== kpis.frames) wrong.push(`${kpis.frames} frames, but ${frames} outcomes`);
  if (/NaN|Infinity/.test(Object.values(report).flat().join(''))) wrong.push('a number that is none');
  return wrong;
}

/** What a replay of a strange shop got wrong, one sentence each; `within` is how late or early a statement may be, s. */
export function mistakes(shop: StrangeShop, report: ReplayReport, within = 60): string[] {
  const items = rows<ItemLine>(report['items.ndjson']);
  const byItem = Map.groupBy(items, ({ epc }) => epc);
  const stories = new Map(shop.people.filter(({ story }) => story !== 'looked').map((person) => [person.epc, person]));
  const wrong: string[] = [];
  let late = 0;
  for (const { epc, home } of shop.items) {
    const own = byItem.get(epc) ?? [];
    const arrivals = own.filter(({ type }) => type === 'arrived');
    if (arrivals.length !== 1 && !stories.has(epc)) late++;
    else if (arrivals.length > 1) wrong.push(`${epc} arrived ${arrivals.length} times`);
    if (arrivals[0] && arrivals[0].zone !== home) wrong.push(`rest: ${epc} arrived in ${arrivals[0].zone}, is in ${home}`);
    const person = stories.get(epc);
    const rest = own.filter(({ at, type }) => type !== 'arrived' && !(person && at > person.from - 5_000));
    for (const { type, zone, at } of rest) wrong.push(`rest: ${epc} of ${home} ${type} ${zone} at ${clock(at)}`);
    if (person) wrong.push(...storyMistakes(person, own, within * 1_000));
  }
  if (late > 0) wrong.push(`rest: ${late} items never arrived`);
  return [...wrong, ...alarmMistakes(shop, report), ...visitMistakes(shop, report)];
}

const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);

function storyMistakes(person: Person, own: readonly ItemLine[], within: number): string[] {
  const { story, picked, exited, zone } = person;
  const said = own.filter(({ type, at }) => type !== 'arrived' && at > person.from - 5_000);
  const told = said.map(({ type, at, zone: where }) => `${type} ${where} ${Math.round((at - person.from) / 1_000)}`).join(', ');
  const wrong: string[] = [];
  const miss = (what: string) =>
    wrong.push(`${story}: ${what} (${person.epc.slice(-4)} taken 60 s, end ${Math.round((person.to - person.from) / 1_000)} s; ${told})`);
  if (picked !== null && !said.some(({ type, at }) => type === 'picked' && Math.abs(at - picked) <= within)) miss('no pick');
  const exits = said.filter(({ type }) => type === 'exited');
  if (exited === null ? exits.length > 0 : exits.length !== 1 || Math.abs((exits[0]?.at ?? 0) - exited) > within)
    miss(`${exits.length} exits`);
  if (exited === null && said.at(-1)?.zone !== zone) miss(`ends in ${said.at(-1)?.zone}, is in ${zone}`);
  if (story.startsWith('bought') && story !== 'bought-gtin' && !said.some(({ type }) => type === 'sold')) miss('not sold');
  return wrong;
}

function alarmMistakes(shop: StrangeShop, report: ReplayReport): string[] {
  const alerts = rows<AlertLine>(report['alerts.ndjson']);
  const due = new Set(shop.people.filter(({ story }) => story === 'taken').map(({ epc }) => epc));
  const late = new Set(shop.people.filter(({ story }) => story === 'bought-late').map(({ epc }) => epc));
  const alarms = alerts.filter(({ type }) => type === 'unsold-exit');
  const wrong: string[] = [];
  for (const epc of due) {
    const own = alarms.filter((alarm) => alarm.epc === epc);
    if (own.length !== 1) wrong.push(`alarm: ${own.length} for a taken item ${epc.slice(-4)}`);
  }
  // A receipt that comes after its item has left clears the alarm that was raised meanwhile.
  for (const { epc, clearedAt } of alarms)
    if (epc && !due.has(epc) && !(late.has(epc) && clearedAt !== null)) wrong.push(`alarm: false for ${epc.slice(-4)}`);
  for (const { type, device } of alerts as (AlertLine & { device?: string })[])
    if (!['unsold-exit', 'exit-suspected', 'clock-skew'].includes(type)) wrong.push(`alert: ${type} ${device ?? ''}`);
  return wrong;
}

function visitMistakes(shop: StrangeShop, report: ReplayReport): string[] {
  const visits = rows<VisitLine>(report['visits.ndjson']);
  const wrong: string[] = [];
  const met = shop.people.filter((person) =>
    visits.some(({ start, end }) => overlap(person.from, person.to, start, end ?? person.to) >= 0.5),
  ).length;
  if (met !== shop.people.length) wrong.push(`visits: ${met} of ${shop.people.length} found`);
  if (visits.length !== shop.people.length) wrong.push(`visits: ${visits.length} said, ${shop.people.length} true`);
  return wrong;
}

const overlap = (from: number, to: number, start: number, end: number): number =>
  Math.max(0, Math.min(to, end) - Math.max(from, start)) / Math.max(1, Math.max(to, end) - Math.min(from, start));
