import { parseArgs } from 'node:util'
import { connected } from '../../deploy/connected.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { quantile } from '../bench/open-loop.ts'
import { type FaultHouse, openFaultHouse, timeUntil } from '../support/fault-house.ts'
import { recordSecret } from '../support/record-secret.ts'
import { smallDisk } from '../support/small-disk.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { openValkey, valkeyPath } from '../support/valkey.ts'
import { type Fault, landReport, othersReport } from './fault.ts'
import { diskFaults, landFaults } from './land-faults.ts'
import { ownFaults, valkeyFaults } from './own-faults.ts'
import { type Walked, held, walk } from './walk.ts'

const help = `npm run chaos -- [--rounds N] [--seconds N] [--rate N] [--deadline MS] [--only TEXT]

Breaks one thing after the other in a house of real processes, under load, and prints what it did (docs/faults.md).

  --rounds N      times that each fault comes and goes [3]
  --seconds N     that it lasts each time, and the calm before it [5]
  --rate N        requests a second that do not need what is broken [30]
  --deadline MS   of a request [3000]
  --only TEXT     faults whose name contains it alone
`

/** MiB of the disk of land's database: its files and some more. */
const landMegabytes = 400
/** Requests before what is held is looked at for the first time: code is compiled and pools are open. */
const warmUp = 1000
/** Of what was held before, what may be held after: none of it grows with the number of faults. */
const room = { sockets: 1, descriptors: 1, residentMegabytes: 1.25, connections: 1 }
/** What docs/faults.md promises. */
const normalWithinMs = 2000
const slower = 1.2

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '30' },
    deadline: { type: 'string', default: '3000' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(help)
else process.exitCode = (await walkAll()) ? 0 : 1

/** Whether everything was as docs/faults.md says. */
async function walkAll(): Promise<boolean> {
  const options = { rounds: count('rounds'), seconds: count('seconds'), rate: count('rate') }
  await using valkey = valkeyPath === undefined ? undefined : await openValkey()
  if (valkey === undefined)
    note('left out: Valkey gone or stuck (no valkey-server, no redis-server)')
  await using disk = await smallDisk(landMegabytes)
  if (disk === undefined) note("left out: a database's disk full (this account mounts no disk)")
  const picked = [
    ...landFaults,
    ...(disk ? diskFaults(disk) : []),
    ...ownFaults,
    ...(valkey ? valkeyFaults(valkey) : []),
  ].filter(({ name }) => name.includes(values.only))
  const seconds = 2 * options.rounds * options.seconds
  note(`opening the house; then ${picked.length} faults of ${seconds} s or more each`)
  await using directory = await temporaryDirectory()
  const cluster = await openCluster({ directory: directory.path, log: note })
  try {
    const owner = (database: string) => cluster.url({ database, role: 'owner' })
    await ensureJournal(owner('gateway'))
    const targets = (['reference', 'population'] as const).map(
      (name) => [name, owner(name)] as const,
    )
    await loadData({ people: 2000, seed: 1, dirt: 0, recordSecret, targets: new Map(targets) })
    await using house = await openFaultHouse({
      databases: (database, role) => cluster.url({ database, role }),
      environment: {
        LIEN_THONG_DEADLINE_MS: String(count('deadline')),
        ...(valkey && { VALKEY_URL: valkey.url }),
      },
      ...(disk && { landFiles: disk.path }),
      crowd: 50,
    })
    return await walked(house, picked, options)
  } finally {
    await cluster.stop()
  }
}

async function walked(
  house: FaultHouse,
  picked: readonly Fault[],
  options: Parameters<typeof walk>[2],
): Promise<boolean> {
  const connections = async (): Promise<number> => {
    await using client = await connected(house.landDatabase.url('admin'))
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = 'land_reader'`,
    )
    return rows[0]?.n ?? Number.NaN
  }
  await timeUntil(async () => (await house.ask(landReport)).errors.length === 0)
  for (let i = 0; i < warmUp; i++) await house.ask(i % 5 === 0 ? landReport : othersReport)
  const before = await held(house, connections)
  const rows: Walked[] = []
  for (const fault of picked) {
    note(fault.name)
    const row = await walk(house, fault, options)
    rows.push(row)
    process.stdout.write(`${lineOf(row)}\n`)
  }
  const after = await held(house, connections)
  const grown = (['sockets', 'descriptors', 'residentMegabytes', 'connections'] as const).filter(
    (name) => {
      process.stdout.write(
        `held ${name}: ${before[name].toFixed(0)} before, ${after[name].toFixed(0)} after\n`,
      )
      return after[name] > before[name] * room[name] + 1
    },
  )
  const named = (what: string, found: readonly string[]): void => {
    if (found.length > 0) process.stdout.write(`${what}: ${found.join(', ')}\n`)
  }
  const those = (is: (row: Walked) => boolean) => rows.filter(is).map(({ fault }) => fault)
  const strange = those(({ isAsTold }) => !isAsTold)
  named('not as told', strange)
  named('held more at the end', grown)
  named(
    `normal later than after ${normalWithinMs} ms`,
    those((row) => row.normalMs > normalWithinMs),
  )
  named(
    `others slower than ${slower} × at p99`,
    those((row) => (ratioOf(row) ?? 0) > slower),
  )
  return strange.length === 0 && grown.length === 0
}

/** Of others' p99, that with the fault to that without; undefined where none of them was answered. */
function ratioOf({ calm, rough }: Walked): number | undefined {
  return rough.length === 0 ? undefined : quantile(rough, 0.99) / quantile(calm, 0.99)
}

function lineOf(row: Walked): string {
  const { fault, got, longestMs, normalMs, calm, rough, hurt } = row
  const told = got.map(([outcome, times]) => `${times} × ${outcome || 'whole'}`).join('; ')
  const times = ratioOf(row)
  const others =
    times === undefined
      ? 'nobody answered'
      : `others' p50 ${ms(rough, 0.5)} (calm ${ms(calm, 0.5)}), p99 ${ms(rough, 0.99)} (calm ${ms(calm, 0.99)}, ${times.toFixed(2)} ×), ${hurt} hurt`
  return `${fault.padEnd(28)} ${told} | longest ${longestMs.toFixed(0)} ms | normal after ${normalMs.toFixed(0)} ms | ${others}`
}

function ms(latencies: readonly number[], share: number): string {
  return `${quantile(latencies, share).toFixed(1)} ms`
}

function count(name: 'rounds' | 'seconds' | 'rate' | 'deadline'): number {
  const value = Number(values[name])
  if (!Number.isInteger(value) || value < 1 || value > 60_000)
    throw new Error(`--${name}: expected a whole number from 1 to 60000, got ${values[name]}`)
  return value
}

function note(line: string): void {
  process.stderr.write(`  ${line}\n`)
}
