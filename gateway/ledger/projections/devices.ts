import type { ProjectorFactory } from './projector.ts';

/** What each device is and whether it answers: `offline` when it said so, `silent` when it said nothing for too long. */
export const createDevices: ProjectorFactory = (db) => {
  const state = db.prepare(
    `INSERT INTO devices (device, state, since) VALUES (?, ?, ?)
     ON CONFLICT (device) DO UPDATE SET since = CASE WHEN state IS excluded.state THEN since ELSE excluded.since END,
       state = excluded.state`,
  );
  const describe = db.prepare(
    `INSERT INTO devices (device, model, serial, firmware, address) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (device) DO UPDATE SET model = coalesce(excluded.model, model), serial = coalesce(excluded.serial, serial),
       firmware = coalesce(excluded.firmware, firmware), address = coalesce(excluded.address, address)`,
  );
  return (event) => {
    switch (event.type) {
      case 'device.online':
        state.run(event.device, 'online', event.at);
        break;
      case 'device.offline':
        state.run(event.device, event.because === 'silence' ? 'silent' : 'offline', event.at);
        break;
      case 'device.described':
        describe.run(event.device, event.model, event.serial, event.firmware, event.address);
        break;
    }
  };
};
