import type { DeviceView, PendingDeviceView } from '../../../gateway/http/contract.ts';
import { ago, duration, minuteOf, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { clock } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { actuatorLines } from './actuator-lines.ts';
import { Chip, type Tone } from './chip.tsx';
import type { IconName } from './icon.tsx';
import { Empty, Panel } from './panel.tsx';

const LOOK: Record<DeviceView['state'], { readonly tone: Tone; readonly icon: IconName; readonly rank: number }> = {
  offline: { tone: 'bad', icon: 'cross', rank: 0 },
  silent: { tone: 'warn', icon: 'alert', rank: 1 },
  'never-seen': { tone: 'plain', icon: 'question', rank: 2 },
  online: { tone: 'good', icon: 'check', rank: 3 },
};
/** A clock that is off by more than this is worth a word. */
const SKEW_WORTH_SAYING_MS = 2_000;

/** What each antenna reads, beside what is usual for it. */
export function antennasOf({ antennas }: DeviceView): string {
  const list = antennas.map(({ port, readsPerMinute: reads, usualPerMinute, quiet }) => {
    if (usualPerMinute === null) return t('devices.antenna', { port, reads });
    return t(quiet ? 'devices.antennaQuiet' : 'devices.antennaUsual', { port, reads, usual: Math.round(usualPerMinute) });
  });
  return t('devices.antennas', { list: list.join(' · ') });
}

/** Whether its clock is off by more than is usual. */
export const isSkewed = ({ skewMs }: DeviceView): boolean => skewMs !== null && Math.abs(skewMs) >= SKEW_WORTH_SAYING_MS;

/** Those that need somebody first; of the same state, by name. */
export const byNeed = (devices: readonly DeviceView[]): readonly DeviceView[] =>
  devices.toSorted((a, b) => LOOK[a.state].rank - LOOK[b.state].rank || a.id.localeCompare(b.id));

/** What a device tells of itself, where it tells it. */
function factsOf(device: DeviceView): string[] {
  const { firmware, batteryPct, reboots, rebootedAt, since, state } = device;
  return [
    state === 'never-seen' || since === null ? '' : t('devices.since', { time: minuteOf(since) }),
    firmware === null ? '' : t('devices.firmware', { version: firmware }),
    batteryPct === null ? '' : t('devices.battery', { percent: percent(batteryPct / 100) }),
    reboots === 0 || rebootedAt === null ? '' : t('devices.reboots', { n: reboots, ago: ago(clock.value - rebootedAt) }),
  ].filter((fact) => fact !== '');
}

export function DeviceState({ state }: { readonly state: DeviceView['state'] }) {
  return <Chip tone={LOOK[state].tone} icon={LOOK[state].icon} text={t(`devices.${state}`)} />;
}

function Device({ device }: { readonly device: DeviceView }) {
  const last = device.lastMessage === null ? t('devices.noMessage') : t('devices.last', { ago: ago(clock.value - device.lastMessage) });
  const facts = factsOf(device);
  return (
    <li class="device" data-device={device.id} data-state={device.state}>
      <strong class="device-name">{pick(device.name, device.id)}</strong>
      <DeviceState state={device.state} />
      <span class="device-fact">{[device.model ?? device.driver, zoneName(device.zone)].filter(Boolean).join(' · ')}</span>
      <span class="device-fact">{last}</span>
      <span class="device-fact">
        {t('devices.messages', { n: device.messages })}
        <span class={device.rejected > 0 ? 'is-rejected' : 'muted'}>
          {' · '}
          {device.rejected > 0 ? t('devices.rejected', { n: device.rejected }) : t('devices.noneRejected')}
        </span>
      </span>
      {device.messagesPerMinute > 0 && (
        <span class="device-fact">
          {t('devices.rate', { n: Math.round(device.messagesPerMinute * 10) / 10 })}
          {device.rejectedPerMinute > 0 && (
            <span class="is-rejected">
              {' · '}
              {t('devices.rejectRate', { n: Math.round(device.rejectedPerMinute * 10) / 10 })}
            </span>
          )}
        </span>
      )}
      {facts.length > 0 && <span class="device-fact">{facts.join(' · ')}</span>}
      {device.antennas.length > 0 && (
        <span class={device.antennas.some(({ quiet }) => quiet) ? 'device-fact is-rejected' : 'device-fact'}>{antennasOf(device)}</span>
      )}
      {actuatorLines(device).map(({ text, isBad }) => (
        <span key={text} class={isBad ? 'device-fact is-rejected' : 'device-fact'}>
          {text}
        </span>
      ))}
      {device.problem !== null && <span class="device-fact is-rejected">{t('devices.problem', { problem: device.problem })}</span>}
      {isSkewed(device) && <span class="device-fact is-rejected">{t('devices.skew', { duration: duration(device.skewMs ?? 0) })}</span>}
    </li>
  );
}

/** Somebody has given it a secret, and nobody has entered it yet. */
export function Pending({ device }: { readonly device: PendingDeviceView }) {
  const { topics, messages, lastMessage, guesses } = device;
  const [likeliest] = guesses;
  return (
    <li class="device" data-device={device.device} data-state="pending">
      <strong class="device-name">{device.device}</strong>
      <Chip tone="warn" icon="question" text={t('devices.pending')} />
      <span class="device-fact">{t('devices.notEntered')}</span>
      <span class="device-fact">
        {likeliest ? t('devices.guess', { driver: likeliest.driver, percent: percent(likeliest.share) }) : t('devices.noGuess')}
      </span>
      <span class="device-fact">{t('devices.last', { ago: ago(clock.value - lastMessage) })}</span>
      <span class="device-fact">{t('devices.messages', { n: messages })}</span>
      <span class="device-fact muted">{topics.join(' · ')}</span>
    </li>
  );
}

interface DevicesProps {
  readonly devices: readonly DeviceView[];
  readonly pending: readonly PendingDeviceView[];
}

/** Devices that need somebody first. */
export function Devices({ devices, pending }: DevicesProps) {
  const sorted = byNeed(devices);
  const online = devices.filter((device) => device.state === 'online').length;
  const summary = devices.length > 0 ? t('devices.summary', { online, all: devices.length }) : undefined;
  return (
    <Panel id="devices" title={t('devices.title')} summary={summary}>
      {devices.length === 0 && <Empty text={t('devices.empty')} />}
      <ul class="devices">
        {pending.map((device) => (
          <Pending key={device.device} device={device} />
        ))}
        {sorted.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
    </Panel>
  );
}
