import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One module graph a worker: tfjs and the decoders are loaded once, not once a file.
    isolate: false,
    reporters: ['default'],
  },
});
