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
  const battery = db.prepare(
    'INSERT INTO devices (device, battery_pct) VALUES (?, ?) ON CONFLICT (device) DO UPDATE SET battery_pct = excluded.battery_pct',
  );
  const restart = db.prepare(
    `INSERT INTO devices (device, reboots, rebooted_at) VALUES (?, 1, ?)
     ON CONFLICT (device) DO UPDATE SET reboots = reboots + 1, rebooted_at = excluded.rebooted_at`,
  );
  const measure = db.prepare(
    `INSERT INTO antennas (device, port, at, reads, usual, quiet) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (device, port) DO UPDATE SET at = excluded.at, reads = excluded.reads, usual = excluded.usual, quiet = excluded.quiet`,
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
      case 'device.stated':
        if (typeof event.values.batteryPct === 'number') battery.run(event.device, event.values.batteryPct);
        break;
      case 'device.rebooted':
        restart.run(event.device, event.at);
        break;
      case 'device.measured':
        for (const { port, reads, usual, quiet } of event.antennas) measure.run(event.device, port, event.at, reads, usual, quiet ? 1 : 0);
        break;
    }
  };
};
