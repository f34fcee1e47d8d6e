/** What a request came to. Status 0: the gateway could not be reached. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly status: number; readonly detail: string; readonly next: string };

interface ProblemLike {
  readonly detail?: unknown;
  readonly next?: unknown;
}

async function toFailure(response: Response): Promise<{ readonly ok: false; status: number; detail: string; next: string }> {
  const problem = (await response.json().catch(() => ({}))) as ProblemLike;
  return {
    ok: false,
    status: response.status,
    detail: typeof problem.detail === 'string' ? problem.detail : response.statusText,
    next: typeof problem.next === 'string' ? problem.next : '',
  };
}

async function request<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init });
    if (!response.ok) return await toFailure(response);
    if (response.status === 204) return { ok: true, value: undefined as T };
    return { ok: true, value: (await response.json()) as T };
  } catch (error) {
    return { ok: false, status: 0, detail: error instanceof Error ? error.message : String(error), next: '' };
  }
}

/** Reads one part of the API. The shape is the contract's: the gateway serialises with the same schema. */
export const getJson = <T>(path: string): Promise<Answer<T>> => request<T>(path, { headers: { accept: 'application/json' } });

export const postJson = <T>(path: string, body: unknown): Promise<Answer<T>> =>
  request<T>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Replaces what had this `ETag` when it was read; status 412 when it is another by now. */
export const putJson = <T>(path: string, body: unknown, etag: string): Promise<Answer<T>> =>
  request<T>(path, { method: 'PUT', headers: { 'content-type': 'application/json', 'if-match': etag }, body: JSON.stringify(body) });

/** Sends a file as it is; its type says what it is. */
export const postBytes = <T>(path: string, body: Blob): Promise<Answer<T>> =>
  request<T>(path, { method: 'POST', headers: { 'content-type': body.type }, body });
