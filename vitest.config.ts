import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    alias: { stackpairs: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
  },
});
