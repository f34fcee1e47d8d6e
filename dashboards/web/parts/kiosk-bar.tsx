import { useEffect, useRef } from 'preact/hooks';
import { secondOf } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { keepAwake } from '../state/keep-awake.ts';
import { type Kiosk, leaveKiosk, turnPage } from '../state/kiosk.ts';
import { clock, link, now, store } from '../state/model.ts';
import { place } from '../state/place.ts';
import '../styles/kiosk.css';

/** After so long the page is fetched anew, when the gateway is there to give it: nothing that a browser gathers lasts for weeks. */
const FRESH_START_MS = 6 * 3_600_000;
/** A page longer than the screen is shown in so many parts at most. */
const MOST_PARTS = 4;

/** Shows what lies below the screen's edge, part by part, before the page turns. */
function useScrolling({ pages, everyS }: Kiosk, page: string | null): void {
  useEffect(() => {
    const parts = () => Math.min(MOST_PARTS, Math.max(1, Math.ceil(document.documentElement.scrollHeight / innerHeight - 0.15)));
    let part = 0;
    // Never shorter than it takes to read a part.
    const stepMs = Math.max(2_500, (everyS * 1_000) / MOST_PARTS);
    const timer = setInterval(() => {
      part = (part + 1) % parts();
      scrollTo(0, part * innerHeight * 0.9);
    }, stepMs);
    return () => clearInterval(timer);
  }, [page, everyS, pages.length]);
}

/** The head of a screen on the wall: where we are, what time it is, whether it is live; and what keeps it going by itself. */
export function KioskBar({ kiosk }: { readonly kiosk: Kiosk }) {
  const { page } = place.value;
  const { pages, everyS } = kiosk;
  const startedAt = useRef(performance.now());
  useEffect(() => {
    const awake = keepAwake();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') leaveKiosk();
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
      awake();
    };
  }, []);
  const isAnswered = link.value === 'live' || link.value === 'polling';
  const canStartAnew = useRef(isAnswered);
  canStartAnew.current = isAnswered;
  const turn = pages.join();
  useEffect(() => {
    const timer = setInterval(() => {
      if (performance.now() - startedAt.current > FRESH_START_MS && canStartAnew.current) location.reload();
      else turnPage();
    }, everyS * 1_000);
    return () => clearInterval(timer);
  }, [turn, everyS]);
  useScrolling(kiosk, page);

  const shop = store.value;
  const picture = now.value;
  return (
    <header class={`kiosk-bar kiosk-${link.value}`}>
      <div>
        <h1>{shop ? pick(shop.name, shop.id) : 'Silent Aisle'}</h1>
        {page !== null && <p class="kiosk-page">{t(`nav.${page}`)}</p>}
      </div>
      {pages.length > 1 && (
        <ol class="kiosk-steps" aria-hidden="true">
          {pages.map((name) => (
            <li key={name} class={name === page ? 'is-here' : ''} />
          ))}
        </ol>
      )}
      <div class="kiosk-state">
        <strong role="status">
          {isAnswered || picture === null ? t(`link.${link.value}`) : t('kiosk.stale', { time: secondOf(picture.completeUntil) })}
        </strong>
        <time>{secondOf(clock.value)}</time>
      </div>
      <button type="button" class="kiosk-leave" onClick={leaveKiosk}>
        {t('kiosk.leave')}
      </button>
    </header>
  );
}
