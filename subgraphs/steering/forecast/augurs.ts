import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ChangepointDetector, initSync as initChangepoint } from '@bsull/augurs/changepoint'
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets'
import { MSTL, initSync as initMstl } from '@bsull/augurs/mstl'

const { resolve } = createRequire(import.meta.url)

/** The library's WebAssembly, beside its modules; it loads it from an address by itself only in a browser. */
function bytesOf(name: 'changepoint' | 'ets' | 'mstl'): Buffer {
  return readFileSync(resolve(`@bsull/augurs/${name}`).replace(/\.js$/, '_bg.wasm'))
}

initChangepoint({ module: bytesOf('changepoint') })
initEts({ module: bytesOf('ets') })
initMstl({ module: bytesOf('mstl') })

export { AutoETS, ChangepointDetector, MSTL }
