import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Footfall } from '../footfall/footfall.ts';
import { createAlarms } from '../health/alarms.ts';
import { asId, type CommandId, type DeviceId } from '../ids.ts';
import type { Climates } from '../offers/climates.ts';
import { driveCommand } from '../offers/command-ids.ts';
import type { ActuatorAsked } from '../readings.ts';
import type { Instant } from '../units.ts';
import { type Action, channelOf, type Drive } from './action.ts';
import type { Actuator } from './actuator.ts';
import { createKeeper, type Forbidden, type Keeper } from './keeper.ts';
import type { BarReason, Cause } from './reasons.ts';

/** What an operator asks goes before all that offers and rules ask. */
const OPERATOR_PRIORITY = 1_000;

const CONCERNING: ReadonlySet<Fact['type']> = new Set<Fact['type']>([
  'offer.decided',
  'offer.shown',
  'rule.fired',
  'device.online',
  'device.offline',
  'device.rebooted',
]);

interface State {
  readonly commands: number;
  readonly isStopped: boolean;
  readonly keepers: readonly (readonly [string, unknown])[];
  readonly alarms: unknown;
}

/** Something that cannot be driven now. */
interface Barred {
  readonly device: DeviceId;
  readonly reason: BarReason;
}

/** Actuators obey what is shown, what rules say and what operators ask; nothing keeps one away from its safe state for long. */
export interface Actuators extends Capability {
  /** When something has to be done, epoch ms; infinite while nothing waits. */
  due(): number;
  /** The first of the drives that would come to nothing now; null: all of them would be asked. */
  barred(drives: readonly Drive[], cause: Cause, priority: number, now: Instant): Barred | null;
}

export interface ActuatorOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly footfall: Pick<Footfall, 'occupancy'>;
  readonly climates: Pick<Climates, 'in'>;
  /** Receive time of the present input. */
  readonly now: () => Instant;
  readonly saved?: unknown;
}

