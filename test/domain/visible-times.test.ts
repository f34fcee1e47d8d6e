import { describe, expect, it } from 'vitest';
import type { Fact } from '../../gateway/domain/events.ts';
import { asId, type CommandId, type DeviceId, type OfferId } from '../../gateway/domain/ids.ts';
import { createVisibleTimes } from '../../gateway/domain/offers/visible-times.ts';
import type { CommandAcknowledged } from '../../gateway/domain/readings.ts';
import { instant, milliseconds } from '../../gateway/domain/units.ts';

const shown: Fact = {
  type: 'offer.shown',
  at: instant(1_000),
  decision: asId<CommandId>('d-1'),
  offer: asId<OfferId>('tea'),
  display: asId<DeviceId>('screen'),
  visit: null,
  unit: { by: 'slot', id: 'screen@0' },
  bill: null,
};
const ack = (
  at: number,
  visible: number | null,
  result: CommandAcknowledged['result'] = 'shown',
  command = 'd-1',
): CommandAcknowledged => ({
  kind: 'ack',
  device: asId('screen'),
  at: instant(at),
  reportedAt: instant(at),
  receivedAt: instant(at),
  command: asId(command),
  result,
  ...(visible === null ? {} : { visible: milliseconds(visible) }),
});

function open(saved?: unknown) {
  const said: Fact[] = [];
  const plays = createVisibleTimes((fact) => said.push(fact), saved);
  return {
    said,
    plays,
    prove() {
      plays.heard?.(shown);
      plays.on.ack?.(ack(1_000, 1_016));
    },
  };
}

describe('for how long an offer was seen', () => {
  it('is said once, by the answer at its end, not by the one that proves it', () => {
    const { said, plays, prove } = open();
    prove();
    expect(said).toEqual([]);
    plays.on.ack?.(ack(15_000, 14_800));
    plays.on.ack?.(ack(15_100, 14_800));
    expect(said).toEqual([
      { type: 'offer.played', at: 15_000, decision: 'd-1', offer: 'tea', display: 'screen', visit: null, visible: 14_800 },
    ]);
  });

  it('is not known of displays that tell no time, of other commands, of what was refused, and of what nobody proved', () => {
    const { said, plays, prove } = open();
    plays.on.ack?.(ack(500, 14_800));
    prove();
    for (const answer of [ack(15_000, null), ack(15_000, 9_000, 'shown', 'preview-1'), ack(15_000, 9_000, 'expired')])
      plays.on.ack?.(answer);
    expect(said).toEqual([]);
  });

  it('is known across a restart, and forgotten after an hour', () => {
    const before = open();
    before.prove();
    const saved = JSON.parse(JSON.stringify(before.plays.save())) as unknown;
    const after = open(saved);
    after.plays.on.ack?.(ack(15_000, 14_800));
    expect(after.said).toHaveLength(1);
    const late = open(saved);
    late.plays.on.tick?.({ kind: 'tick', receivedAt: instant(3_601_000) });
    late.plays.on.ack?.(ack(3_602_000, 14_800));
    expect(late.said).toEqual([]);
  });
});
