import { defineConfig } from 'vite'
import { fixtureServer } from './tests/fixtureServer.js'

/** Where Maven takes the built pages from (maven-war-plugin's webResources). */
const builtPages = '../../../target/webui'

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
    reportCompressedSize: true,
  },
  server: process.env.EKAYA_SERVER ? { proxy: { '/api': process.env.EKAYA_SERVER } } : {},
  plugins: command === 'serve' && mode === 'development' && !process.env.EKAYA_SERVER ? [fixtureServer()] : [],
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup.js'],
    restoreMocks: true,
  },
}))
