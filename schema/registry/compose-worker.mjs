import { parentPort } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// A thread of its own: composing takes hundreds of milliseconds, in which a gateway would answer nobody.
process.env['NODE_ENV'] ??= 'production'
register()
const { composeRelease } = await import('./compose-release.ts')
parentPort?.on('message', ({ id, subgraphs }) => {
  try {
    parentPort?.postMessage({ id, composed: composeRelease(subgraphs) })
  } catch (error) {
    parentPort?.postMessage({ id, failed: error instanceof Error ? error.message : String(error) })
  }
})
