import { openCluster } from '../../deploy/local/cluster.ts'

// Opens the cluster of the directory given, says so, and holds it until it is killed.
const [directory = ''] = process.argv.slice(2)
try {
  const cluster = await openCluster({
    directory,
    url: 'http://localhost:4999',
    log: () => undefined,
  })
  process.send?.({ port: cluster.port })
  process.once('SIGTERM', () => {
    void cluster.stop().then(() => process.exit(0))
  })
  setInterval(() => undefined, 60_000)
} catch (error) {
  process.send?.({ error: error instanceof Error ? error.message : 'unknown' })
  process.exit(1)
}
