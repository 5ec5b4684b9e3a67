import { committedSupergraph, gatewayConfig } from '../../deploy/gateway-config.ts'
import { openLog } from '../../deploy/open-log.ts'
import { readSettings } from '../../deploy/settings.ts'
import { openGateway } from '../../gateway/server.ts'

// The gateway as `lien-thong gateway` starts it, without its audit journal, on a port of its own.
const settings = readSettings(process.env)
const config = await gatewayConfig(settings, {
  supergraphFile: committedSupergraph,
  open: false,
  ministryUrls: settings.ministryUrls,
  log: openLog(settings),
})
const running = await openGateway({ ...config, port: 0, audit: 'off' })
console.log(`gateway ${running.url}/graphql`)
process.once('SIGTERM', () => {
  void running.close()
})
