import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { guessDrivers } from '../devices/guess-driver.ts';
import type { DeviceCommand } from '../devices/kit/command.ts';
import { identifyEpc } from '../devices/kit/epc/identify-epc.ts';
import { gatewayTopic } from '../devices/kit/topics.ts';
import { createActuatorDesk } from './actuator-desk.ts';
import { announcedShop } from './announced-shop.ts';
import { createAuditNote } from './audit-note.ts';
import { createBrokers } from './brokers.ts';
import { createCheckThread } from './check-thread.ts';
import { catalogueOf } from './config/catalogue.ts';
import { compileShop } from './config/compile-shop.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { countOutcomes } from './count-outcomes.ts';
import { createCustomerDesk } from './customer-desk.ts';
import { createDisplays } from './displays.ts';
import { createStore } from './domain/create-store.ts';
import type { DomainEvent } from './domain/events.ts';
import { GatewayError } from './errors.ts';
import { createExports } from './exports/create-exports.ts';
import { createHardware } from './hardware.ts';
import { createHealthReporter } from './health-report.ts';
import { buildServer } from './http/build-server.ts';
import { createLiveHub } from './http/live-hub.ts';
import { createNow } from './http/now.ts';
import type { Access } from './http/ports.ts';
import { createInfluxFigures } from './influx-figures.ts';
import { openJournal } from './journal/open-journal.ts';
import { readOrMakeKey, readSecret } from './keys.ts';
import { lockDataDir } from './ledger/data-lock.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { openReader } from './ledger/open-reader.ts';
import { createLines } from './lines.ts';
import { listen } from './listen.ts';
import { createLive } from './live.ts';
import type { Log } from './observability/log.ts';
import { createMetrics } from './observability/metrics.ts';
import { createOfferDesk } from './offer-desk.ts';
import { openOccupancy } from './open-occupancy.ts';
import { createPendingDevices } from './pending-devices.ts';
import { createClock } from './pipeline/clock.ts';
import { createPipeline } from './pipeline/create-pipeline.ts';
import { acknowledgeFrame, unblockFrame } from './pipeline/operator-frames.ts';
import { createPseudonyms } from './pipeline/pseudonyms.ts';
import { createRecentReads } from './pipeline/recent-reads.ts';
import { createPlanDesk } from './plan-desk.ts';
import { createProjection } from './project.ts';
import { createReceivers } from './receivers.ts';
import { reportRow } from './report-row.ts';
import { createReports } from './reports/create-reports.ts';
import { createSettingsDesk } from './settings-desk.ts';
import { createSinks } from './sinks.ts';
import { antennaZones, namesOf, pushTopics, topicResolver } from './topic-resolver.ts';
import { createHttpPush } from './transports/http-push.ts';
import type { MqttLimits } from './transports/mqtt-limits.ts';
import { VERSION } from './version.ts';

export interface GatewayOptions {
  readonly loaded: LoadedConfig;
  /** Everything the gateway keeps: journal, ledger, keys. One gateway at a time. */
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Folder of the built pages. */
  readonly webRoot: string;
  readonly isDemo?: boolean;
  readonly limits?: Partial<MqttLimits>;
  /** The machine's clock, epoch ms; another one lets a test pass an hour of the shop in a second. */
  readonly wall?: () => number;
  /** How often the domain's state is saved whole, ms; after a crash the journal is applied again from there. */
  readonly checkpointEveryMs?: number;
  /** Something broke that a restart has to mend; the caller stops the process in order. */
  readonly onBroken: (error: unknown) => void;
}

