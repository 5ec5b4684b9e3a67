import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { openCluster } from '../../deploy/local/cluster.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** Connections to freshly made databases, as the owner of the tables and as the subgraph's reader. */
export interface EmptyMinistries extends AsyncDisposable {
  owner(ministry: string): Promise<Client>
  reader(ministry: string): Promise<Client>
  ownerUrl(ministry: string): string
  readerUrl(ministry: string): string
}

/** A cluster of its own with the tables of each ministry named, keys and policies included, and no rows. */
export async function emptyMinistries(names: readonly string[]): Promise<EmptyMinistries> {
  const directory = await temporaryDirectory()
  const cluster = await openCluster({ directory: directory.path, log: () => undefined })
  const clients: Client[] = []
  const connect = async (ministry: string, role: 'owner' | 'reader'): Promise<Client> => {
    const client = new Client({ connectionString: cluster.url({ database: ministry, role }) })
    await client.connect()
    clients.push(client)
    return client
  }
  for (const name of names) {
    const owner = await connect(name, 'owner')
    await owner.query(
      await readFile(new URL(`../../subgraphs/${name}/tables.sql`, import.meta.url), 'utf8'),
    )
  }
  return {
    owner: (ministry) => connect(ministry, 'owner'),
    reader: (ministry) => connect(ministry, 'reader'),
    ownerUrl: (ministry) => cluster.url({ database: ministry, role: 'owner' }),
    readerUrl: (ministry) => cluster.url({ database: ministry, role: 'reader' }),
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) await client.end()
      await cluster.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
}
