import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

/** Where a gateway listens while the page is worked on with `npx vite gateway/console`. */
const gateway = process.env['LIEN_THONG_URL'] ?? 'http://localhost:4000'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../.data/console', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    // The policy of the page allows no data: scripts and fonts of its own alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: Object.fromEntries(
      [
        '/graphql',
        '/console/',
        '/dev/',
        '/export',
        '/reports-api',
        '/registry',
        '/changes',
        '/schema.graphql',
        '/schema.json',
        '/documents',
        '/data/',
        '/indicators/stream',
        '/me/',
      ].map((path) => [path, gateway]),
    ),
  },
})
