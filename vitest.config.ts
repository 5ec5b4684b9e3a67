import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'
import { nodeArguments } from './tests/support/node-arguments.ts'

// graphql is published twice (CommonJS and ESM). Two copies in one process refuse each other's types,
// so every import is sent to the one that Apollo's CommonJS packages load.
const graphql = createRequire(import.meta.url).resolve('graphql')

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    pool: 'forks',
    // Half of a system test's time is PostgreSQL's and its servers': two files fill two cores.
    maxWorkers: 2,
    // What a test changes it also puts back: importing everything once for each worker, and running code that is warm, is
    // more than a third of the processor's time.
    isolate: false,
    execArgv: [...nodeArguments],
    // As the times below: a condition that comes true late is no failure.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{auth,schema,telemetry,gateway,subgraphs,deploy}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          setupFiles: ['tests/support/record-run.ts'],
          // Generous: what these wait for is work, and a machine may be shared and slow.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
