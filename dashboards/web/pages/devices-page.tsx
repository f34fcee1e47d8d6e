import type { DeviceView, PendingDeviceView } from '../../../gateway/http/contract.ts';
import { ago, dateTimeOf, duration, number, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { actuatorLines } from '../parts/actuator-lines.ts';
import { antennasOf, byNeed, DeviceState, isSkewed, Pending } from '../parts/devices.tsx';
import { Figure } from '../parts/figure.tsx';
import { Formula } from '../parts/formula.tsx';
import { Listing } from '../parts/listing.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { clock } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/devices-page.css';

const STATES = ['online', 'silent', 'offline', 'never-seen'] as const;

const nameOf = ({ name, id }: DeviceView): string => pick(name, id);
const heard = ({ lastMessage }: DeviceView): string =>
  lastMessage === null
    ? t('devices.noMessage')
    : t('devices.heardAt', { time: dateTimeOf(lastMessage), ago: ago(clock.value - lastMessage) });

function Figures({ devices }: { readonly devices: readonly DeviceView[] }) {
  return (
    <section class="figures" aria-label={t('devices.figures')}>
      {STATES.map((state) => (
        <Figure
          key={state}
          id={state}
          label={t(`devices.${state}`)}
          value={number(devices.filter((one) => one.state === state).length)}
          of={['device_state']}
        />
      ))}
    </section>
  );
}

/** Devices of which nothing is heard, with since when: what somebody has to look after first. */
function Silent({ devices }: { readonly devices: readonly DeviceView[] }) {
  const silent = devices.filter(({ state }) => state !== 'online');
  if (silent.length === 0) return null;
  return (
    <Panel id="silent" title={t('devices.silentTitle')} summary={t('devices.count', { n: silent.length })}>
      <ul class="silent-devices">
        {silent.map((device) => (
          <li key={device.id} data-device={device.id}>
            <strong>{nameOf(device)}</strong>
            <DeviceState state={device.state} />
            <span>{heard(device)}</span>
            <span class="muted">{[device.id, device.model ?? device.driver, zoneName(device.zone)].filter(Boolean).join(' · ')}</span>
            {device.problem !== null && <span class="is-rejected">{t('devices.problem', { problem: device.problem })}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const columns = () => [
  { id: 'device', head: t('devices.device'), value: nameOf },
  {
    id: 'state',
    head: t('devices.state'),
    value: ({ state }: DeviceView) => t(`devices.${state}`),
    cell: ({ state }: DeviceView) => <DeviceState state={state} />,
  },
  {
    id: 'heard',
    head: t('devices.heard'),
    value: ({ lastMessage }: DeviceView) => (lastMessage === null ? null : new Date(lastMessage).toISOString()),
    cell: heard,
  },
  { id: 'rate', head: t('devices.perMinute'), value: ({ messagesPerMinute }: DeviceView) => messagesPerMinute },
  { id: 'rejected', head: t('devices.rejectedHead'), value: ({ rejected }: DeviceView) => rejected },
  {
    id: 'clock',
    head: t('devices.clock'),
    value: ({ skewMs }: DeviceView) => skewMs,
    cell: (device: DeviceView) => (
      <span class={isSkewed(device) ? 'is-rejected' : ''}>{device.skewMs === null ? '–' : duration(device.skewMs)}</span>
    ),
  },
  {
    id: 'battery',
    head: t('devices.batteryHead'),
    value: ({ batteryPct }: DeviceView) => batteryPct,
    cell: ({ batteryPct }: DeviceView) => (batteryPct === null ? '–' : percent(batteryPct / 100)),
  },
  { id: 'firmware', head: t('devices.firmwareHead'), value: ({ firmware }: DeviceView) => firmware },
  {
    id: 'antennas',
    head: t('devices.antennasHead'),
    value: (device: DeviceView) => (device.antennas.length === 0 ? null : antennasOf(device)),
  },
  {
    id: 'actuator',
    head: t('devices.actuatorHead'),
    value: (device: DeviceView) =>
      actuatorLines(device)
        .map(({ text }) => text)
        .join('; ') || null,
  },
];

/** As docs/hardware.md has them. */
const COMMANDS = [
  'aisle device add gate-reader --driver impinj-iot --zone entrance --config store.yaml',
  'aisle provision gate-reader --config store.yaml --data .aisle',
  'aisle device test gate-reader --config store.yaml --data .aisle --for 30s',
];

function Provision() {
  return (
    <Panel id="provision" title={t('devices.provision')}>
      <p>{t('devices.provisionHow')}</p>
      <pre>
        <code>{COMMANDS.join('\n')}</code>
      </pre>
    </Panel>
  );
}

/** How every device of the shop is, those that need somebody first. */
export function DevicesPage() {
  const known = useAnswer<DeviceView[]>('/devices');
  const pending = useAnswer<PendingDeviceView[]>('/devices/pending').value ?? [];
  return (
    <PageFrame id="devices" title={t('nav.devices')} picker="none">
      <Answered known={known}>
        {(devices) => {
          const sorted = byNeed(devices);
          if (sorted.length === 0) return <Empty text={t('devices.empty')} />;
          return (
            <>
              <Figures devices={sorted} />
              <Silent devices={sorted} />
              <Panel id="all-devices" title={t('devices.all')}>
                <Listing
                  id="devices"
                  name={t('devices.all')}
                  columns={columns()}
                  rows={sorted}
                  keyOf={({ id }) => id}
                  tools={<Formula of={['message_rate', 'device_state']} />}
                />
              </Panel>
            </>
          );
        }}
      </Answered>
      {pending.length > 0 && (
        <Panel id="pending" title={t('devices.pendingTitle')} summary={t('devices.count', { n: pending.length })}>
          <ul class="devices">
            {pending.map((device) => (
              <Pending key={device.device} device={device} />
            ))}
          </ul>
        </Panel>
      )}
      {/* Sentences of neighbours stay apart when a page is copied as text. */ ' '}
      <Provision />
    </PageFrame>
  );
}
