import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // A process takes one file after the other: loading the whole product anew for each cost more than all tests did.
    isolate: false,
    maxWorkers: 3,
    // Node runs the sources as they are, in tests as in the product: nothing is transformed and served file by file.
    // So a test imports no .tsx; what a page thinks stands in a .ts file beside it.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    globalSetup: ['test/global-setup.ts'],
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
    sequence: { sequencer: LongestFirst },
    // Nothing is measured by these: they only end what hangs, also on a machine that is busy with other work.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    expect: { poll: { timeout: 30_000 } },
  },
})
