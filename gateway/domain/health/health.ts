import type { Capability, Emit } from '../capability.ts';
import type { Evidence } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { DeviceId, ZoneId } from '../ids.ts';
import type { InfoReported, Reading, StateReported, StatusReported, TagRead } from '../readings.ts';
import type { Device } from '../shop.ts';
import { type Instant, minutes } from '../units.ts';
import { createAlarms } from './alarms.ts';
import { closeMinute, newReader, type ReaderState } from './antenna-watch.ts';
import { type ClockState, checkClock, newClock, noteTime } from './clock-watch.ts';
import { hasRestarted, type LifeState, newLife, uptimeIn, watchBattery } from './device-words.ts';
import { checkReferences, noteReference, type References, referencesOf } from './reference-watch.ts';

/** What is remembered of a device; plain data. */
interface DeviceState {
  /** Null until its first message since the gateway knows it. */
  online: boolean | null;
  /** Since when it is online, epoch ms. */
  since: number;
  last: number;
  readonly clock: ClockState;
  readonly life: LifeState;
  readonly reader: ReaderState;
  /** When each reference tag was heard last. */
  readonly seen: number[];
}

/** A device with what the shop's description says of it; null for one that it does not know. */
interface Watched {
  readonly id: DeviceId;
  readonly state: DeviceState;
  readonly described: Device | null;
  readonly references: References | null;
}

interface Saved {
  readonly minute: number;
  readonly devices: readonly (readonly [DeviceId, DeviceState])[];
  readonly alarms: unknown;
}

/** True while commands to the device make sense: it has not said goodbye and is not silent. Unknown devices count as there. */
export interface Health extends Capability {
  isOnline(device: DeviceId): boolean;
}

const MINUTE_MS = minutes(1);

