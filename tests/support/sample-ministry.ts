import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { openCluster } from '../../deploy/local/cluster.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import { servedMinistry, type ServedForTest } from './served-ministry.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A ministry made for tests of the kit, over a cluster of its own. */
export interface SampleMinistry extends ServedForTest {
  /** Asks the database itself, as its owner: one column of each row. */
  plain(text: string, values?: readonly unknown[]): Promise<unknown[]>
}

const folder = new URL('../sql/sample/', import.meta.url)

export const sample = ministry({
  name: 'reference',
  port: 0,
  folder,
})

/** How a ministry's own server may differ from ours. */
export interface SampleServer {
  /** SQL run by the owner before the ministry starts. */
  readonly prepare?: string
  /** Parameters of the connection URL. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** Serves tests/sql/sample: 300 items with a column of every type, boxes, slots and tags. */
export async function sampleMinistry({
  prepare = '',
  parameters = {},
}: SampleServer = {}): Promise<SampleMinistry> {
  const directory = await temporaryDirectory()
  const cluster = await openCluster({ directory: directory.path, log: () => undefined })
  const url = (role: 'owner' | 'reader'): string => cluster.url({ database: 'reference', role })
  const owner = new Client({ connectionString: url('owner') })
  await owner.connect()
  await owner.query(await readFile(new URL('tables.sql', folder), 'utf8'))
  await owner.query(prepare)
  const readerUrl = `${url('reader')}?${new URLSearchParams(parameters).toString()}`
  const served = await servedMinistry(sample, readerUrl)
  return {
    ...served,
    plain: async (text, values = []) => {
      const { rows } = await owner.query<unknown[]>({ text, values: [...values], rowMode: 'array' })
      return rows.map(([value]) => value)
    },
    [Symbol.asyncDispose]: async () => {
      await served[Symbol.asyncDispose]()
      await owner.end()
      await cluster.stop()
      await directory[Symbol.asyncDispose]()
    },
  }
}
