import type { ExplanationView } from '../../../gateway/http/contract-explain.ts';
import { type Answer, getJson } from './api.ts';
import type { Language } from './preferences.ts';

/** What the gateway can be asked to explain, by its place in the API. */
export type Explained = { readonly kind: 'items' | 'visits' | 'alerts'; readonly id: string };

/** Asks why; the sentences come in the page's language, since the gateway alone has the words. */
export const askWhy = ({ kind, id }: Explained, language: Language): Promise<Answer<ExplanationView>> =>
  getJson<ExplanationView>(`/api/v1/${kind}/${encodeURIComponent(id)}/explain?lang=${language}`);
