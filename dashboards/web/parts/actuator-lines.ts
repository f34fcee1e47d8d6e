import type { DeviceView } from '../../../gateway/http/contract.ts';
import { secondOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

type Channel = NonNullable<DeviceView['actuator']>['channels'][number];

interface Line {
  readonly text: string;
  /** Nobody knows whether it is so. */
  readonly isBad: boolean;
}

function whoOf({ by }: Channel): string {
  switch (by?.kind) {
    case 'offer':
      return t('actuator.byOffer', { id: by.id });
    case 'rule':
      return t('actuator.byRule', { id: by.id });
    default:
      return t('actuator.byOperator', { user: by?.user ?? '' });
  }
}

function stateOf(channel: Channel): string {
  if (channel.state === 'lost') return t('actuator.lost');
  return channel.state === 'safe' || channel.until === null
    ? t('actuator.safe')
    : t('actuator.away', { who: whoOf(channel), time: secondOf(channel.until) });
}

/** How each channel of an actuator stands: who holds it and until when, and whether it proved that it obeyed. */
export function actuatorLines({ actuator }: Pick<DeviceView, 'actuator'>): Line[] {
  const channels = actuator?.channels ?? [];
  return channels.map((channel) => {
    const isBad = channel.state === 'lost' || channel.proved === false;
    const state = channel.proved === false ? `${stateOf(channel)} · ${t('actuator.unproved')}` : stateOf(channel);
    return { text: channels.length > 1 ? t('actuator.channel', { n: channel.channel, state }) : state, isBad };
  });
}
