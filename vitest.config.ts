// Where the tests are. What the build leaves in dist/ is never taken for one.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'bench/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // By itself vitest leaves one core out: of two, half of them.
    maxWorkers: '100%',
  },
});
