import { render } from 'preact';
import { language, loadOtherTexts, startTexts } from './i18n/translate.ts';
import { LoginPage } from './pages/login-page.tsx';
import { fetchPage, Shell } from './shell.tsx';
import { openNow } from './state/actions.ts';
import { afterPaint } from './state/after-paint.ts';
import { markKiosk } from './state/kiosk.ts';
import { filled, page, startClock } from './state/model.ts';
import { place } from './state/place.ts';
import { applyPreferences } from './state/preferences.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/nav.css';
import './styles/page.css';
import './styles/common.css';
import './styles/floor-plan.css';
import './styles/alerts.css';
import './styles/explanation.css';
import './styles/visits.css';
import './styles/offers.css';
import './styles/footfall.css';
import './styles/shelves.css';
import './styles/devices.css';
import './styles/accuracy.css';
import './styles/ticker.css';
import './styles/worth.css';
import './styles/login.css';

const App = () => (page.value === 'login' ? <LoginPage /> : <Shell />);

applyPreferences(() => language.value);
startClock();
markKiosk();
page.value = location.pathname.endsWith('/login') || location.hash.startsWith('#token=') ? 'login' : 'shop';
const texts = startTexts();
if (page.value === 'shop') {
  // All that is needed is asked for at once: the texts, what there is to show, and the code of the page.
  void openNow();
  if (place.value.page !== null) void fetchPage(place.value.page);
  void filled().then(() => afterPaint(loadOtherTexts));
}
const app = document.getElementById('app');
if (app) void texts.then(() => render(<App />, app));
