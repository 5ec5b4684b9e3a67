import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'graphql'
import { classesOf } from '../../auth/class-table.ts'
import { openPersonKeys } from '../../auth/person-keys.ts'
import { addReport } from '../../auth/persons-report.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { ministryFiles } from '../../deploy/ministries.ts'
import { openModel } from '../../subgraphs/kit/open-source.ts'
import { remembered } from '../../subgraphs/kit/remembered.ts'
import { shownPersons } from '../../subgraphs/kit/shown-persons.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench, Figure } from './bench.ts'
import { spread } from './spread.ts'

const rows = 20
const answers = 2000
const fields = ['pin', 'fullName', 'birthDate', 'sex', 'provinceCode', 'communeCode']
const microseconds = 1000

/** What it costs to say whose records an answer holds: in the ministry, and to read it at the gateway. */
export const persons: Bench = {
  name: 'persons',
  line: `the persons behind ${rows} rows: noted, hashed and reported by the ministry, read by the gateway`,
  usual: { people: 1_000_000, rounds: 11 },
  run: async ({ people, rounds }) => {
    await using directory = await temporaryDirectory()
    const keys = await openPersonKeys(join(directory.path, 'persons.jwks.json'))
    const file = ministryFiles.find(({ name }) => name === 'population')?.file ?? ''
    const person = openModel('population', file).types.get('Person')
    if (person?.kind !== 'table') throw new Error('expected the table of persons')
    const column = person.subject?.columns[0] ?? ''
    const classes = classesOf(parse(readFileSync(committedSupergraph, 'utf8')))
    let next = 0
    const pageOf = (from: number) =>
      Array.from({ length: rows }, (_, n) => ({ [column]: String(900_000_000_000 + from + n) }))
    const report = (hash: (pin: string) => string, page: ReturnType<typeof pageOf>) => {
      const shown = shownPersons({ classes, hash })
      shown.note(person, fields, page)
      return shown.report()
    }
    const hash = remembered(keys.person)
    const known = pageOf(0)
    const reported = report(hash, known)
    const ways: Readonly<Record<string, () => unknown>> = {
      'persons-new': () => report(hash, pageOf((next = (next + rows) % people))),
      'persons-remembered': () => report(hash, known),
      'persons-read': () => addReport(new Map(), reported),
    }
    return Object.entries(ways).map(([name, once]): Figure => {
      const times: number[] = []
      for (let round = -1; round < rounds; round++) {
        const begun = performance.now()
        for (let n = 0; n < answers; n++) once()
        if (round >= 0) times.push(((performance.now() - begun) * microseconds) / answers)
      }
      return { name, value: spread(times).median, unit: `µs an answer of ${rows} rows` }
    })
  },
}