export const createActuators = ({ plan, emit, footfall, climates, now: clock, saved }: ActuatorOptions): Actuators => {
  const before = saved as State | undefined; // Written by save() below.
  const { shop } = plan;
  const alarms = createAlarms(emit, before?.alarms);
  const actuators = new Map(shop.actuators.map((actuator) => [actuator.id, actuator]));
  const offers = new Map(shop.offers.map((offer) => [offer.id, offer]));
  const rules = new Map(shop.rules.map((rule) => [rule.id, rule]));
  const savedKeepers = new Map(before?.keepers);
  const keepers = new Map<string, { readonly device: DeviceId; readonly keeper: Keeper }>();
  let { commands, isStopped } = before ?? { commands: 0, isStopped: false };
  let due = Number.POSITIVE_INFINITY;

  const forbidden = (actuator: Actuator, now: Instant): Forbidden | null => {
    if (!actuator.mayWhenClosed && !shop.isOpen(now)) return { reason: 'closed', detail: '' };
    const { hour, minute, weekday, dayPart, date } = shop.localTime(now);
    const result = actuator.never({
      store: { id: shop.id, occupancy: footfall.occupancy() },
      climate: climates.in(actuator.zone, now),
      now: { hour, minute, weekday, dayPart, date },
    });
    if (!result.ok) return { reason: 'interlock-unknown', detail: result.detail };
    return result.holds ? { reason: 'interlock', detail: '' } : null;
  };

  const newCommand = (): CommandId => asId(`u-${++commands}`);
  const keep = (actuator: Actuator, channel: number): Keeper => {
    const key = `${actuator.id}#${channel}`;
    const keeper = createKeeper({
      ...{ actuator, channel, emit, alarms, newCommand, saved: savedKeepers.get(key) },
      forbids: (now) => forbidden(actuator, now),
    });
    keepers.set(key, { device: actuator.id, keeper });
    return keeper;
  };
  for (const actuator of shop.actuators) for (const channel of actuator.channels) keep(actuator, channel);

  const keeperOf = (device: DeviceId, channel: number): Keeper | null => keepers.get(`${device}#${channel}`)?.keeper ?? null;
  const ofDevice = (device: DeviceId): readonly Keeper[] =>
    [...keepers.values()].flatMap((one) => (one.device === device ? [one.keeper] : []));

  /** After whatever may have changed what is due. */
  const settle = (): void => {
    due = isStopped ? Number.POSITIVE_INFINITY : Math.min(Number.POSITIVE_INFINITY, ...keepers.values().map(({ keeper }) => keeper.due()));
  };
  settle();

  const barDevice = (device: DeviceId, action: Action, cause: Cause, user: string | null, reason: BarReason, at: Instant): void =>
    emit({ type: 'actuator.barred', at, device, channel: channelOf(action), action, cause, user, reason, detail: '' });

  const drive = (drives: readonly Drive[], cause: Cause, priority: number, nameOf: (n: number) => CommandId | null, now: Instant): void => {
    for (const [n, { device, action, forMs }] of drives.entries()) {
      const keeper = keeperOf(device, channelOf(action));
      if (keeper === null || isStopped) barDevice(device, action, cause, null, isStopped ? 'gateway-stops' : 'no-actuator', now);
      else keeper.ask({ cause, user: null, action, forMs, priority, command: nameOf(n) }, cause.by, now);
    }
  };

  const operator = ({ receivedAt: now, request, device, channel, action, forMs, user }: ActuatorAsked): void => {
    const cause: Cause = { by: 'operator', id: '', run: request };
    const keeper = keeperOf(device, channel);
    if (keeper === null || isStopped) {
      const asked: Action = action ?? { do: 'switch', on: false, channel };
      barDevice(device, asked, cause, user, isStopped ? 'gateway-stops' : 'no-actuator', now);
    } else if (action === null) keeper.goSafe('operator', now, { cause, user });
    else keeper.ask({ cause, user, action, forMs, priority: OPERATOR_PRIORITY, command: null }, 'operator', now);
  };

  const heard = (fact: Fact): void => {
    const now = clock();
    switch (fact.type) {
      case 'offer.decided': {
        const offer = offers.get(fact.offer);
        if (fact.reason !== 'selected' || offer?.target.by !== 'none') return;
        const { decision, offer: id } = fact;
        drive(offer.drives, { by: 'offer', id, run: decision }, offer.priority, (n) => driveCommand(decision, n), now);
        return;
      }
      case 'offer.shown': {
        const offer = offers.get(fact.offer);
        if (offer === undefined || offer.target.by === 'none') return;
        drive(offer.drives, { by: 'offer', id: fact.offer, run: fact.decision }, offer.priority, () => null, now);
        return;
      }
      case 'rule.fired': {
        const rule = rules.get(fact.rule);
        if (rule !== undefined) drive(rule.drives, { by: 'rule', id: fact.rule, run: fact.run }, rule.priority, () => null, now);
        return;
      }
      case 'device.offline':
        // Silence is no goodbye: many lamps speak only when they are asked.
        if (fact.because === 'said-so') for (const keeper of ofDevice(fact.device)) keeper.lost(now);
        return;
      case 'device.online':
      case 'device.rebooted':
        if (!isStopped) for (const keeper of ofDevice(fact.device)) keeper.back(fact.type === 'device.rebooted', now);
        return;
    }
  };

  const tick = (now: Instant): void => {
    if (!isStopped) for (const { keeper } of keepers.values()) keeper.tick(now);
  };

  /** A part without actuators costs nothing; one with them looks anew at what is due after all that concerns it. */
  const settled =
    <T>(handle: (input: T) => void) =>
    (input: T): void => {
      if (actuators.size === 0) return;
      handle(input);
      settle();
    };

  const settledHeard = settled(heard);

  return {
    on: {
      ack: settled(({ command, device, result, receivedAt }) => {
        for (const keeper of ofDevice(device)) keeper.answered(command, result, receivedAt);
      }),
      'actuator-asked': (asked) => {
        operator(asked);
        settle();
      },
      'gateway-started': settled(({ receivedAt: now }) => {
        isStopped = false;
        for (const { keeper } of keepers.values()) keeper.goSafe('gateway-started', now);
      }),
      'gateway-stops': settled(({ receivedAt: now }) => {
        for (const { keeper } of keepers.values()) if (keeper.isAway()) keeper.goSafe('gateway-stops', now);
        isStopped = true;
      }),
      due: settled(({ receivedAt }) => tick(receivedAt)),
      tick: settled(({ receivedAt }) => tick(receivedAt)),
    },
    heard: (fact) => {
      if (CONCERNING.has(fact.type)) settledHeard(fact);
    },
    due: () => due,
    barred: (drives, cause, priority, now) => {
      for (const { device, action } of drives) {
        const reason = isStopped ? 'gateway-stops' : (keeperOf(device, channelOf(action))?.barOf({ cause, action, priority }, now) ?? null);
        if (reason !== null) return { device, reason };
      }
      return null;
    },
    save: (): State => ({
      commands,
      isStopped,
      keepers: [...keepers].map(([key, { keeper }]) => [key, keeper.save()]),
      alarms: alarms.save(),
    }),
  };
};
