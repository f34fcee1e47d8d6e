import { useEffect, useState } from 'preact/hooks';
import { type Answer, getJson } from './api.ts';
import { asOf } from './freshness.ts';
import { page } from './model.ts';

/** What a page knows of a question: the newest answer, and why the last attempt failed. */
export interface Known<T> {
  readonly value: T | null;
  readonly problem: { readonly detail: string; readonly next: string } | null;
  readonly isAsking: boolean;
}

const REFRESH_MS = 60_000;
const nothing = { value: null, problem: null, isAsking: true } as const;

/** The old answer where the new one says the same: nothing has to be drawn again. */
const settle = <T>(old: T | null, fresh: T): T => (old !== null && JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh);

/**
 * Asks the API, again every minute, while the shop moves more often, after a break of the live feed at once, and when the question
 * changes. An answer that fails later leaves the old one, with the problem beside it; a slow answer to an older question is dropped. Null
 * asks nothing. Another `version` asks at once again.
 */
export function useAnswer<T>(path: string | null, version = ''): Known<T> {
  const fresh = asOf();
  const [known, setKnown] = useState<Known<T> & { readonly path: string | null }>({ ...nothing, path });
  useEffect(() => {
    if (path === null) return;
    let isGone = false;
    const take = (answer: Answer<T>) => {
      if (isGone) return;
      if (answer.ok) setKnown(({ value }) => ({ value: settle(value, answer.value), problem: null, isAsking: false, path }));
      else if (answer.status === 401) page.value = 'login';
      else setKnown((before) => ({ value: before.path === path ? before.value : null, problem: answer, isAsking: false, path }));
    };
    const askNow = () => void getJson<T>(`/api/v1${path}`).then(take);
    setKnown((before) => ({ ...before, isAsking: true }));
    askNow();
    const timer = setInterval(askNow, REFRESH_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [path, version, fresh]);
  return path === null ? { ...nothing, isAsking: false } : known;
}
