import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

// graphql is published twice (CommonJS and ESM). Two copies in one process refuse each other's types,
// so every import is sent to the one that Apollo's CommonJS packages load.
const graphql = createRequire(import.meta.url).resolve('graphql')

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ['tests/**/*.test.ts', '{auth,schema,gateway,subgraphs,deploy}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
})
