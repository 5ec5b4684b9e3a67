import { join } from 'node:path'
import { Client } from 'pg'
import { openCluster } from '../../deploy/local/cluster.ts'
import { refreshQuality } from '../../deploy/refresh-quality.ts'
import { ministry } from '../../subgraphs/kit/ministry.ts'
import type { Passed } from '../../subgraphs/kit/quality/refresh-quality.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench } from './bench.ts'

const source = ministry({
  name: 'population',
  port: 0,
  folder: new URL('quality-source/', import.meta.url),
})

/** A person of the population register as rules read it, and the moment of its last change. */
const table = `
  DROP TABLE IF EXISTS person;
  CREATE TABLE person (pin text NOT NULL, full_name text NOT NULL, birth_date date NOT NULL, sex text NOT NULL,
    ethnicity_code text, relation_to_head text, registered_since date NOT NULL, registered_on date NOT NULL,
    province_code text NOT NULL, commune_code text NOT NULL, changed_at timestamptz NOT NULL)`

/** 34 provinces of 98 communes; one row in fifty lacks an ethnic group, one in ninety is of another sex than its number. */
const fill = `
  INSERT INTO person
  SELECT '901' || (CASE WHEN n % 2 = 0 THEN 0 ELSE 1 END)::text || lpad((n % 90 + 10)::text, 2, '0') || lpad((n / 90)::text, 6, '0'),
    CASE n % 5 WHEN 0 THEN 'Nguyễn Văn An' WHEN 1 THEN 'Trần Thị Bình' WHEN 2 THEN 'Lê Hoàng Cường' WHEN 3 THEN 'Phạm Thu Dung' ELSE 'Hoàng Minh Đức' END,
    make_date((1910 + n % 90)::int, 1 + (n % 12)::int, 1 + (n % 28)::int),
    CASE WHEN (n % 2 = 0) <> (n % 89 = 0) THEN 'MALE' ELSE 'FEMALE' END,
    CASE WHEN n % 50 = 0 THEN NULL ELSE lpad((1 + n % 54)::text, 2, '0') END,
    CASE n % 4 WHEN 0 THEN 'HEAD' WHEN 1 THEN 'SPOUSE' WHEN 2 THEN 'CHILD' ELSE 'PARENT' END,
    DATE '2026-01-01', DATE '2026-01-01' + (n % 61)::int,
    lpad((1 + n % 34)::text, 2, '0'), lpad((1 + n % 3332)::text, 5, '0'), now() - interval '1 day'
  FROM generate_series(1::bigint, $1::bigint) AS n`

const keys = `
  ALTER TABLE person ADD PRIMARY KEY (pin);
  CREATE INDEX person_changed_at ON person (changed_at);
  GRANT SELECT ON person TO population_reader`

/** Rows that change between two passes. */
const changes = 10_000

/** A pass over all rows of one table by nine rules, and one over the rows that changed since. */
export const quality: Bench = {
  name: 'quality',
  line: 'passes of data quality: over all rows of a table, and over those that changed',
  usual: { people: 10_000_000, rounds: 3 },
  run: async ({ people, rounds }) => {
    await using directory = await temporaryDirectory()
    const cluster = await openCluster({ directory: join(directory.path), log: () => undefined })
    const ownerUrl = cluster.url({ database: 'population', role: 'owner' })
    const owner = new Client({ connectionString: ownerUrl })
    try {
      await owner.connect()
      await owner.query(table)
      await owner.query(fill, [people])
      await owner.query(keys)
      await owner.query('VACUUM (ANALYZE) person')
      const full = await passMs(ownerUrl)
      const incremental: number[] = []
      for (let round = 0; round < rounds; round++) {
        await owner.query(
          `UPDATE person SET sex = 'FEMALE', changed_at = now()
           WHERE pin IN (SELECT pin FROM person TABLESAMPLE SYSTEM (1) LIMIT $1)`,
          [changes],
        )
        incremental.push(await passMs(ownerUrl))
      }
      return [
        { name: `quality-all-${people}`, value: full / 1000, unit: 's', aim: '120' },
        {
          name: `quality-changes-${people}`,
          value: Math.max(...incremental) / 1000,
          unit: 's',
          aim: '5',
        },
      ]
    } finally {
      await owner.end()
      await cluster.stop()
    }
  },
}

async function passMs(ownerUrl: string): Promise<number> {
  let took = 0
  const note = ({ method, rows, judged }: Passed, ms: number): void => {
    took = ms
    process.stderr.write(`${method}: ${judged} of ${rows} rows in ${Math.round(ms)} ms\n`)
  }
  await refreshQuality({
    ministry: source,
    ownerUrl,
    unlessYoungerMs: 0,
    fullEveryMs: 86_400_000,
    sampleAbove: 1_000_000_000,
    sampleRows: 1_000_000,
    onPassed: note,
  })
  return took
}
