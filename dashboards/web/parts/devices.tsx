import type { DeviceView } from '../../../gateway/http/contract.ts';
import { ago, duration } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { clock } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
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

export function DeviceState({ state }: { readonly state: DeviceView['state'] }) {
  return <Chip tone={LOOK[state].tone} icon={LOOK[state].icon} text={t(`devices.${state}`)} />;
}

function Device({ device }: { readonly device: DeviceView }) {
  const last = device.lastMessage === null ? t('devices.noMessage') : t('devices.last', { ago: ago(clock.value - device.lastMessage) });
  const isSkewed = device.skewMs !== null && Math.abs(device.skewMs) >= SKEW_WORTH_SAYING_MS;
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
      {isSkewed && <span class="device-fact is-rejected">{t('devices.skew', { duration: duration(device.skewMs ?? 0) })}</span>}
    </li>
  );
}

/** Devices that need somebody first. */
export function Devices({ devices }: { readonly devices: readonly DeviceView[] }) {
  const sorted = [...devices].sort((a, b) => LOOK[a.state].rank - LOOK[b.state].rank || a.id.localeCompare(b.id));
  const online = devices.filter((device) => device.state === 'online').length;
  const summary = devices.length > 0 ? t('devices.summary', { online, all: devices.length }) : undefined;
  return (
    <Panel id="devices" title={t('devices.title')} summary={summary}>
      {devices.length === 0 && <Empty text={t('devices.empty')} />}
      <ul class="devices">
        {sorted.map((device) => (
          <Device key={device.id} device={device} />
        ))}
      </ul>
    </Panel>
  );
}
