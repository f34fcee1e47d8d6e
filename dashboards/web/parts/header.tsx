import type { ComponentChildren } from 'preact';
import { dayOf, secondOf } from '../i18n/format.ts';
import { language, pick, t } from '../i18n/translate.ts';
import { clock, link, now, store } from '../state/model.ts';
import { type PageName, place } from '../state/place.ts';
import { chosenLanguage, LANGUAGES, type Language, THEMES, type Theme, theme } from '../state/preferences.ts';
import { Icon } from './icon.tsx';
import { PageLink } from './page-link.tsx';

const LANGUAGE_NAMES: Record<Language, string> = { 'zh-TW': '繁體中文', 'zh-CN': '简体中文', en: 'English' };

export function Preferences({ children }: { readonly children?: ComponentChildren }) {
  return (
    <div class="preferences">
      <label>
        <span class="visually-hidden">{t('app.language')}</span>
        <select
          value={language.value}
          onChange={(event) => {
            chosenLanguage.value = event.currentTarget.value as Language;
          }}
        >
          {LANGUAGES.map((code) => (
            <option key={code} value={code} lang={code}>
              {LANGUAGE_NAMES[code]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{t('app.theme')}</span>
        <select
          value={theme.value}
          onChange={(event) => {
            theme.value = event.currentTarget.value as Theme;
          }}
        >
          {THEMES.map((choice) => (
            <option key={choice} value={choice}>
              {t(`app.theme.${choice}`)}
            </option>
          ))}
        </select>
      </label>
      {children}
    </div>
  );
}

/** Whether what is shown is live, and up to when it is complete. Never hidden: an old picture must not look fresh. */
function LinkStatus() {
  const picture = now.value;
  return (
    <div class={`link link-${link.value}`}>
      <span class="link-dot" aria-hidden="true" />
      <span class="link-text">
        <strong role="status">{t(`link.${link.value}`)}</strong>
        {picture && <span class="link-detail">{t('link.complete', { time: secondOf(picture.completeUntil) })}</span>}
        {picture && picture.journalLag > 0 && <span class="link-detail">{t('link.lag', { n: picture.journalLag })}</span>}
      </span>
    </div>
  );
}

/** Makes a screen on the wall of this page and others. */
const WallLink = ({ page }: { readonly page: PageName }) => (
  <PageLink to={page} query={{ kiosk: '1' }} class="wall-link" label={t('kiosk.open')}>
    <Icon name="wall" />
  </PageLink>
);

export function Header() {
  const shop = store.value;
  const { page } = place.value;
  return (
    <header class="top">
      <div class="brand">
        <img src="./icon.svg" alt="" width="32" height="32" />
        <div>
          <h1>
            {shop ? pick(shop.name, shop.id) : 'Silent Aisle'}
            {shop?.demo && <span class="badge">{t('app.demo')}</span>}
          </h1>
          <p class="brand-sub">
            <span class="brand-day">{dayOf(clock.value)}</span>{' '}
            <time title={`${t('app.storeTime')} (${shop?.timezone ?? 'UTC'})`}>{secondOf(clock.value)}</time>
          </p>
        </div>
      </div>
      <LinkStatus />
      <Preferences>{page !== null && <WallLink page={page} />}</Preferences>
    </header>
  );
}
