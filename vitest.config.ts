import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Files run in processes of their own; two, since the tests themselves start brokers, databases and browsers.
    pool: 'forks',
    maxWorkers: 2,
    // Far more than any needs: a stall of the machine is not a fault of ours.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default'],
  },
});
