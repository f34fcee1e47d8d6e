import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceOutput } from '../../simulators/devices/message.ts';
import type { Truth } from '../../simulators/truth/lines.ts';
import { demoLayout, preset, runAll, START, scenario, simulate } from './support.ts';

interface SaleMessage {
  readonly id: string;
  readonly lines: readonly { readonly epc?: string; readonly gtin?: string; readonly qty: number; readonly amountMinor: number }[];
}

describe('the truth of an hour of rush', () => {
  let truth: Truth;
  let messages: DeviceOutput[];
  let sales: SaleMessage[];
  beforeAll(() => {
    // Few reads: the truth does not hang on what readers hear.
    const simulation = simulate({ scenario: scenario('rush-hour'), preset: preset('realistic', { readsPerSecond: 3 }) });
    messages = runAll(simulation);
    truth = simulation.truth();
    sales = messages
      .filter(({ topic }) => topic.endsWith('/till/sale'))
      .map(({ payloadBytes }) => JSON.parse(Buffer.from(payloadBytes).toString()) as SaleMessage);
  });

  it('has people of every kind', () => {
    expect(truth.kpis.visits).toBeGreaterThan(20);
    expect(truth.kpis.people).toBeGreaterThan(truth.kpis.visits ?? 0);
    expect(truth.kpis.identifiedVisits).toBeGreaterThan(3);
    expect(truth.kpis.itemsBought).toBeGreaterThan(10);
    expect(truth.kpis.itemsReturned).toBeGreaterThan(5);
    expect(truth.kpis.itemsTaken).toBeGreaterThan(0);
  });

  it('has a receipt for everything bought, by its EPC or by its product', () => {
    const sold = truth.items.filter((item) => item.type === 'sold').length;
    const quantity = sales.flatMap((sale) => sale.lines).reduce((sum, line) => sum + line.qty, 0);
    expect(quantity).toBe(sold);
    const byEpc = new Set(sales.flatMap((sale) => sale.lines.map((line) => line.epc)).filter((epc) => epc !== undefined));
    const bought = truth.visits.flatMap((visit) => visit.items).filter((item) => item.outcome === 'bought');
    const named = bought.filter((item) => byEpc.has(item.epc)).length;
    expect(named).toBeGreaterThan(bought.length * 0.6);
    expect(named).toBeLessThan(bought.length);
    for (const epc of byEpc) expect(truth.items.some((item) => item.type === 'sold' && item.epc === epc)).toBe(true);
  });

  it('adds the receipts up to the revenue', () => {
    const total = sales.flatMap((sale) => sale.lines).reduce((sum, line) => sum + line.amountMinor, 0);
    expect(total).toBe(truth.kpis.revenueMinor);
  });

  it('lets stolen goods leave without a receipt, each with an alarm that should have been raised', () => {
    const taken = truth.visits
      .flatMap((visit) => visit.items.map((item) => ({ ...item, visit: visit.visit })))
      .filter((item) => item.outcome === 'taken');
    expect(taken.length).toBeGreaterThan(0);
    const alarms = truth.alerts.filter((alert) => alert.type === 'unsold-exit');
    expect(alarms.map((alert) => `${alert.visit} ${alert.epc}`).sort()).toEqual(taken.map((item) => `${item.visit} ${item.epc}`).sort());
    for (const { epc } of taken) {
      expect(truth.items.some((item) => item.type === 'sold' && item.epc === epc)).toBe(false);
      expect(truth.items.some((item) => item.type === 'exited' && item.epc === epc)).toBe(true);
    }
  });

  it('follows each item without a gap: taken before put, gone after the exit', () => {
    for (const [epc, events] of Map.groupBy(truth.items, (item) => item.epc)) {
      let isHeld = false;
      let isGone = false;
      for (const { type } of events) {
        expect(isGone, epc).toBe(false);
        if (type === 'picked') expect(isHeld, epc).toBe(false);
        if (type !== 'picked' && type !== 'arrived') expect(isHeld, `${epc} ${type}`).toBe(true);
        if (type === 'picked') isHeld = true;
        if (type === 'put' || type === 'arrived') isHeld = false;
        if (type === 'exited') isGone = true;
      }
    }
  });

  it('has every item arrive once: the stock count at the beginning, new goods when they are put', () => {
    const arrivals = truth.items.filter((item) => item.type === 'arrived');
    expect(new Set(arrivals.map(({ epc }) => epc)).size).toBe(arrivals.length);
    expect(arrivals.filter(({ at }) => at === START)).toHaveLength(demoLayout().items.length);
    expect(arrivals.length).toBeGreaterThan(demoLayout().items.length);
  });

  it('counts heads in and out and ends with nobody or those still inside', () => {
    const counted = truth.footfall.filter((line) => line.type === 'count');
    const inside = counted.reduce((sum, line) => sum + line.in - line.out, 0);
    const open = truth.visits.filter((visit) => visit.end === null).reduce((sum, visit) => sum + visit.party, 0);
    expect(inside).toBe(open);
    expect(counted.reduce((sum, line) => sum + line.in, 0)).toBe(truth.kpis.people);
  });

  it('keeps the zones of a visit inside the visit and without holes in time', () => {
    for (const visit of truth.visits) {
      for (const [index, stay] of visit.zones.entries()) {
        expect(stay.from).toBeGreaterThanOrEqual(visit.start);
        expect(stay.to ?? stay.from).toBeLessThanOrEqual(visit.end ?? Number.POSITIVE_INFINITY);
        const next = visit.zones[index + 1];
        if (next) expect(next.from).toBe(stay.to);
      }
    }
  });

  it('never names a card, which devices do', () => {
    const cards = messages
      .filter(({ topic }) => topic.endsWith('/card'))
      .map(({ payloadBytes }) => JSON.parse(Buffer.from(payloadBytes).toString()).card as string);
    expect(cards.length).toBeGreaterThan(0);
    const told = JSON.stringify(truth);
    for (const card of cards) expect(told).not.toContain(card);
  });

  it('shows on the shelves what was taken and put', () => {
    const facings = Map.groupBy(truth.shelves, (line) => `${line.section} ${line.sku}`);
    expect(facings.size).toBeGreaterThanOrEqual(60);
    for (const lines of facings.values()) {
      for (const [index, line] of lines.entries()) {
        const before = lines[index - 1];
        if (!before) continue;
        expect(Math.abs(line.onShelf + line.misplaced - before.onShelf - before.misplaced)).toBe(1);
      }
    }
  });

  it('knows where each item is at any time: in a hand from the pick to the put, nowhere after the exit', () => {
    const places = Map.groupBy(truth.places, (line) => line.epc);
    expect(places.size).toBe(new Set(truth.items.map(({ epc }) => epc)).size);
    for (const { at, epc, type, zone, visit } of truth.items) {
      // Several lines of one moment: the last counts.
      const place = places.get(epc)?.findLast((line) => line.at <= at);
      if (type === 'picked') expect(place, epc).toMatchObject({ held: true, ...(visit === undefined ? {} : { visit }) });
      if (type === 'put' || type === 'arrived') expect(place, epc).toMatchObject({ held: false, zone });
      if (type === 'exited') expect(place, epc).toMatchObject({ zone: null, visit });
    }
    for (const lines of places.values()) {
      for (const [index, line] of lines.entries()) {
        const before = lines[index - 1];
        if (!before) continue;
        expect(line.at).toBeGreaterThanOrEqual(before.at);
        expect(before.zone, line.epc).not.toBeNull();
        if (!line.held && !before.held) throw new Error(`${line.epc} moved by itself`);
      }
    }
  });

  it('tells of a move only where goods stay, in the hand or laid down', () => {
    const places = Map.groupBy(truth.places, (line) => line.epc);
    const moves = truth.items.filter(({ type }) => type === 'moved');
    expect(moves.length).toBeGreaterThan(50);
    for (const { epc, at, zone } of moves) {
      const after = (places.get(epc) ?? []).filter((line) => line.at > at);
      const until = after.findIndex((line) => line.zone !== zone);
      const stay = until < 0 ? after : after.slice(0, until);
      const isLaidDown = stay.some((line) => !line.held);
      const lasts = (after[until]?.at ?? Number.POSITIVE_INFINITY) - at;
      expect(isLaidDown || lasts >= 10_000, `${epc} at ${at}, ${lasts} ms`).toBe(true);
    }
    for (const [epc, lines] of Map.groupBy(truth.items, (line) => line.epc)) {
      for (const [index, line] of lines.entries()) {
        if (line.type === 'put' && lines[index - 1]?.type === 'picked') expect(lines[index - 1]?.zone, epc).toBe(line.zone);
      }
    }
  });

  it('says of each visit who walked together and who took what', () => {
    for (const { visit, party, items, members } of truth.visits) {
      expect(
        members?.reduce((sum, { people }) => sum + people, 0),
        visit,
      ).toBe(party);
      expect(members?.flatMap((member) => member.items).sort(), visit).toEqual(items.map(({ epc }) => epc).sort());
    }
  });
});
