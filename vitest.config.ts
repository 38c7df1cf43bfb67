import { defineConfig } from 'vitest/config';

/** Tests of what users get: the built command line, its pages in a browser, its types, and threads, which Node starts from built files. */
const BUILT = [
  'test/architecture/api.test.ts',
  'test/bin/*.test.ts',
  'test/experiment/pool.test.ts',
  'test/package.test.ts',
  'test/reports/browser/*.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    reporters: ['default'],
    projects: [
      { extends: true, test: { name: 'source', include: ['test/**/*.test.ts'], exclude: BUILT } },
      { extends: true, test: { name: 'built', include: BUILT, globalSetup: 'test/build.ts' } },
    ],
  },
});
