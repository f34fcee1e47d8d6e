import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/translate.ts';
import { IN_NAVIGATION } from '../page-names.ts';
import { now } from '../state/model.ts';
import { type PageName, place } from '../state/place.ts';
import { Icon, type IconName } from './icon.tsx';
import { wanting } from './kpis.tsx';
import { PageLink } from './page-link.tsx';

const ICONS: Readonly<Record<Exclude<PageName, 'plan-editor'>, IconName>> = {
  now: 'clock',
  footfall: 'door',
  journey: 'way',
  shelves: 'shelf',
  visits: 'person',
  loss: 'tag',
  customers: 'card',
  devices: 'screen',
  alerts: 'alert',
  offers: 'offer',
  'offer-editor': 'pen',
  reports: 'report',
  audit: 'list',
  floor: 'plan',
  settings: 'sliders',
};

/** All pages; the first one with the number of alerts that want somebody. */
export function Nav() {
  const open = wanting(now.value?.alerts ?? []).length;
  const list = useRef<HTMLElement>(null);
  const { page } = place.value;
  // Where the pages stand in one line, that of the present page may lie beyond its end. Only the line moves: `scrollIntoView` would
  // also make the keyboard begin there.
  useEffect(() => {
    const nav = list.current;
    const current = nav?.querySelector<HTMLElement>('[aria-current]');
    if (!nav || !current) return;
    const { left, width } = current.getBoundingClientRect();
    nav.scrollLeft += left + width / 2 - (nav.getBoundingClientRect().left + nav.clientWidth / 2);
  }, [page]);
  return (
    <nav class="nav" aria-label={t('nav.title')} ref={list}>
      <ul>
        {(['now', ...IN_NAVIGATION] as const).map((name) => (
          <li key={name}>
            <PageLink to={name} class="nav-link" isCurrent={page === name}>
              <Icon name={ICONS[name]} />
              <span>{t(`nav.${name}`)}</span>
              {name === 'now' && open > 0 && (
                <span class="nav-count">
                  {open}
                  <span class="visually-hidden">{t('nav.open', { n: open })}</span>
                </span>
              )}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
