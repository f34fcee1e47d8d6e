import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * Each language is one chunk with its own texts. Their sources have three languages side by side, one file for each page, so that
 * they are written and checked together; left to the bundler, whoever asks for one language would be sent all three.
 */
const languages = (): Plugin => ({
  name: 'languages',
  async load(id) {
    const isCatalogue = /[/\\]web[/\\]i18n[/\\]/.test(id) && ['en.ts', 'zh-tw.ts', 'zh-cn.ts'].includes(basename(id));
    if (!isCatalogue) return null;
    const catalogue: object = await import(pathToFileURL(id).href);
    return Object.entries(catalogue)
      .map(([name, texts]) => `export const ${name} = ${JSON.stringify(texts)};`)
      .join('\n');
  },
});

/**
 * One page per run, named by the mode: `web` (operators), `player` (shop displays) or `occupancy` (everybody). Asset addresses are relative, so
 * that a page works under any path; nothing is inlined, so that `script-src 'self'` and `style-src 'self'` are enough.
 */
export default defineConfig(({ mode }) => {
  const page = mode === 'player' || mode === 'occupancy' ? mode : 'web';
  return {
    root: fileURLToPath(new URL(page, import.meta.url)),
    base: './',
    plugins: page === 'web' ? [languages(), preact({ devToolsEnabled: false, prefreshEnabled: false })] : [],
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
