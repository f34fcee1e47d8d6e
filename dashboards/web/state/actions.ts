import type { AlertView, NowView, OfferView, StoreView } from '../../../gateway/http/contract.ts';
import { fetchTexts } from '../i18n/translate.ts';
import { afterPaint } from './after-paint.ts';
import { getJson, postJson } from './api.ts';
import { moved } from './freshness.ts';
import { blocked, startLists, stopLists } from './lists.ts';
import { createLiveFeed } from './live-feed.ts';
import { failure, filled, link, now, offers, page, pushEvent, setClock, store } from './model.ts';
import { keepStoreLanguage } from './preferences.ts';

const API = '/api/v1';
/** Today's totals of offers change seldom; they are asked for again at this pace, not with each message. */
const OFFERS_EVERY_MS = 15_000;

function toLogin(): void {
  feed.stop();
  stopLists();
  page.value = 'login';
}

function openStream(on: { readonly message: (data: string) => void; readonly failed: () => void }, after: number | null): () => void {
  const stream = new EventSource(after === null ? `${API}/live` : `${API}/live?after=${after}`);
  stream.onmessage = (event) => on.message(String(event.data));
  stream.onerror = () => on.failed();
  return () => stream.close();
}

const feed = createLiveFeed({
  openStream,
  fetchNow: () => getJson<NowView>(`${API}/now`),
  onNow(picture) {
    now.value = picture;
    setClock(picture.at);
  },
  onEvent(event) {
    pushEvent(event);
    moved.soon();
  },
  onLink(state) {
    // What happened while nothing was heard is in the next answers.
    if (state === 'live' && link.value !== 'live' && link.value !== 'connecting') moved.now();
    link.value = state;
  },
  onLoggedOut: toLogin,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

let offersTimer: ReturnType<typeof setInterval> | undefined;

async function loadOffers(): Promise<void> {
  const answer = await getJson<OfferView[]>(`${API}/offers`);
  if (answer.ok) offers.value = answer.value;
}

/**
 * Fills the page: the shop once, and the live feed for good, both asked for at once. The lists follow the first picture, since the
 * gateway answers one question to its ledger after the other. Without a session this leads to the login page.
 */
export async function openNow(): Promise<void> {
  feed.start();
  const answer = await getJson<StoreView>(`${API}/store`);
  if (!answer.ok) {
    if (answer.status === 401) return toLogin();
    failure.value = { detail: answer.detail, next: answer.next };
    setTimeout(openNow, 3_000);
    return;
  }
  // The page begins in the language that it is going to have; in the browser's, if its texts do not come.
  await fetchTexts(answer.value.locale).catch(() => {});
  keepStoreLanguage(answer.value.locale);
  failure.value = null;
  store.value = answer.value;
  setClock(answer.value.now);
  void filled().then(() => afterPaint(startLists));
  clearInterval(offersTimer);
  offersTimer = setInterval(loadOffers, OFFERS_EVERY_MS);
  await loadOffers();
}

/** Spends a login link's token. Null when it worked, else why not. */
export async function login(token: string): Promise<'refused' | 'unreachable' | null> {
  const answer = await postJson<unknown>(`${API}/session`, { token });
  if (answer.ok) return null;
  return answer.status === 0 || answer.status >= 500 ? 'unreachable' : 'refused';
}

/**
 * Acknowledges an alert, as a false alarm when `isFalse`. Null when it worked; the next picture shows it, and until then this
 * page does. Else why not.
 */
export async function acknowledge(id: string, isFalse = false): Promise<string | null> {
  const answer = await postJson<undefined>(`${API}/alerts/${encodeURIComponent(id)}/ack`, isFalse ? { comment: 'false alarm' } : {});
  if (!answer.ok) {
    if (answer.status === 401) toLogin();
    return answer.detail;
  }
  const picture = now.value;
  if (picture) {
    const seen = (alert: AlertView): AlertView => ({
      ...alert,
      acknowledgedAt: alert.acknowledgedAt ?? picture.at,
      refutedAt: isFalse ? picture.at : alert.refutedAt,
    });
    now.value = { ...picture, alerts: picture.alerts.map((alert) => (alert.id === id ? seen(alert) : alert)) };
  }
  return null;
}

/** Has the gates watch a tag again. Null when it worked, else why not. */
export async function unblock(epc: string): Promise<string | null> {
  const answer = await postJson<undefined>(`${API}/security/blocked/${encodeURIComponent(epc)}/unblock`, {});
  if (!answer.ok) {
    if (answer.status === 401) toLogin();
    return answer.detail;
  }
  blocked.value = blocked.value.filter((tag) => tag.epc !== epc);
  return null;
}
