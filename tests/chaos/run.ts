import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connected } from '../../deploy/connected.ts'
import { loadData } from '../../deploy/data/load-data.ts'
import { openCluster } from '../../deploy/local/cluster.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { type FaultHouse, openFaultHouse, timeUntil } from '../support/fault-house.ts'
import { recordSecret } from '../support/record-secret.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { type Fault, landReport, othersReport } from './fault.ts'
import { landFaults } from './land-faults.ts'
import { ownFaults } from './own-faults.ts'
import { type Walked, held, walk } from './walk.ts'

const help = `npm run chaos -- [--seconds N] [--rate N] [--deadline MS] [--only TEXT]

Breaks one thing after the other in a house of real processes, under load, and prints what it did (docs/faults.md).

  --seconds N     that each fault lasts, and the calm before it [10]
  --rate N        requests a second that do not need what is broken [20]
  --deadline MS   of a request [3000]
  --only TEXT     faults whose name contains it alone
`

const faults: readonly Fault[] = [...landFaults, ...ownFaults]

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '20' },
    deadline: { type: 'string', default: '3000' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(help)
else process.exitCode = (await walkAll()) ? 0 : 1

/** Whether everything was as docs/faults.md says. */
async function walkAll(): Promise<boolean> {
  const options = { seconds: count('seconds'), rate: count('rate') }
  const picked = faults.filter(({ name }) => name.includes(values.only))
  note(`opening the house; then ${picked.length} faults of ${options.seconds * 2} s or more each`)
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
      environment: { LIEN_THONG_DEADLINE_MS: String(count('deadline')) },
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
  for (let i = 0; i < 200; i++) await house.ask(othersReport)
  const before = await held(house, connections)
  const rows: Walked[] = []
  for (const fault of picked) {
    note(fault.name)
    const row = await walk(house, fault, options)
    rows.push(row)
    process.stdout.write(`${lineOf(row)}\n`)
  }
  // Idle connections are dropped after 4 s, the database's after 10.
  await sleep(15_000)
  const after = await held(house, connections)
  for (const name of ['sockets', 'descriptors', 'residentMegabytes', 'connections'] as const)
    process.stdout.write(
      `held ${name}: ${before[name].toFixed(0)} before, ${after[name].toFixed(0)} after\n`,
    )
  const strange = rows.filter(({ isAsTold }) => !isAsTold).map(({ fault }) => fault)
  if (strange.length > 0) process.stdout.write(`not as told: ${strange.join(', ')}\n`)
  return strange.length === 0
}

function lineOf({ fault, got, longestMs, normalMs, calmP99Ms, p99Ms, hurt }: Walked): string {
  const told = got.map(([outcome, times]) => `${times} × ${outcome || 'whole'}`).join('; ')
  const others = `others' p99 ${p99Ms.toFixed(0)} ms (${(p99Ms / calmP99Ms).toFixed(2)} × calm), ${hurt} hurt`
  return `${fault.padEnd(28)} ${told} | longest ${longestMs.toFixed(0)} ms | normal after ${normalMs.toFixed(0)} ms | ${others}`
}

function count(name: 'seconds' | 'rate' | 'deadline'): number {
  const value = Number(values[name])
  if (!Number.isInteger(value) || value < 1 || value > 60_000)
    throw new Error(`--${name}: expected a whole number from 1 to 60000, got ${values[name]}`)
  return value
}

function note(line: string): void {
  process.stderr.write(`  ${line}\n`)
}
