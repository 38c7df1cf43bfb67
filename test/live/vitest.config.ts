import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Conversations with real servers, in real time: `npm run test:live`, and no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/live/*.live.ts'],
    root: fileURLToPath(new URL('../..', import.meta.url)),
    hookTimeout: 300_000,
    disableConsoleIntercept: true,
  },
});
