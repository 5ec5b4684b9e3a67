import { describe } from 'vitest'
import { valkeyPath } from './valkey.ts'

if (valkeyPath === undefined)
  process.stderr.write('no valkey-server or redis-server: tests of shared counts are skipped\n')

/** `describe` for tests over a real Valkey; they are skipped where there is none. */
export const describeWithValkey = describe.skipIf(valkeyPath === undefined)
