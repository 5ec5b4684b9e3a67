import { connected } from '../../deploy/connected.ts'
import { type FaultHouse, timeUntil } from '../support/fault-house.ts'
import type { Misconduct } from '../support/ministry-way.ts'
import type { SmallDisk } from '../support/small-disk.ts'
import { type Fault, awayAt, lateAt, saidAt } from './fault.ts'

const onTheWay = (name: string, how: Misconduct, told: readonly string[] = [awayAt]): Fault => ({
  name,
  told,
  begin: async (house) => house.way('land').conduct(how),
  end: async (house) => house.way('land').conduct('whole'),
})

/** Runs SQL in the server of land's database as its administrator. */
async function administer({ landDatabase }: FaultHouse, ...statements: string[]): Promise<void> {
  await using client = await connected(landDatabase.url('admin'))
  for (const statement of statements) await client.query(statement)
}

const dropReaders = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'land_reader'`

/** A disk of land's database that gets full. Statements that need room of it may fail; none of these do. */
export function diskFaults(disk: SmallDisk): readonly Fault[] {
  return [
    {
      name: "database's disk full",
      told: ['', saidAt],
      begin: () => disk.fill(),
      end: () => disk.empty(),
    },
  ]
}

/** What may become of a ministry, of the way to it, and of its database. */
export const landFaults: readonly Fault[] = [
  {
    name: 'killed',
    told: [awayAt],
    begin: async (house) => {
      house.ministry('land').child.kill('SIGKILL')
      await house.ministry('land').ended
    },
    end: async (house) => {
      // Whoever dials a port of nobody's on this machine may be given it for its own end.
      await timeUntil(async () => {
        await house.startMinistry('land').said(/http:\/\/\S+/)
        return true
      })
    },
  },
  {
    name: 'frozen',
    told: [lateAt, awayAt],
    begin: async (house) => void house.ministry('land').child.kill('SIGSTOP'),
    end: async (house) => void house.ministry('land').child.kill('SIGCONT'),
  },
  onTheWay('machine gone', 'silent', [lateAt, awayAt]),
  onTheWay('slow by byte', 'drip', [lateAt, awayAt]),
  onTheWay('connections reset', 'reset'),
  onTheWay('garbage', 'garbage'),
  onTheWay('half an answer', 'half'),
  onTheWay('half an answer, once', 'half once', ['']),
  onTheWay('wrong types', 'wrong types'),
  onTheWay('status 500', 'error 500'),
  onTheWay('status 503', 'error 503'),
  onTheWay('TLS where none is expected', 'TLS'),
  {
    name: 'database killed',
    told: [saidAt],
    begin: ({ landDatabase }) => landDatabase.kill(),
    end: ({ landDatabase }) => landDatabase.start(),
  },
  {
    name: 'database restarted',
    // It may be back before anybody asks.
    told: [saidAt, ''],
    begin: async ({ landDatabase }) => {
      await landDatabase.stop()
      await landDatabase.start()
    },
    end: async () => {},
  },
  {
    name: 'database out of connections',
    told: [saidAt],
    begin: (house) => administer(house, 'ALTER ROLE land_reader CONNECTION LIMIT 0', dropReaders),
    end: (house) => administer(house, 'ALTER ROLE land_reader CONNECTION LIMIT -1'),
  },
  {
    name: 'database read-only',
    // Nothing of a ministry's is ever written.
    told: [''],
    begin: (house) =>
      administer(
        house,
        'ALTER SYSTEM SET default_transaction_read_only = on',
        'SELECT pg_reload_conf()',
      ),
    end: (house) =>
      administer(
        house,
        'ALTER SYSTEM RESET default_transaction_read_only',
        'SELECT pg_reload_conf()',
      ),
  },
]
