import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/translate.ts';
import { Preferences } from '../parts/header.tsx';
import { login, openNow } from '../state/actions.ts';
import { page } from '../state/model.ts';
import { arrive } from '../state/place.ts';

type Step = 'working' | 'explain' | 'refused' | 'unreachable';

/** The token of a login link, taken out of the address so that it stays in no history and no screenshot. */
function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return token;
}

/** Spends the token of the address; without one, or when it fails, says how to get a link. */
export function LoginPage() {
  const step = useSignal<Step>('working');
  useEffect(() => {
    const token = takeToken();
    if (!token) {
      step.value = 'explain';
      return;
    }
    void login(token).then((failed) => {
      if (failed) {
        step.value = failed;
        return;
      }
      arrive();
      page.value = 'shop';
      void openNow();
    });
  }, []);
  return (
    <main class="login">
      <img src="./icon.svg" alt="" width="48" height="48" />
      <h1>{t('login.title')}</h1>
      {step.value === 'working' && <p role="status">{t('login.working')}</p>}
      {step.value === 'refused' && <p role="alert">{t('login.failed')}</p>}
      {step.value === 'unreachable' && <p role="alert">{t('login.unreachable')}</p>}
      {step.value !== 'working' && (
        <>
          <p>{t('login.how')}</p>
          <pre>
            <code>aisle user link</code>
          </pre>
          <p class="muted">{t('login.then')}</p>
        </>
      )}
      <Preferences />
    </main>
  );
}