export interface Gateway {
  /** Address of the pages. */
  readonly url: string;
  /** Port of the embedded broker; null when only an external one is used. */
  readonly mqttPort: number | null;
  readonly access: Access;
  /**
   * Asks a display or actuator for something. It is on disk when this returns, goes out once per id and not after its deadline;
   * what became of it comes back as `command.acknowledged`. Throws DEVICE_UNKNOWN for what store.yaml does not name.
   */
  command(device: string, command: DeviceCommand): void;
  /** Frames that are acknowledged but not yet applied. */
  backlog(): number;
  /** Applies what is stored, saves a checkpoint, closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

/** Builds one gateway and starts it, in the order in which a reading passes through it. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { loaded, dataFolder, env, log, wall = Date.now } = options;
  const { config } = loaded;
  const closers: (() => unknown)[] = [];
  /** Undone in the opposite order, also when a later part cannot start. */
  const onStop = <T>(part: T, close: (part: T) => unknown): T => {
    closers.unshift(() => close(part));
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0)) await close();
  };

  try {
    // Keys, lock, ledger, journal: what must be there before anything can be promised.
    onStop(lockDataDir(dataFolder), (lock) => lock.release());
    const pseudonym = createPseudonyms(readOrMakeKey(join(dataFolder, 'keys', 'pseudonym.key'), env.AISLE_PSEUDONYM_KEY));
    const file = join(dataFolder, 'ledger.sqlite');
    const opened = onStop(openLedger({ file, clock: wall, log: (text, facts) => log.info(facts, text) }), (ledger) => ledger.close());
    const { ledger, outbox, access } = opened;
    const clock = createClock(ledger.position().tick, wall);
    const journal = onStop(
      await openJournal({
        folder: join(dataFolder, 'journal'),
        key: readOrMakeKey(join(dataFolder, 'keys', 'journal.key'), env.AISLE_JOURNAL_KEY),
        clock,
        usedUpTo: ledger.position().seq,
        maxAgeMs: config.privacy.journalHours * 3_600_000,
        maxBytes: config.privacy.journalMaxMb * 1_048_576,
        log: (text, facts) => log.warn(facts, text),
      }),
      (open) => open.close(),
    );

    // Drivers and domain: what a frame means, and what follows from it.
    const { map, resolve } = topicResolver(loaded);
    const shop = compileShop(loaded, { pseudonym, identify: identifyEpc });
    const catalogue = catalogueOf(loaded);
    const metrics = createMetrics({ clock });
    const recent = createRecentReads();
    const reader = onStop(await openReader({ file, catalogue, clock }), (open) => open.close());
    const now = createNow({
      reader,
      clock,
      figures: () => ({
        completeUntil: ledger.position().tick,
        readsPerSecond: metrics.readsPerSecond(),
        journalLag: pipeline.backlog(),
        pending: pending.list(),
        problemOf,
      }),
    });
    const hub = createLiveHub({
      now,
      clock,
      onFailure: (error) => log.warn({ error: String(error) }, 'the live picture could not be made'),
    });
    /** Outputs that wait for an answer; none while the journal is applied again after a crash, when they do not stand yet. */
    const waitForEvents: ((event: DomainEvent) => void)[] = [];
    const pipeline = createPipeline({
      journal,
      ledger,
      clock,
      resolve,
      pseudonym,
      createStore: (snapshot) => createStore(shop, snapshot),
      project: createProjection(loaded),
      onRead(read) {
        metrics.countReads(1);
        recent.add(read);
      },
      onAsk: (device, outgoing) => void hardware.commander.ask(device, outgoing),
      onCounts: (counts) => countOutcomes(metrics, counts),
      onCommitted(events) {
        hub.publishEvents(events);
        for (const event of events) for (const tell of waitForEvents) tell(event);
      },
      onBroken: options.onBroken,
      ...(options.checkpointEveryMs === undefined ? {} : { checkpointEveryMs: options.checkpointEveryMs }),
      log: (text, facts) => log.info(facts, text),
    });
    onStop(pipeline, (running) => running.stop());
    await pipeline.start();
    // Who speaks but stands in no store.yaml is turned away, and remembered for the installer.
    const pending = createPendingDevices({ isKnown: namesOf(loaded), guess: guessDrivers, clock });
    const intake = pending.watching(pipeline.intake);

    // Transports: MQTT of our own, MQTT of the shop, what the gateway goes to itself (serial, LLRP, OPC UA, event streams), HTTP.
    const storeId = config.store.id;
    const { embedded, external, publish } = createBrokers({ loaded, map, access, intake, env, limits: options.limits ?? {}, log });
    const lines = createLines({ loaded, intake, dataFolder, log, clock: wall });
    const problemOf = (device: string): string | null => lines.status(device)?.problem || null;
    const push = createHttpPush({ intake, maxBytes: 65_536, topicFor: pushTopics(loaded) });

    // Outputs: what leaves the gateway, from the outbox.
    const hardware = createHardware({ loaded, memoryOf: pipeline.memoryOf, publish, lines, intake, outbox, clock, log });
    const displays = createDisplays({ loaded, command: hardware.command, clock });
    waitForEvents.push(displays.heard, (event) => {
      if (event.type === 'device.stated') hardware.commander.stated(event.device, event.values);
    });
    const desk = createActuatorDesk({ loaded, shop, intake, settle: pipeline.settle });
    waitForEvents.push(desk.heard);
    const customers = createCustomerDesk({ intake, pseudonym, shop, timezone: config.store.timezone });
    waitForEvents.push(customers.heard);
    const receivers = createReceivers({ loaded, outbox, clock, agrees: pipeline.agrees, log });
    const sinks = createSinks({
      outbox,
      receivers,
      clock,
      influx: config.outputs.influx,
      influxToken: env.AISLE_INFLUX_TOKEN ?? readSecret(loaded.folder, config.outputs.influx?.tokenFile),
      publish,
      commander: hardware.commander,
      gatewayTopic: (...levels) => gatewayTopic(storeId, ...levels),
      stockOf: async (shelf) => (await reader.shelves()).find(({ id }) => id === shelf)?.facings ?? null,
      log,
    });

    const health = createHealthReporter(
      (state) => ({
        state,
        at: clock(),
        version: VERSION,
        uptimeS: Math.round(process.uptime()),
        readsPerSecond: metrics.readsPerSecond(),
        journalLag: pipeline.backlog(),
        outbox: sinks.waiting(),
        rssBytes: process.memoryUsage.rss(),
      }),
      async (report) => {
        await publish(gatewayTopic(storeId, 'health'), JSON.stringify(report), { qos: 1, retain: true });
      },
    );

    // Pages and API.
    const live = createLive({
      catalogue,
      zoneOf: antennaZones(loaded),
      reader,
      pipeline,
      journal,
      recent,
      now,
      problemOf,
      pendingDevices: pending.list,
      hub,
      clock,
      occupancyLimit: config.occupancy.limit ?? null,
      isDemo: options.isDemo ?? false,
      ready() {
        if (external && !embedded && !external.status().isConnected)
          throw new GatewayError('BROKER_UNREACHABLE', external.status().problem);
      },
    });
    const checks = onStop(createCheckThread(), (thread) => thread.stop());
    const files = { loaded, isDemo: options.isDemo ?? false, checks, noteSaved: opened.noteSaved, log };
    const reports = createReports({
      plans: config.reports,
      ...{ shop: catalogue, reader, dataFolder, clock },
      made: opened.madeReports,
      send: (webhook, key, report) => outbox.add([reportRow(storeId, webhook, key, report, clock())]),
      completeUntil: () => ledger.position().tick,
      log: (text, facts) => log.warn({ part: 'reports', ...facts }, text),
    });
    const server = buildServer({
      occupancy: openOccupancy({ loaded, catalogue, reader, clock, completeUntil: () => ledger.position().tick }),
      reader,
      live,
      access,
      push,
      displays: displays.port,
      customers,
      exports: createExports({ shop: catalogue, reader, clock }),
      offerDesk: createOfferDesk(files),
      settingsDesk: createSettingsDesk(files),
      reports,
      planDesk: createPlanDesk(files),
      async acknowledgeAlert(id, user, comment) {
        if ((await reader.alert(id)) === null) return false;
        await intake.accept(acknowledgeFrame(id, user, comment));
        return true;
      },
      alertDesk: opened.alertDesk,
      noteDeed: opened.noteDeed,
      async unblockTag(epc, user) {
        if (!(await reader.blockedTags()).some((tag) => tag.epc === epc)) return false;
        await intake.accept(unblockFrame(epc, user));
        return true;
      },
      actuate: desk.ask,
      refuse: intake.refuse,
      metrics,
      log: log.child({ part: 'http' }),
      clock,
      webRoot: options.webRoot,
      secureCookies: config.http.publicUrl?.startsWith('https:') ?? false,
      publicUrl: config.http.publicUrl,
      metricsToken: env.AISLE_METRICS_TOKEN,
      version: VERSION,
    });
    onStop(server, (open) => open.close());
    embedded?.attachWebSocket(server.server, '/mqtt');
    metrics.observe(() => {
      const sizes = pipeline.sizes();
      return {
        journalLag: pipeline.backlog(),
        journalBytes: journal.stats().bytes,
        outbox: sinks.waiting(),
        openVisits: sizes.openVisits ?? 0,
        trackedTags: sizes.trackedTags ?? 0,
      };
    });
    metrics.start();
    closers.unshift(metrics.stop);

    // Everything stands: let the shop in.
    onStop(sinks, (running) => running.stop());
    hub.start();
    closers.unshift(hub.stop);
    const mqttPort = embedded ? (await onStop(embedded, (broker) => broker.stop()).start()).port : null;
    if (external) await onStop(external, (broker) => broker.stop()).start();
    await onStop(lines, (open) => open.stop()).start();
    if (embedded) await sinks.tellStanding(embedded, opened.standing());
    sinks.start();
    void sinks
      .announce(announcedShop(loaded))
      .catch((error: unknown) => log.warn({ error: String(error) }, 'Home Assistant was not told of the shop'));
    onStop(health, (reporter) => reporter.stop()).start();
    if (config.outputs.influx) {
      const figures = createInfluxFigures({
        ...{ store: storeId, outbox, reader, clock, file, waiting: sinks.waiting, journalLag: pipeline.backlog },
        journalBytes: () => journal.stats().bytes,
        onFailure: (error) => log.warn({ error: String(error) }, 'figures of the gateway could not be written'),
      });
      onStop(figures, (writer) => writer.stop()).start();
    }
    if (shop.actuators.length > 0) {
      // The first to stop: everything that brings a lock its last word still runs.
      onStop(desk, (open) => open.rest().catch((error: unknown) => log.error({ err: error }, 'actuators could not be put back')));
      await desk.started();
    }
    onStop(reports, (running) => running.stop()).start();
    await listen(server, config.http);
    const port = (server.server.address() as AddressInfo).port;
    const url = config.http.publicUrl ?? `http://${config.http.host}:${port}`;
    // At once too: a gateway that is switched off every night would otherwise keep visits for longer than it says.
    const expire = (): void =>
      void opened
        .expire({ ...config.privacy, now: clock(), journalFirstSeq: journal.firstSeq })
        .catch((error: unknown) => log.error({ err: error }, 'what is older than privacy.visitDays could not be deleted'));
    const noteAudit = createAuditNote(opened.auditHead, log);
    const keepUp = (): void => {
      expire();
      noteAudit();
    };
    keepUp();
    const upkeep = setInterval(keepUp, 3_600_000);
    closers.unshift(() => clearInterval(upkeep));
    return { url, mqttPort, access, command: hardware.command, backlog: pipeline.backlog, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
