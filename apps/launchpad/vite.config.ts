import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const daemon = process.env['PAWL_DAEMON_URL'] ?? 'http://127.0.0.1:4750'

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // Data URLs would need a wider CSP for what they replace.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/graphql': { target: daemon, ws: true }, '/attachments': daemon, '/captured-logs': daemon, '/session': daemon },
  },
})
