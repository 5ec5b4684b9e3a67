import { loadData } from '../../deploy/data/load-data.ts'
import type { MinistryName } from '../../deploy/ministry-name.ts'

/** What one load cost the process that made the rows. */
export interface LoadReport {
  readonly seconds: number
  /** Until the last row was handed over; keys and indexes follow. */
  readonly rowsSeconds: number
  readonly processorSeconds: number
  /** Resident at most, 10⁶ bytes. */
  readonly megabytes: number
}

const targets = JSON.parse(process.env['BENCH_TARGETS'] ?? '{}') as Record<MinistryName, string>
const people = Number(process.env['BENCH_PEOPLE'])
const began = performance.now()
const before = process.cpuUsage()
let rows = 0
await loadData({
  people,
  seed: 1,
  dirt: 0.01,
  recordSecret: Buffer.alloc(32, 1),
  targets: new Map(Object.entries(targets) as [MinistryName, string][]),
  onProgress: (progress) => {
    if (progress.phase === 'rows') rows = performance.now()
  },
})
const { user, system } = process.cpuUsage(before)
const report: LoadReport = {
  seconds: (performance.now() - began) / 1000,
  rowsSeconds: (rows - began) / 1000,
  processorSeconds: (user + system) / 1e6,
  megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
}
console.log(`report ${JSON.stringify(report)}`)
setInterval(() => undefined, 60_000)
process.once('SIGTERM', () => process.exit(0))
