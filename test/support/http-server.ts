import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createExports } from '../../gateway/exports/create-exports.ts';
import { buildServer } from '../../gateway/http/build-server.ts';
import type { AlertDesk, Deed } from '../../gateway/http/ports.ts';
import type { PushResult, ServerDeps } from '../../gateway/http/server-deps.ts';
import { createLog } from '../../gateway/observability/log.ts';
import { createMetrics } from '../../gateway/observability/metrics.ts';
import { createFakeAccess } from './fakes/access.fake.ts';
import { createFakeCustomerDesk } from './fakes/customer-desk.fake.ts';
import { createFakeDisplays } from './fakes/displays.fake.ts';
import { exportedShop } from './fakes/exports.fake.ts';
import { createFakeLive } from './fakes/live.fake.ts';
import { createFakeOfferDesk } from './fakes/offer-desk.fake.ts';
import { createFakePlanDesk } from './fakes/plan-desk.fake.ts';
import { createFakeReader } from './fakes/reader.fake.ts';
import { createFakeReports } from './fakes/reports.fake.ts';
import { createFakeSettingsDesk } from './fakes/settings-desk.fake.ts';
import { AT, alertFake, blockedTagFake } from './fakes/views.fake.ts';

/** A server over fakes, with everything that a test may look at or turn. */
export function createTestServer(overrides: Partial<ServerDeps> = {}) {
  let now = AT;
  const clock = () => now;
  const lines: string[] = [];
  const pushed: { readonly device: string; readonly channel: string | undefined; readonly bytes: Uint8Array }[] = [];
  const acknowledged: unknown[][] = [];
  const unblocked: unknown[][] = [];
  const actuated: unknown[][] = [];
  const arranged: unknown[][] = [];
  const deeds: Deed[] = [];
  const alertDesk: AlertDesk = {
    comment: (...said) => void arranged.push(['comment', ...said]),
    assign: (...said) => void arranged.push(['assign', ...said]),
    shelve: (...said) => void arranged.push(['shelve', ...said]),
    read: (...said) => void arranged.push(['read', ...said]),
  };
  let pushResult: PushResult = { ok: true };
  const webRoot = mkdtempSync(join(tmpdir(), 'aisle-web-'));
  const access = createFakeAccess(clock);
  const live = createFakeLive();
  const reader = createFakeReader();
  const displays = createFakeDisplays();
  const customers = createFakeCustomerDesk();
  const offerDesk = createFakeOfferDesk();
  const settingsDesk = createFakeSettingsDesk();
  const planDesk = createFakePlanDesk();
  const app: FastifyInstance = buildServer({
    reader,
    live,
    access,
    push: {
      push: async (device, channel, bytes) => {
        pushed.push({ device, channel, bytes });
        return pushResult;
      },
    },
    displays,
    customers,
    offerDesk,
    settingsDesk,
    reports: createFakeReports(webRoot),
    occupancy: null,
    planDesk,
    exports: createExports({ shop: exportedShop, reader, clock }),
    acknowledgeAlert: async (id, user, comment) => {
      acknowledged.push([id, user, comment]);
      return id === alertFake.id;
    },
    alertDesk,
    noteDeed: (deed) => void deeds.push(deed),
    unblockTag: async (epc, user) => {
      unblocked.push([epc, user]);
      return epc === blockedTagFake.epc;
    },
    actuate: async (device, request, user) => {
      actuated.push([device, request, user]);
      if (device !== 'reader-1') throw new GatewayError('DEVICE_UNKNOWN', `store.yaml has no actuator ${device}`);
      return { result: 'asked', reason: 'operator', command: 'u-3', until: AT + 5_000 };
    },
    metrics: createMetrics({ clock }),
    log: createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
    clock,
    webRoot,
    secureCookies: false,
    ...overrides,
  });
  onTestFinished(async () => {
    await app.close();
    rmSync(webRoot, { recursive: true, force: true });
  });
  return {
    app,
    access,
    live,
    reader,
    displays,
    customers,
    offerDesk,
    settingsDesk,
    planDesk,
    pushed,
    acknowledged,
    unblocked,
    actuated,
    arranged,
    deeds,
    webRoot,
    log: () => lines.join(''),
    pass: (ms: number) => {
      now += ms;
    },
    answerPushes: (result: PushResult) => {
      pushResult = result;
    },
    /** Logs in and gives the cookie header of the session. */
    login: async (user = 'mei') => {
      const response = await app.inject({ method: 'POST', url: '/api/v1/session', payload: { token: access.createLoginToken(user, 10) } });
      return String(response.headers['set-cookie']).split(';', 1)[0] ?? '';
    },
  };
}