/** How the devices do: by their own word (last will, battery, restarts), by their silence, and by what is usual for each antenna. */
export const createHealth = (plan: FloorPlan, emit: Emit, saved?: unknown): Health => {
  const { shop } = plan;
  const before = saved as Saved | undefined; // Written by save().
  const alarms = createAlarms(emit, before?.alarms);
  const described = new Map(shop.devices.map((device) => [device.id, device]));
  const watched = new Map<DeviceId, Watched>();
  let minute = before?.minute ?? 0;

  const watch = (id: DeviceId, state: DeviceState): Watched => {
    const device = described.get(id) ?? null;
    const entry = { id, state, described: device, references: referencesOf(device?.referenceTags ?? []) };
    watched.set(id, entry);
    return entry;
  };
  const portsOf = (id: DeviceId): number[] => shop.antennas.filter(({ device }) => device === id).map(({ port }) => port);
  for (const [id, state] of before?.devices ?? []) watch(id, structuredClone(state));

  const watchedOf = (id: DeviceId, now: number): Watched =>
    watched.get(id) ??
    watch(id, {
      online: null,
      since: now,
      last: now,
      clock: { ...newClock },
      life: { ...newLife },
      reader: newReader(described.has(id) ? portsOf(id) : []),
      seen: [],
    });

  const alive = (reading: Reading): Watched => {
    const entry = watchedOf(reading.device, reading.receivedAt);
    const { state } = entry;
    state.last = reading.receivedAt;
    if (state.online === true) return entry;
    state.online = true;
    state.since = reading.receivedAt;
    emit({ type: 'device.online', at: reading.receivedAt, device: reading.device });
    alarms.clear('device-silent', reading.device, '', reading.receivedAt, 'speaks-again');
    return entry;
  };

  /** A reading of what happens at its time: by it the device's clock is judged. */
  const live = (reading: Reading): void => {
    const { state } = alive(reading);
    if (reading.reportedAt !== null) noteTime(state.clock, reading.reportedAt, reading.receivedAt);
  };

  const heard = (read: TagRead): void => {
    const { state, references } = alive(read);
    if (read.reportedAt !== null) noteTime(state.clock, read.reportedAt, read.receivedAt);
    const { reads } = state.reader;
    if (read.antenna < reads.length) reads[read.antenna] = (reads[read.antenna] ?? 0) + read.count;
    if (references !== null) noteReference(references, read, state.seen);
  };

  const restarted = ({ id, state }: Watched, said: { boot: number | null; uptimeS: number | null }, now: Instant): void => {
    if (hasRestarted(state.life, said, now)) emit({ type: 'device.rebooted', at: now, device: id, boot: said.boot });
  };

  const status = (reading: StatusReported): void => {
    if (reading.online) {
      restarted(alive(reading), { boot: reading.boot, uptimeS: null }, reading.receivedAt);
      return;
    }
    const { state } = watchedOf(reading.device, reading.receivedAt);
    state.last = reading.receivedAt;
    if (state.online === false) return;
    state.online = false;
    emit({ type: 'device.offline', at: reading.receivedAt, device: reading.device, because: 'said-so' });
  };

  const stated = (reading: StateReported): void => {
    const entry = alive(reading);
    const { device, values, receivedAt } = reading;
    emit({ type: 'device.stated', at: reading.at, device, values });
    restarted(entry, { boot: null, uptimeS: uptimeIn(values) }, receivedAt);
    watchBattery(device, values, receivedAt, alarms);
  };

  const info = (reading: InfoReported): void => {
    alive(reading);
    const { at, device, model = null, serial = null, firmware = null, address = null } = reading;
    emit({ type: 'device.described', at, device, model, serial, firmware, address });
  };

  const listen = (now: Instant): void => {
    for (const { id, silentAfter } of shop.devices) {
      const { state } = watchedOf(id, now);
      if (now - state.last < silentAfter || alarms.stands('device-silent', id)) continue;
      if (state.online === true) emit({ type: 'device.offline', at: now, device: id, because: 'silence' });
      state.online = false;
      const why: Evidence[] = [{ code: 'no-message', nats: 4.6, facts: { seconds: Math.round((now - state.last) / 1_000) } }];
      alarms.raise({ about: 'device-silent', severity: 'major', confidence: 0.99, device: id, why }, now);
    }
  };

  const endMinute = (now: Instant, isOpen: boolean): void => {
    const { hour } = shop.localTime((now - MINUTE_MS) as Instant);
    for (const { id, maxSkew, referenceTags } of shop.devices) {
      const { state } = watchedOf(id, now);
      const zoneOf = (port: number): ZoneId | null => plan.antenna(id, port)?.zone?.id ?? null;
      const spoke = state.online === true && now - state.last < MINUTE_MS;
      const lagMs = checkClock(state.clock, id, maxSkew, now, alarms);
      const antennas = closeMinute(state.reader, { device: id, now, hour, isOpen, spoke, zoneOf }, alarms);
      if (spoke && isOpen) checkReferences(referenceTags, state.seen, { device: id, now, since: state.since, zoneOf }, alarms);
      if (spoke && (antennas.length > 0 || lagMs !== null)) emit({ type: 'device.measured', at: now, device: id, lagMs, antennas });
    }
  };

  const tick = (now: Instant): void => {
    listen(now);
    const current = Math.floor(now / MINUTE_MS);
    if (current === minute) return;
    // The minute in which the gateway began is not whole.
    if (minute !== 0) endMinute(now, shop.isOpen(now));
    minute = current;
  };

  return {
    on: {
      tag: heard,
      card: live,
      weight: live,
      count: live,
      presence: live,
      climate: alive,
      button: alive,
      sale: alive,
      ack: (reading) => {
        const { at, command, device, result } = reading;
        // That nothing was done may be the gateway's own word, on behalf of hardware that is silent.
        if (result === 'shown' || result === 'done') alive(reading);
        emit({ type: 'command.acknowledged', at, command, device, result });
      },
      state: stated,
      info,
      status,
      'alert-acknowledged': ({ receivedAt, alert, user, comment }) => {
        emit({ type: 'alert.acknowledged', at: receivedAt, alert, user, comment });
      },
      tick: ({ receivedAt }) => tick(receivedAt),
    },
    isOnline: (device) => watched.get(device)?.state.online !== false,
    save: (): Saved => ({ minute, devices: [...watched].map(([id, { state }]) => [id, state]), alarms: alarms.save() }),
  };
};
