import { describe, expect, it } from 'vitest';
import { createTestServer } from '../support/http-server.ts';

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

interface Operation {
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema: { readonly $ref?: string } }> }>;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

async function documented() {
  const server = createTestServer();
  const registered = new Set<string>();
  server.app.addHook('onRoute', (route) => {
    if (!/^\/(api\/v1\/|healthz|readyz|metrics)/.test(route.url)) return;
    for (const method of [route.method].flat()) {
      if (METHODS.has(method)) registered.add(`${method} ${route.url.replaceAll(/:(\w+)/g, '{$1}')}`);
    }
  });
  const answer = await server.app.inject({ url: '/api/openapi.json' });
  const document: Document = answer.json();
  return { server, registered, document };
}

describe('the OpenAPI document', () => {
  it('lists every route, and no route that does not exist', async () => {
    const { registered, document } = await documented();
    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(registered.size).toBeGreaterThan(20);
    expect(listed.sort()).toEqual([...registered].sort());
  });

  it('is OpenAPI 3.1 with the shapes of the contract', async () => {
    const { document } = await documented();
    expect(document.openapi).toMatch(/^3\.1\./);
    const visits = document.paths['/api/v1/visits']?.get;
    expect(JSON.stringify(visits?.responses['200'])).toContain('"party"');
    expect(visits?.parameters?.map((parameter) => parameter.name)).toEqual(['limit', 'before', 'open']);
    expect(Object.keys(document.paths['/api/v1/live']?.get?.responses['200']?.content ?? {})).toEqual(['text/event-stream']);
  });

  it('says of each read route that it needs a session and how it fails', async () => {
    const { document } = await documented();
    const operations = Object.entries(document.paths).filter(
      ([path]) => path.startsWith('/api/v1/') && !/readings|sales|session|player/.test(path),
    );
    expect(operations.length).toBeGreaterThan(12);
    for (const [path, methods] of operations) {
      for (const operation of Object.values(methods)) {
        expect(operation.security, path).toEqual([{ session: [] }]);
        expect(Object.keys(operation.responses.default?.content ?? {}), path).toEqual(['application/problem+json']);
      }
    }
  });

  it('can be read as a page that brings no foreign script', async () => {
    const { server } = await documented();
    const page = await server.app.inject({ url: '/api/docs/' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const scripts = [...page.body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toMatch(/src="\.?\//);
  });
});
