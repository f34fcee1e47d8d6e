import type { PlanSource } from '../../../gateway/http/contract-plan.ts';
import type { FileCheckView } from '../../../gateway/http/contract-settings.ts';
import type { Answers } from '../fixture-server.ts';
import { fixtureStore, texts } from '../fixture-shop.ts';

const { plan, zones } = fixtureStore;
const place = (key: string, kind: PlanSource['places'][number]['kind'], at: [number, number] | null): PlanSource['places'][number] => {
  const [, device = '', port] = key.split(':');
  return {
    ...{ key, kind, device: kind === 'section' ? null : device, port: port === undefined ? null : Number(port) },
    ...{ name: texts('Tea shelf', '茶架', '茶架'), section: kind === 'section' ? device : null, zone: 'tea', at },
  };
};

const source: PlanSource = {
  ...{ hash: 'a1'.repeat(32), file: 'store.yaml', locked: null, problems: [], isRunning: false },
  plan: { width: plan.width, height: plan.height, picture: null },
  zones: zones.map(({ id, name, kind, polygon }) => ({ id, name, kind, polygon })),
  places: [
    place('antenna:tea-reader:1', 'antenna', [8, 1]),
    place('antenna:tea-reader:2', 'antenna', [9.5, 1]),
    place('device:display-tea', 'display', [7, 2.5]),
    place('device:door-counter', 'counter', [0.8, 5]),
    place('device:till', 'device', null),
    place('section:tea-oolong', 'section', [8, 0.4]),
  ],
};

/** The fixture's shop, drawn; and a shop without a zone. */
export const planEditor: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'plan/source': () => source, 'plan/check': (): FileCheckView => ({ problems: [], diff: [] }) },
  empty: { 'plan/source': (): PlanSource => ({ ...source, zones: [], places: [], isRunning: true }) },
};
