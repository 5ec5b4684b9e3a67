import { resolve } from 'node:path'
import { gatewayConfig } from '../../../deploy/gateway-config.ts'
import { openLog } from '../../../deploy/open-log.ts'
import { readSettings } from '../../../deploy/settings.ts'
import { openGateway } from '../../../gateway/server.ts'

// The gateway as `lien-thong gateway --supergraph FILE` starts it, on a port of its own: guarded and recorded
// where BENCH_OPEN is not set; BENCH_SHARING=off does identical work each time anew.
const settings = readSettings(process.env)
const config = await gatewayConfig(settings, {
  supergraphFile: resolve(process.env['BENCH_SUPERGRAPH'] ?? ''),
  open: process.env['BENCH_OPEN'] !== undefined,
  ministryUrls: {},
  log: openLog(settings),
})
const sharing = process.env['BENCH_SHARING'] !== 'off'
// Stock refuses nobody, however long it takes.
const patient = { requestsAtOnce: 1000, admissionWaitMs: 10_000 }
const running = await openGateway({ ...config, port: 0, sharing, ...patient })
console.log(`gateway ${running.url}/graphql`)
process.once('SIGTERM', () => {
  void running.close()
})
