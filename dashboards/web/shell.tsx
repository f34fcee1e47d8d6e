import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from './i18n/translate.ts';
import { NowPage } from './pages/now-page.tsx';
import { FormulaCard } from './parts/formula.tsx';
import { Header } from './parts/header.tsx';
import { Nav } from './parts/nav.tsx';
import { PageLink } from './parts/page-link.tsx';
import { type Kiosk, kiosk } from './state/kiosk.ts';
import { failure, isFilled, link } from './state/model.ts';
import { type PageName, place } from './state/place.ts';

/** Pages beside the first are fetched when they are opened. */
const LOADERS: Readonly<Record<Exclude<PageName, 'now'>, () => Promise<FunctionComponent>>> = {
  footfall: () => import('./pages/footfall-page.tsx').then((module) => module.FootfallPage),
  floor: () => import('./pages/floor-page.tsx').then((module) => module.FloorPage),
  journey: () => import('./pages/journey-page.tsx').then((module) => module.JourneyPage),
  shelves: () => import('./pages/shelves-page.tsx').then((module) => module.ShelvesPage),
  offers: () => import('./pages/offers-page.tsx').then((module) => module.OffersPage),
  'offer-editor': () => import('./pages/offer-editor-page.tsx').then((module) => module.OfferEditorPage),
  devices: () => import('./pages/devices-page.tsx').then((module) => module.DevicesPage),
  customers: () => import('./pages/customers-page.tsx').then((module) => module.CustomersPage),
  visits: () => import('./pages/visits-page.tsx').then((module) => module.VisitsPage),
  loss: () => import('./pages/loss-page.tsx').then((module) => module.LossPage),
  audit: () => import('./pages/audit-page.tsx').then((module) => module.AuditPage),
  alerts: () => import('./pages/alerts-page.tsx').then((module) => module.AlertsPage),
  reports: () => import('./pages/reports-page.tsx').then((module) => module.ReportsPage),
  settings: () => import('./pages/settings-page.tsx').then((module) => module.SettingsPage),
  'plan-editor': () => import('./pages/plan-editor-page.tsx').then((module) => module.PlanEditorPage),
};
const loaded = new Map<PageName, FunctionComponent>([['now', NowPage]]);

/** Has the code of a page at hand. Rejects when it cannot be fetched. */
export async function fetchPage(name: PageName): Promise<void> {
  if (name !== 'now' && !loaded.has(name)) loaded.set(name, await LOADERS[name]());
}

function Waiting() {
  const problem = failure.value;
  return (
    <div class="waiting">
      {problem ? (
        <p role="alert">
          {t('app.failed')} {problem.detail} {problem.next}
        </p>
      ) : (
        <p role="status">{t('app.loading')}</p>
      )}
    </div>
  );
}

function NoSuchPage() {
  return (
    <div class="waiting">
      <p>{t('app.noSuchPage')}</p>
      <PageLink to="now">{t('nav.now')}</PageLink>
    </div>
  );
}

/** The page that the address names; the last one stays until the next is there. */
function CurrentPage({ name }: { readonly name: PageName }) {
  const [shown, show] = useState(loaded.has(name) ? name : null);
  useEffect(() => {
    document.title = `${t(`nav.${name}`)} · Silent Aisle`;
    if (loaded.has(name)) {
      show(name);
      return;
    }
    let isGone = false;
    void fetchPage(name).then(() => {
      if (!isGone) show(name);
    });
    return () => {
      isGone = true;
    };
  }, [name]);
  const Page = shown === null ? null : loaded.get(shown);
  return Page ? <Page /> : <Waiting />;
}

/** The head of a screen on the wall is fetched for those who are one. */
function WallHead({ kiosk: wall }: { readonly kiosk: Kiosk }) {
  const [Bar, show] = useState<FunctionComponent<{ readonly kiosk: Kiosk }> | null>(null);
  useEffect(() => {
    void import('./parts/kiosk-bar.tsx').then(({ KioskBar }) => show(() => KioskBar));
  }, []);
  return Bar && <Bar kiosk={wall} />;
}

/** Head, navigation and the page between them; on a wall the page, with a head of its own. */
export function Shell() {
  const { page } = place.value;
  const wall = kiosk.value;
  return (
    <>
      <a class="skip" href="#main">
        {t('app.skip')}
      </a>
      {wall ? <WallHead kiosk={wall} /> : <Header />}
      <div class={wall ? '' : 'shell'}>
        {!wall && <Nav />}
        <main id="main" tabIndex={-1} class={link.value === 'stale' ? 'is-stale' : ''}>
          {page === null ? <NoSuchPage /> : isFilled.value ? <CurrentPage name={page} /> : <Waiting />}
        </main>
      </div>
      <FormulaCard />
    </>
  );
}
