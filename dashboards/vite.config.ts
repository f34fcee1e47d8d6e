import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/**
 * One page per run, named by the mode: `web` (operators) or `player` (shop displays). Asset addresses are relative, so
 * that a page works under any path; nothing is inlined, so that `script-src 'self'` and `style-src 'self'` are enough.
 */
export default defineConfig(({ mode }) => {
  const page = mode === 'player' ? 'player' : 'web';
  return {
    root: fileURLToPath(new URL(page, import.meta.url)),
    base: './',
    plugins: page === 'web' ? [preact({ devToolsEnabled: false, prefreshEnabled: false })] : [],
    build: {
      outDir: fileURLToPath(new URL(`dist/${page}`, import.meta.url)),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2022',
      chunkSizeWarningLimit: 800,
      reportCompressedSize: false,
    },
  };
});
