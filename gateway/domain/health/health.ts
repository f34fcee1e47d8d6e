import type { Capability, Emit } from '../capability.ts';
import { type AlertId, asId, type DeviceId } from '../ids.ts';
import type { Reading } from '../readings.ts';
import type { Device } from '../shop.ts';
import { type DurationMs, type Instant, probability } from '../units.ts';

interface DeviceState {
  /** Null until its first message since the gateway knows it. */
  online: boolean | null;
  last: number;
  alert: AlertId | null;
}

/** True while commands to the device make sense: it has not said goodbye and is not silent. Unknown devices count as there. */
export interface Health extends Capability {
  isOnline(device: DeviceId): boolean;
}

/** Which devices speak, by their own word (last will) and by their silence. */
export const createHealth = (devices: readonly Device[], emit: Emit, saved?: unknown): Health => {
  const states = new Map<DeviceId, DeviceState>((saved as [DeviceId, DeviceState][] | undefined)?.map(([id, s]) => [id, { ...s }])); // Written by save().
  const silentAfter = new Map<DeviceId, DurationMs>(devices.map((device) => [device.id, device.silentAfter]));

  const stateOf = (device: DeviceId, now: number): DeviceState => {
    const known = states.get(device);
    if (known !== undefined) return known;
    const state: DeviceState = { online: null, last: now, alert: null };
    states.set(device, state);
    return state;
  };

  const alive = (reading: Reading) => {
    const state = stateOf(reading.device, reading.receivedAt);
    state.last = reading.receivedAt;
    if (state.online === true) return;
    state.online = true;
    emit({ type: 'device.online', at: reading.receivedAt, device: reading.device });
    if (state.alert === null) return;
    emit({ type: 'alert.cleared', at: reading.receivedAt, alert: state.alert, because: 'speaks-again' });
    state.alert = null;
  };

  const sayGone = (reading: Reading) => {
    const state = stateOf(reading.device, reading.receivedAt);
    state.last = reading.receivedAt;
    if (state.online === false) return;
    state.online = false;
    emit({ type: 'device.offline', at: reading.receivedAt, device: reading.device, because: 'said-so' });
  };

  const raise = (device: DeviceId, state: DeviceState, now: Instant) => {
    const seconds = Math.round((now - state.last) / 1_000);
    state.alert = asId<AlertId>(`a-device-silent-${device}-${now}`);
    emit({
      type: 'alert.raised',
      at: now,
      alert: state.alert,
      about: 'device-silent',
      severity: 'major',
      confidence: probability(0.99),
      zone: null,
      epc: null,
      visit: null,
      device,
      why: [{ code: 'no-message', nats: 4.6, facts: { seconds } }],
    });
  };

  const listen = (now: Instant) => {
    for (const [device, after] of silentAfter) {
      const state = stateOf(device, now);
      if (now - state.last < after || state.alert !== null) continue;
      if (state.online === true) emit({ type: 'device.offline', at: now, device, because: 'silence' });
      state.online = false;
      raise(device, state, now);
    }
  };

  return {
    on: {
      tag: alive,
      card: alive,
      weight: alive,
      count: alive,
      presence: alive,
      climate: alive,
      button: alive,
      sale: alive,
      ack: (reading) => {
        alive(reading);
        const { at, command, device, result } = reading;
        emit({ type: 'command.acknowledged', at, command, device, result });
      },
      state: (reading) => {
        alive(reading);
        emit({ type: 'device.stated', at: reading.at, device: reading.device, values: reading.values });
      },
      info: (reading) => {
        alive(reading);
        const { at, device, model = null, serial = null, firmware = null, address = null } = reading;
        emit({ type: 'device.described', at, device, model, serial, firmware, address });
      },
      status: (reading) => (reading.online ? alive(reading) : sayGone(reading)),
      'alert-acknowledged': ({ receivedAt, alert, user, comment }) => {
        emit({ type: 'alert.acknowledged', at: receivedAt, alert, user, comment });
      },
      tick: ({ receivedAt }) => listen(receivedAt),
    },
    isOnline: (device) => states.get(device)?.online !== false,
    save: () => [...states],
  };
};
