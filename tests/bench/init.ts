import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { foreignDatabase } from '../support/foreign/foreign-database.ts'
import { manyTables } from '../support/foreign/many-tables.ts'
import { ownCluster } from '../support/own-cluster.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench } from './bench.ts'
import { spread } from './spread.ts'

const tables = 300
const run = promisify(execFile)

export const init: Bench = {
  name: 'init',
  line: `schema init on ${tables} tables, as a command: first time, with --sample, and again`,
  // No person is in its tables.
  usual: { people: 1, rounds: 5 },
  run: async ({ rounds }) => {
    await using cluster = await ownCluster(18)
    await using database = await foreignDatabase(cluster, 'bench_init', ...manyTables(tables))
    await using directory = await temporaryDirectory()
    const folder = join(directory.path, 'out')
    const seconds = async (...more: readonly string[]): Promise<number> => {
      const begun = performance.now()
      const command = ['deploy/lien-thong.mjs', 'schema', 'init', '--name', 'bench']
      const place = ['--database', database.url('bench_init_owner'), '--out', folder]
      await run(process.execPath, [...command, ...place, ...more])
      return (performance.now() - begun) / 1000
    }
    const first: number[] = []
    const sampled: number[] = []
    const again: number[] = []
    for (let round = 0; round < rounds; round++) {
      await rm(folder, { recursive: true, force: true })
      first.push(await seconds())
      again.push(await seconds())
      await rm(folder, { recursive: true, force: true })
      sampled.push(await seconds('--sample'))
    }
    for (const [name, values] of Object.entries({ first, again, sampled }))
      console.log(`${name}: ${values.map((value) => value.toFixed(2)).join(', ')} s`)
    return [
      { name: 'init-300-tables', value: spread(first).median, unit: 's', aim: '≤ 10' },
      { name: 'init-300-tables-again', value: spread(again).median, unit: 's', aim: '≤ 10' },
      { name: 'init-300-tables-sample', value: spread(sampled).median, unit: 's', aim: '≤ 10' },
    ]
  },
}
