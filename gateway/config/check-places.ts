import { didYouMean } from './did-you-mean.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Path } from './problem.ts';
import type { Finding } from './schema-problems.ts';

type Point = readonly [number, number];

/** Zones, devices, antennas and shelves name each other rightly, are named once, and stand inside the plan. */
export function checkPlaces(config: PartialConfig, drivers: readonly string[] | null): Finding[] {
  const found: Finding[] = [];
  const checks = references(config, found);
  checkZones(config, checks);
  for (const { index, value: device } of config.devices) {
    const path = ['devices', index];
    checks.inside([...path, 'at'], device.at);
    if (device.zone !== undefined) checks.known([...path, 'zone'], 'zone', device.zone, config.ids.zones);
    if (drivers && !drivers.includes(device.driver)) checks.known([...path, 'driver'], 'driver', device.driver, new Set(drivers));
    checkAntennas(config, index, checks);
    if (device.counter) {
      checks.known([...path, 'counter', 'zone'], 'zone', device.counter.zone, config.ids.zones);
      for (const [line, zone] of Object.entries(device.counter.lines)) {
        checks.known([...path, 'counter', 'lines', line], 'zone', zone, config.ids.zones);
      }
    }
    if (device.display && device.zone === undefined)
      found.push({ path: [...path, 'zone'], message: 'is required for a display: the zone it stands in' });
    for (const [n, zone] of (device.display?.faces ?? []).entries()) {
      checks.known([...path, 'display', 'faces', n], 'zone', zone, config.ids.zones);
    }
  }
  checks.unique(
    'device',
    config.devices.map(({ index, value }) => [['devices', index, 'id'], value.id]),
  );
  checkShelves(config, checks);
  return found;
}

type Checks = ReturnType<typeof references>;

function references({ plan }: PartialConfig, found: Finding[]) {
  return {
    found,
    known(path: Path, what: string, name: string, names: ReadonlySet<string>): void {
      if (!names.has(name)) found.push({ path, message: `no ${what} of that name${didYouMean(name, names)}`, got: name });
    },
    inside(path: Path, point: Point | undefined): void {
      if (!point) return;
      const [x, y] = point;
      if (x < 0 || y < 0 || x > plan.width || y > plan.height) {
        found.push({ path, message: `lies outside the plan of ${plan.width} x ${plan.height}`, got: point });
      }
    },
    unique(what: string, named: readonly (readonly [Path, string])[]): void {
      const first = new Map<string, Path>();
      for (const [path, name] of named) {
        const earlier = first.get(name);
        if (earlier) found.push({ path, message: `another ${what} has that name: ${earlier.slice(0, -1).join('.')}`, got: name });
        else first.set(name, path);
      }
    },
  };
}

function checkZones(config: PartialConfig, checks: Checks): void {
  for (const { index, value: zone } of config.zones) {
    for (const [n, corner] of (zone.polygon ?? []).entries()) checks.inside(['zones', index, 'polygon', n], corner);
    for (const [n, neighbour] of zone.neighbours.entries()) {
      checks.known(['zones', index, 'neighbours', n], 'zone', neighbour, config.ids.zones);
      if (neighbour === zone.id)
        checks.found.push({ path: ['zones', index, 'neighbours', n], message: 'a zone is no neighbour of itself', got: neighbour });
    }
  }
  checks.unique(
    'zone',
    config.zones.map(({ index, value }) => [['zones', index, 'id'], value.id]),
  );
}

function checkAntennas(config: PartialConfig, index: number, checks: Checks): void {
  const antennas = config.devices.find((entry) => entry.index === index)?.value.antennas ?? [];
  const ports = new Set<number>();
  for (const [n, antenna] of antennas.entries()) {
    const path = ['devices', index, 'antennas', n];
    checks.known([...path, 'zone'], 'zone', antenna.zone, config.ids.zones);
    if (antenna.section !== undefined) checks.known([...path, 'section'], 'shelf section', antenna.section, config.ids.sections);
    checks.inside([...path, 'at'], antenna.at);
    if (ports.has(antenna.port))
      checks.found.push({ path: [...path, 'port'], message: 'another antenna of this device has that port', got: antenna.port });
    ports.add(antenna.port);
  }
}

function checkShelves(config: PartialConfig, checks: Checks): void {
  const scales = new Map<string, string>();
  for (const { index, value: shelf } of config.shelves) {
    checks.known(['shelves', index, 'zone'], 'zone', shelf.zone, config.ids.zones);
    for (const [n, section] of shelf.sections.entries()) {
      const path = ['shelves', index, 'sections', n];
      checks.inside([...path, 'at'], section.at);
      if (section.scale) {
        const channel = `${section.scale.device}/${section.scale.channel}`;
        const other = scales.get(channel);
        checks.known([...path, 'scale', 'device'], 'device', section.scale.device, config.ids.devices);
        if (other)
          checks.found.push({ path: [...path, 'scale'], message: `section "${other}" stands on that scale channel already`, got: channel });
        else scales.set(channel, section.id);
      }
      const skus = new Set<string>();
      for (const [m, facing] of section.planogram.entries()) {
        const at = [...path, 'planogram', m];
        if (skus.has(facing.sku)) checks.found.push({ path: [...at, 'sku'], message: 'stands twice in this section', got: facing.sku });
        skus.add(facing.sku);
        if (facing.minimum > facing.facings) {
          checks.found.push({ path: [...at, 'minimum'], message: `is more than the ${facing.facings} facings`, got: facing.minimum });
        }
      }
    }
  }
  checks.unique(
    'shelf',
    config.shelves.map(({ index, value }) => [['shelves', index, 'id'], value.id]),
  );
  checks.unique(
    'section',
    config.shelves.flatMap(({ index, value }) =>
      value.sections.map((section, n) => [['shelves', index, 'sections', n, 'id'], section.id] as const),
    ),
  );
}

/** Every SKU of the planogram is in the products files. Without such files, SKUs are names that the shop made up. */
export function checkPlanogram(config: PartialConfig, skus: ReadonlySet<string>): Finding[] {
  return config.shelves.flatMap(({ index, value: shelf }) =>
    shelf.sections.flatMap((section, n) =>
      section.planogram.flatMap((facing, m): Finding[] =>
        skus.has(facing.sku)
          ? []
          : [
              {
                path: ['shelves', index, 'sections', n, 'planogram', m, 'sku'],
                message: `no product with that SKU${didYouMean(facing.sku, skus)}`,
                got: facing.sku,
              },
            ],
      ),
    ),
  );
}
