import type { FirmwareTemplate } from './template.ts';

/** Nothing is set in the device itself: what matters is that its port keeps its name. */
export const serialLine: FirmwareTemplate = {
  name: 'serial-line',
  drivers: [],
  description: 'devices on a serial port or TCP stream: line settings and a port name that stays',
  render({ device, line }) {
    if (line?.kind === 'tcp')
      return [
        {
          title: 'Serial server or network port',
          how: 'Set it to raw TCP (no telnet, no RFC 2217), server mode, one client.',
          text: `${line.host}:${line.port}`,
          file: null,
        },
      ];
    const { path, baud, dataBits, parity, stopBits } = line?.kind === 'serial' ? line : UNKNOWN;
    return [
      {
        title: 'Line settings',
        how: 'The gateway opens the port with these; a device that was set otherwise needs `serial: { baud: ... }` in store.yaml.',
        text: `${path}: ${baud} baud, ${dataBits} data bits, parity ${parity}, ${stopBits} stop bit${stopBits === 1 ? '' : 's'}`,
        file: null,
      },
      {
        title: 'A port name that stays',
        how: 'USB ports change places. /dev/serial/by-id names are stable already; for two adapters of one make without a serial number, name them by their socket: put this into /etc/udev/rules.d and run udevadm control --reload. Take KERNELS from `udevadm info -a -n /dev/ttyUSB0`. The user of the gateway must be in the group dialout.',
        text: `SUBSYSTEM=="tty", KERNELS=="1-1.2", SYMLINK+="aisle-${device.id}", GROUP="dialout", MODE="0660"`,
        file: `99-aisle-${device.id}.rules`,
      },
    ];
  },
};

const UNKNOWN = { path: '/dev/ttyUSB0', baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 };
