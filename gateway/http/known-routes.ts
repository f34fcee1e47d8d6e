import type { FastifyInstance } from 'fastify';

/** Which methods an address takes, for answers to wrong methods. */
export interface KnownRoutes {
  /** Methods of the route that this path belongs to; empty when no route of the API matches. */
  methods(path: string): readonly string[];
}

/** Parameters match one path segment; everything else is literal. */
const toPattern = (url: string): RegExp => {
  const segments = url.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${segments.join('/')}$`);
};

/** Writes down each route as it is registered. Wildcards (static files) are left out: they would match everything. */
export function rememberRoutes(app: FastifyInstance): KnownRoutes {
  const known = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  app.addHook('onRoute', (route) => {
    if (route.url.includes('*')) return;
    const entry = known.get(route.url) ?? { pattern: toPattern(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) entry.methods.add(method);
    known.set(route.url, entry);
  });
  return {
    methods: (path) =>
      [...known.values()]
        .find((entry) => entry.pattern.test(path))
        ?.methods.values()
        .toArray() ?? [],
  };
}
