import { render } from 'preact';
import { language } from './i18n/translate.ts';
import { LoginPage } from './login-page.tsx';
import { NowPage } from './now-page.tsx';
import { openNow } from './state/actions.ts';
import { page, startClock } from './state/model.ts';
import { applyPreferences } from './state/preferences.ts';
import './styles/base.css';
import './styles/layout.css';
import './styles/common.css';
import './styles/floor-plan.css';
import './styles/alerts.css';
import './styles/visits.css';
import './styles/offers.css';
import './styles/footfall.css';
import './styles/shelves.css';
import './styles/devices.css';
import './styles/ticker.css';
import './styles/login.css';

const App = () => (page.value === 'login' ? <LoginPage /> : <NowPage />);

applyPreferences(() => language.value);
startClock();
page.value = location.pathname.endsWith('/login') || location.hash.startsWith('#token=') ? 'login' : 'now';
if (page.value === 'now') void openNow();
const place = document.getElementById('app');
if (place) render(<App />, place);
