import { parentPort } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

// A thread of its own: composing takes hundreds of milliseconds, in which a gateway would answer nobody.
process.env['NODE_ENV'] ??= 'production'
register()
const [{ composeRelease }, { changesOf }] = await Promise.all([
  import('./compose-release.ts'),
  import('./changes-of.ts'),
])

async function done({ subgraphs, comparison }) {
  return comparison === undefined
    ? { composed: composeRelease(subgraphs) }
    : { changes: await changesOf(comparison) }
}

parentPort?.on('message', ({ id, ...work }) => {
  done(work).then(
    (reply) => parentPort?.postMessage({ id, ...reply }),
    (error) =>
      parentPort?.postMessage({
        id,
        failed: error instanceof Error ? error.message : String(error),
      }),
  )
})
