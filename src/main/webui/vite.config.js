import { defineConfig } from 'vite'
import { fixtureServer } from './tests/fixtureServer.js'

/** Where Maven takes the built pages from (maven-war-plugin's webResources). */
const builtPages = '../../../target/webui'

/** The pages speak English: React Aria's texts in thirty other languages (30 KiB packed) become the English ones. */
const onlyEnglish = {
  name: 'ekaya-only-english',
  enforce: 'pre',
  resolveId(source, importer) {
    const english = source.replace(/\/(?!en-US)[a-z]{2}-[A-Z]{2}\.mjs$/, '/en-US.mjs')
    return english === source || !importer?.includes('react-aria') ? null : this.resolve(english, importer)
  },
}

export default defineConfig(({ command, mode }) => ({
  // The server replaces this in every answer by fresh random bytes; see the room `identity`.
  html: { cspNonce: '__CSP_NONCE__' },
  oxc: { jsx: { runtime: 'automatic', development: false } },
  build: {
    outDir: builtPages,
    emptyOutDir: true,
    target: 'es2023',
    // The policy allows no data: addresses, so nothing may be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // build.mjs holds the budgets, packed and by what is loaded together.
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: {
      // `"use client"` means something to React servers only.
      onLog: (level, log, handle) => { if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log) },
    },
  },
  server: process.env.EKAYA_SERVER ? { proxy: { '/api': process.env.EKAYA_SERVER } } : {},
  plugins: [onlyEnglish, command === 'serve' && mode === 'development' && !process.env.EKAYA_SERVER && fixtureServer()],
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.js'],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 20_000,
  },
}))
