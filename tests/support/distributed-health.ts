import { readFile } from 'node:fs/promises'
import { escapeLiteral } from 'pg'
import { databaseUrl } from './database.ts'
import { ownCluster, type OwnCluster } from './own-cluster.ts'

/** The health ministry over three servers: a coordinator and two shards. */
export interface DistributedHealth extends AsyncDisposable {
  readonly coordinator: OwnCluster
  readonly shards: readonly [OwnCluster, OwnCluster]
  readonly readerUrl: string
}

const passwords = { owner_password: 'of the owner', reader_password: 'of the reader' }

/** Made as docs/distributed.md says, with the rows of the run's one-node database moved into it. */
export async function distributedHealth(): Promise<DistributedHealth> {
  const clusters = await Promise.all([ownCluster(18), ownCluster(18), ownCluster(18)])
  const [coordinator, first, second] = clusters
  const close = async (): Promise<void> => {
    await Promise.all(clusters.map((one) => one[Symbol.asyncDispose]()))
  }
  try {
    for (const shard of [first, second])
      await shard.administer('postgres', await script('shard', passwords))
    await coordinator.administer(
      'postgres',
      `CREATE ROLE health_owner LOGIN PASSWORD ${escapeLiteral(passwords.owner_password)};
       CREATE ROLE health_reader LOGIN PASSWORD ${escapeLiteral(passwords.reader_password)};
       GRANT CREATE ON SCHEMA public TO health_owner;`,
      `SET ROLE health_owner; ${await readFile('subgraphs/health/tables.sql', 'utf8')}; RESET ROLE`,
      await script('coordinator', {
        ...passwords,
        shard_1_host: '127.0.0.1',
        shard_1_port: String(first.port),
        shard_2_host: '127.0.0.1',
        shard_2_port: String(second.port),
        shard_database: 'postgres',
      }),
    )
    const old = new URL(databaseUrl('health', 'owner'))
    const oldPlace = {
      old_host: old.hostname,
      old_port: old.port,
      old_database: old.pathname.slice(1),
      old_password: decodeURIComponent(old.password),
    }
    await coordinator.administer('postgres', await script('move', oldPlace))
  } catch (error) {
    await close()
    throw error
  }
  return {
    coordinator,
    shards: [first, second],
    readerUrl: coordinator.url('health_reader', 'postgres', passwords.reader_password),
    [Symbol.asyncDispose]: close,
  }
}

/** A script of docs/examples/distributed with psql's variables put in, as psql -v does. */
async function script(name: string, variables: Readonly<Record<string, string>>): Promise<string> {
  const text = await readFile(`docs/examples/distributed/${name}.sql`, 'utf8')
  return text.replaceAll(/:'(\w+)'/g, (_, variable: string) => {
    const value = variables[variable]
    if (value === undefined) throw new Error(`${name}.sql: no value for ${variable}`)
    return escapeLiteral(value)
  })
}
