import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { columnName } from '../../schema/model/generated-name.ts'
import { persona } from '../../subgraphs/kit/synthetic/persona.ts'
import { areaCases, ownCases, type ScopeCase } from './scope-case.ts'
import { grantsFor, openScopedMinistries, type ScopedMinistries } from './scoped-ministries.ts'

describe('row scopes over the synthetic people', () => {
  let house: ScopedMinistries
  let pins: readonly string[] = []
  beforeAll(async () => {
    house = await openScopedMinistries()
    const learners = await house.texts('education', 'SELECT min(learner_pin) FROM enrolment')
    const patients = await house.texts('health', 'SELECT max(patient_pin) FROM prescription')
    pins = [persona.citizenPin, ...learners, ...patients]
  })
  afterAll(() => house[Symbol.asyncDispose]())

  async function check({ ministry, scope, opens }: ScopeCase): Promise<void> {
    for (const [root, table, key, sql] of opens) {
      const select = `SELECT ${columnName(key)} FROM ${table}`
      const expected = await house.texts(ministry, `${select} WHERE ${sql}`)
      const everything = await house.texts(ministry, select)
      expect(expected.length, root).toBeGreaterThan(0)
      expect(expected.length, root).toBeLessThan(everything.length)

      const query = `{ ${root}(first: 1000) { nodes { ${key} } } }`
      const { data, statements } = await house.through(ministry, query, grantsFor(scope))
      expect(keysOf(data, root, key), root).toEqual(expected)

      // The WHERE alone: the same statement where no policy stands in its way.
      const [statement = { text: '', values: [] }] = statements
      const bare = await house.rows(ministry, statement)
      expect(bare.map((row) => String(row[columnName(key)])).sort(), root).toEqual(expected)

      // The policies alone: every row that the reader can see under these settings.
      expect(await house.textsUnder(scope, ministry, select), root).toEqual(expected)
    }
  }

  it.each(areaCases)('$name: answer, WHERE and policies each open exactly these rows', check)

  it.each(ownCases([]).map(({ name }) => name))(
    '%s: answer, WHERE and policies each open exactly these rows',
    async (name) => {
      const own = ownCases(pins).find((one) => one.name === name)
      if (own === undefined) throw new Error(`expected a case of ${name}`)
      await check(own)
    },
  )

  it('no rows, or no permission at all, open nothing', async () => {
    for (const { ministry, opens } of areaCases)
      for (const [root, , key] of opens) {
        const query = `{ ${root} { totalCount nodes { ${key} } } }`
        const { data } = await house.through(ministry, query, grantsFor({}))
        expect(data).toEqual({ [root]: { totalCount: 0, nodes: [] } })
        const refused = await house.through(ministry, query, {})
        expect(refused.errors.map(({ code }) => code)).toContain('FORBIDDEN')
        expect(refused.statements).toEqual([])
      }
  })
})

function keysOf(data: unknown, root: string, key: string): string[] {
  const { [root]: connection } = data as Record<string, { nodes: Record<string, string>[] }>
  return (connection?.nodes ?? []).map((node) => String(node[key])).sort()
}
