import { join } from 'node:path'
import type { InitDone } from '../catalogue/init-schema.ts'
import { subgraphName } from '../../schema/registry/subgraph-name.ts'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

/** Its reader role's name is longer, and PostgreSQL cuts names off at 63 bytes. */
const maxName = 40

export const schemaInit: Command = Object.freeze<Command>({
  name: 'schema init',
  line: 'Propose an annotated schema for a PostgreSQL database, with a review of each guess; again: only what is new.',
  words: [],
  options: {
    database: {
      value: 'URL',
      what: 'PostgreSQL 15–18; only catalogues are read, in a read-only transaction',
    },
    name: { value: 'NAME', what: 'the ministry: lower-case letters, digits and hyphens, 1 to 40' },
    out: { value: 'DIR', what: 'where the files go; otherwise a folder NAME' },
    schema: { value: 'S,…', what: 'schemas of the database, with commas between; otherwise all' },
    sample: {
      what: 'also count forms (personal numbers, phones, …) in at most 1,000 rows a table',
    },
    unchanged: {
      what: 'propose what the database offers as it is: no totals that need record keys',
    },
  },
  run: async ({ values, switches, print }) => {
    const { database, name } = values
    if (database === undefined || !/^postgres(ql)?:\/\//.test(database))
      throw new UsageError('--database: expected a URL that starts with postgresql://')
    if (name === undefined || name.length > maxName || !subgraphName.test(name))
      throw new UsageError(
        '--name: expected 1 to 40 lower-case letters, digits and hyphens, beginning with a letter',
      )
    const [{ initSchema }, { problemText }] = await Promise.all([
      import('../catalogue/init-schema.ts'),
      import('../../schema/problem.ts'),
    ])
    const folder = values['out'] ?? name
    const done = await initSchema({
      database,
      name,
      folder,
      schemas: values['schema']?.split(','),
      sample: switches.has('sample'),
      addsRecordKeys: !switches.has('unchanged'),
    })
    if (!done.ok) {
      for (const problem of done.problems) print(problemText(problem))
      print(`${done.problems.length} problems; nothing was written`)
      return 1
    }
    for (const note of done.notes) print(note)
    for (const file of done.written) print(join(folder, file))
    print(lastLine(done))
    return 0
  },
})

function lastLine({ isFirst, hasNew, tables, guesses }: Extract<InitDone, { ok: true }>): string {
  if (isFirst) return `${tables} types proposed with ${guesses} guesses; read review.md next`
  return hasNew
    ? 'what is new is in proposal.graphql: take over what you want, then delete it'
    : 'the database has nothing new'
}
