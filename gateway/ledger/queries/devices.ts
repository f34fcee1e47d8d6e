import type { DeviceView } from '../../http/contract.ts';
import type { QueryContext } from './context.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';

/** Every device of the shop, also one that was never heard; `messages` are frames that arrived, whatever became of them. */
export function createDevices({ db, catalogue }: QueryContext): () => DeviceView[] {
  const states = db.prepare('SELECT device, state, since, model, serial, firmware FROM devices');
  const traffic = db.prepare('SELECT device, last_message, skew_ms FROM device_traffic');
  const frames = db.prepare(
    `SELECT device, sum(frames) FILTER (WHERE outcome IN ('applied', 'duplicate') OR outcome LIKE 'rejected%') AS messages,
       sum(frames) FILTER (WHERE outcome LIKE 'rejected%') AS rejected,
       sum(readings) FILTER (WHERE outcome = 'applied') AS readings
     FROM frame_counts GROUP BY device`,
  );
  return () => {
    const byState = keyed(states.all());
    const byTraffic = keyed(traffic.all());
    const byFrames = keyed(frames.all());
    return catalogue.devices.map(({ id, name, driver, zone }) => {
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
      };
    });
  };
}

const keyed = (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [text(row.device), row]));

/** A device that was heard is online as long as nobody says otherwise. */
const stateOf = (known: Row | undefined, heard: Row | undefined): DeviceView['state'] =>
  (textOrNull(known?.state) ?? (heard ? 'online' : 'never-seen')) as DeviceView['state'];
