import type { DeviceView } from '../../http/contract.ts';
import { createActuators } from './actuators.ts';
import type { QueryContext } from './context.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';

const MINUTE_MS = 60_000;
/** Whole minutes that a rate is the mean of. */
const RATE_MINUTES = 5;

/** Every device of the shop, also one that was never heard; `messages` are frames that arrived, whatever became of them. */
export function createDevices({ db, catalogue, clock }: QueryContext): () => DeviceView[] {
  const states = db.prepare('SELECT device, state, since, model, serial, firmware, battery_pct, reboots, rebooted_at FROM devices');
  const traffic = db.prepare('SELECT device, last_message, skew_ms FROM device_traffic');
  const frames = db.prepare(
    `SELECT device, sum(frames) FILTER (WHERE outcome IN ('applied', 'duplicate') OR outcome LIKE 'rejected%') AS messages,
       sum(frames) FILTER (WHERE outcome LIKE 'rejected%') AS rejected,
       sum(readings) FILTER (WHERE outcome = 'applied') AS readings
     FROM frame_counts GROUP BY device`,
  );
  const minutes = db.prepare(
    'SELECT device, sum(messages) AS messages, sum(rejected) AS rejected FROM device_minutes WHERE minute >= ? AND minute < ? GROUP BY device',
  );
  const antennas = db.prepare('SELECT device, port, reads, usual, quiet FROM antennas ORDER BY device, port');
  const actuators = createActuators(db);
  return () => {
    const channels = actuators();
    const minute = Math.floor(clock() / MINUTE_MS);
    const byMinutes = keyed(minutes.all(minute - RATE_MINUTES, minute));
    const byAntenna = Map.groupBy(antennas.all(), (row) => text(row.device));
    const byState = keyed(states.all());
    const byTraffic = keyed(traffic.all());
    const byFrames = keyed(frames.all());
    return catalogue.devices.map(({ id, name, driver, zone, actuator }) => {
      const known = byState.get(id);
      const heard = byTraffic.get(id);
      const counted = byFrames.get(id);
      return {
        id,
        name: { ...name },
        driver,
        zone,
        state: stateOf(known, heard),
        since: numberOrNull(known?.since),
        lastMessage: numberOrNull(heard?.last_message),
        messages: number(counted?.messages ?? 0),
        rejected: number(counted?.rejected ?? 0),
        readings: number(counted?.readings ?? 0),
        skewMs: numberOrNull(heard?.skew_ms),
        model: textOrNull(known?.model),
        serial: textOrNull(known?.serial),
        firmware: textOrNull(known?.firmware),
        messagesPerMinute: number(byMinutes.get(id)?.messages ?? 0) / RATE_MINUTES,
        rejectedPerMinute: number(byMinutes.get(id)?.rejected ?? 0) / RATE_MINUTES,
        batteryPct: numberOrNull(known?.battery_pct),
        reboots: number(known?.reboots ?? 0),
        rebootedAt: numberOrNull(known?.rebooted_at),
        antennas: (byAntenna.get(id) ?? []).map(antennaOf),
        actuator: actuator === null ? null : { kind: actuator, channels: channels.get(id) ?? [] },
        // Only the running process knows.
        problem: null,
      };
    });
  };
}

const antennaOf = ({ port, reads, usual, quiet }: Row): DeviceView['antennas'][number] => ({
  port: number(port),
  readsPerMinute: number(reads),
  usualPerMinute: numberOrNull(usual),
  quiet: number(quiet) === 1,
});

const keyed = (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [text(row.device), row]));

/** A device that was heard is online as long as nobody says otherwise. */
const stateOf = (known: Row | undefined, heard: Row | undefined): DeviceView['state'] =>
  (textOrNull(known?.state) ?? (heard ? 'online' : 'never-seen')) as DeviceView['state'];
