import type { SettingsView } from '../../../gateway/http/contract-settings.ts';
import { t } from '../i18n/translate.ts';
import { Chip } from './chip.tsx';

const LONGEST = 48;

/** A value of any form on one short line. */
export function shortValue(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** Where the file differs from what runs: all of it waits for a restart, which only whoever runs the machine can give. */
export function WaitingChanges({ waiting }: { readonly waiting: SettingsView['waiting'] }) {
  if (waiting.length === 0) return <p class="muted">{t('settings.noneWaiting')}</p>;
  return (
    <>
      <Chip tone="warn" icon="clock" text={t('settings.waits', { n: waiting.length })} />
      <ul class="waiting-changes">
        {waiting.map(({ path, running, next }) => (
          <li key={path}>
            <code>{path}</code>
            <span>
              <span class="muted">{t('settings.runs')}</span> {shortValue(running)}
            </span>
            <span>
              <span class="muted">{t('settings.afterRestart')}</span> <strong>{shortValue(next)}</strong>
            </span>
          </li>
        ))}
      </ul>
      <p class="muted">{t('settings.howToRestart')}</p>
    </>
  );
}
