import { join } from 'node:path';

/** What the operator reads about a connection that did not come about: never a secret, and what to do where we know it. */
export function explain(
  error: unknown,
  refusal: string,
  options: { readonly config: { readonly url: string }; readonly certificates: string },
): string {
  if (refusal !== '') return refusal;
  const text = error instanceof Error ? error.message : String(error);
  const { url } = options.config;
  if (/BadUserAccessDenied|BadIdentityToken/.test(text)) return 'the server refused user and password';
  if (/BadSecurityChecksFailed|BadCertificate/.test(text))
    return `the server does not trust the gateway: give it ${join(options.certificates, 'gateway', 'certificate.pem')} as a trusted client`;
  if (/ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timeout|not reachable|cannot be established/i.test(text))
    return `${url} cannot be reached`;
  // The first question is for the end points; its failure says little more than that there was no answer.
  if (/Fail to connect to server/.test(text)) return `${url} cannot be reached, or does not tell its end points`;
  if (/end ?point/i.test(text)) return 'the server offers no end point with this security and policy';
  return text.split('\n')[0]?.trim().slice(0, 200) || 'unknown';
}
