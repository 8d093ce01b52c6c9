import { svelte } from '@sveltejs/vite-plugin-svelte'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** The in-memory backend is for tests and a plain browser; a bundle that carries it is a broken bundle. */
function withoutFakeBackend(): Plugin {
  return {
    name: 'without-fake-backend',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.moduleIds.some((id) => /\/ipc\/fake[^/]*\.ts$/.test(id))) {
          this.error(`${chunk.fileName} holds the fake backend`)
        }
      }
    },
  }
}

export default defineConfig({
  plugins: [svelte(), withoutFakeBackend()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 15000,
  },
})
