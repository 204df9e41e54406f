import { defineConfig } from 'vitest/config';

/** `npm run test:long`: the many kills and simulation seeds, one file at a time. */
export default defineConfig({
  test: {
    include: ['test/**/*.long.test.ts'],
    testTimeout: 900_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    passWithNoTests: false,
  },
});
