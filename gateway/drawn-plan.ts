import type { Config } from './config/schema.ts';
import type { PlanSource } from './http/contract-plan.ts';

type Drawn = Pick<PlanSource, 'plan' | 'zones' | 'places'>;
type Place = Drawn['places'][number];

/** A configuration as its plan: zones, and everything that has or could have a place. */
export function drawnPlan({ plan, zones, devices, shelves, store }: Config): Drawn {
  const textsOf = (name: string | Record<string, string> | undefined): Record<string, string> =>
    name === undefined ? {} : typeof name === 'string' ? { [store.locale]: name } : { ...name };
  const places = devices.flatMap((device): Place[] => {
    const common = { device: device.id, name: textsOf(device.name) };
    const antennas = device.antennas.map(
      ({ port, zone, section, at }): Place => ({
        ...{ key: `antenna:${device.id}:${port}`, kind: 'antenna', ...common, port, zone, section: section ?? null },
        at: pointOf(at),
      }),
    );
    // A reader is where its antennas hang, unless it was given a place of its own.
    if (antennas.length > 0 && device.at === undefined) return antennas;
    const own: Place = {
      ...{ key: `device:${device.id}`, kind: kindOf(device), ...common, port: null, section: null },
      ...{ zone: device.zone ?? device.counter?.zone ?? null, at: pointOf(device.at) },
    };
    return [own, ...antennas];
  });
  const sections = shelves.flatMap(({ name, zone, sections: parts }) =>
    parts.map(
      ({ id, at }): Place => ({
        ...{ key: `section:${id}`, kind: 'section', device: null, port: null, name: textsOf(name), section: id, zone, at: pointOf(at) },
      }),
    ),
  );
  return {
    plan: { width: plan.width, height: plan.height, picture: plan.picture ?? null },
    zones: zones.map(({ id, name, kind, polygon }) => ({
      id,
      name: textsOf(name),
      kind,
      polygon: (polygon ?? []).map(([x, y]) => [x, y]),
    })),
    places: [...places, ...sections],
  };
}

const pointOf = (at: readonly [number, number] | undefined): [number, number] | null => (at === undefined ? null : [at[0], at[1]]);

function kindOf({ display, counter, actuator }: Config['devices'][number]): Place['kind'] {
  if (display) return 'display';
  if (counter) return 'counter';
  return actuator ? 'actuator' : 'device';
}
