import type { Drive } from '../../../gateway/domain/actuators/action.ts';
import type { Actuator } from '../../../gateway/domain/actuators/actuator.ts';
import type { Rule } from '../../../gateway/domain/actuators/rule.ts';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { DomainEvent, EventOf } from '../../../gateway/domain/events.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import type { CommandResult, Input } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { milliseconds, seconds } from '../../../gateway/domain/units.ts';
import { createTicking } from '../../../gateway/pipeline/ticking.ts';
import { at, device, OPENING, only, shopOf } from '../support.ts';

export const actuatorOf = (name: string, changes: Partial<Actuator> = {}): Actuator => ({
  id: device(name),
  zone: null,
  safe: { do: 'switch', on: false, channel: 0 },
  channels: [0],
  maxOn: seconds(60),
  maxPerMinute: 12,
  confirmWithin: seconds(5),
  mayWhenClosed: true,
  never: () => ({ ok: true, holds: false }),
  isGuarding: false,
  ...changes,
});

export const on = (name: string, forS = 10, channel = 0): Drive => ({
  device: device(name),
  action: { do: 'switch', on: true, channel },
  forMs: milliseconds(forS * 1_000),
});

export const ruleOf = (name: string, changes: Partial<Rule> = {}): Rule => ({
  id: asId(name),
  on: 'button.pressed',
  dwell: seconds(20),
  minutes: [],
  condition: ({ button }) => ({ ok: true, holds: button?.name === name }),
  isPersonal: false,
  drives: [on('lamp')],
  priority: 50,
  pause: seconds(0),
  schedule: { from: null, until: null, days: [], dayParts: [], hours: null, blackout: [] },
  ...changes,
});

/** An input without its time. */
type Timeless<T = Input> = T extends Input ? Omit<T, 'receivedAt' | 'at' | 'reportedAt'> : never;

/** A button by the name of a rule. */
export const press = (button: string): Timeless => ({ kind: 'button', device: device('desk'), button });
export const operator = (name: string, forS: number | null, channel = 0): Timeless => ({
  kind: 'actuator-asked',
  request: 'o-1',
  device: device(name),
  channel,
  action: forS === null ? null : { do: 'switch', on: true, channel },
  forMs: milliseconds((forS ?? 0) * 1_000),
  user: 'mei',
});
export const said = (name: string, online: boolean, boot: number | null = null): Timeless => ({
  kind: 'status',
  device: device(name),
  online,
  boot,
});
export const started: Timeless = { kind: 'gateway-started' };
export const stops: Timeless = { kind: 'gateway-stops' };

export type Moment = readonly [second: number, input: Timeless];

/** How a device answers a command; null: not at all. */
export type Obedience = (command: EventOf<'actuator.commanded'>) => { readonly afterS: number; readonly result: CommandResult } | null;
const obeys: Obedience = () => ({ afterS: 0.2, result: 'done' });
export const deaf: Obedience = () => null;

/** Runs moments through a shop in which actuators answer as they do, until `untilS` after opening. */
export function play(shop: Partial<Shop>, moments: readonly Moment[], untilS: number, obedience: Obedience = obeys): DomainEvent[] {
  const events: DomainEvent[] = [];
  const waiting: Input[] = moments.map(([second, input]) => timed(second, input));
  const store = createStore(shopOf(shop));
  const ticking = createTicking(store, (event) => {
    events.push(event);
    if (event.type !== 'actuator.commanded') return;
    const answer = obedience(event);
    if (answer === null) return;
    const { command, device } = event;
    waiting.push(timed((event.emittedAt - OPENING) / 1_000 + answer.afterS, { kind: 'ack', device, command, result: answer.result }));
  });
  ticking.advanceTo(at(0));
  const end = at(untilS);
  for (;;) {
    waiting.sort((a, b) => a.receivedAt - b.receivedAt);
    const next = waiting[0];
    // What happens before the next input may bring an earlier one.
    const step = Math.min(next?.receivedAt ?? end, end, store.due(), ticking.tick() + 1_000);
    ticking.advanceTo(at((step - OPENING) / 1_000));
    if (waiting[0] !== next) continue;
    if (next !== undefined && next.receivedAt === step) {
      waiting.shift();
      ticking.run(next);
    } else if (step === end) return events;
  }
}

const timed = (second: number, input: Timeless): Input => {
  const now = at(second);
  return { ...input, at: now, reportedAt: now, receivedAt: now } as Input;
};

/** What was sent, barred and answered, in short: `1 lamp on rule`, `11 lamp safe time-over`. */
export const story = (events: readonly DomainEvent[]): string[] =>
  only(events, 'actuator.commanded', 'actuator.barred', 'actuator.extended', 'actuator.lost', 'alert.raised', 'alert.cleared').flatMap(
    (event) => {
      const second = Math.round((event.emittedAt - OPENING) / 10) / 100;
      const name = 'channel' in event ? `${event.device}${event.channel === 0 ? '' : `#${event.channel}`}` : '';
      switch (event.type) {
        case 'actuator.commanded':
          return [`${second} ${name} ${event.toward === 'safe' ? 'safe' : 'on'} ${event.reason}`];
        case 'actuator.barred':
          return [`${second} ${name} barred ${event.reason}`];
        case 'actuator.extended':
          return [`${second} ${name} until ${(event.until - OPENING) / 1_000}`];
        case 'actuator.lost':
          return [`${second} ${name} lost`];
        case 'alert.raised':
          return event.about === 'actuator-unproved' ? [`${second} ${event.device} alarm`] : [];
        default:
          return event.alert.startsWith('a-actuator') ? [`${second} calm`] : [];
      }
    },
  );
