import { readFileSync } from 'node:fs'
import { type DocumentNode, type GraphQLSchema, buildASTSchema, parse, validate } from 'graphql'
import { roleGrants } from '../../auth/role-grants.ts'
import { committedSupergraph } from '../../deploy/gateway-config.ts'
import { openAccess } from '../../gateway/supergraph/access.ts'
import type { Bench } from './bench.ts'
import { spread } from './spread.ts'

const fields = 100
/** Documents that no other is like, and verdicts asked again, in a round. */
const documents = 200
const again = 20_000
const microseconds = 1000

/** How long the gateway judges a document before any ministry is asked. */
export const authorise: Bench = {
  name: 'authorise',
  line: `dry authorisation of a document of ${fields} fields: a new one, and one whose verdict is kept`,
  usual: { people: 1, rounds: 11 },
  run: async ({ rounds }) => {
    const supergraph = parse(readFileSync(committedSupergraph, 'utf8'))
    const schema = buildASTSchema(supergraph, { assumeValid: true })
    const access = await openAccess(supergraph, schema)
    const grants = roleGrants('officer')
    const fresh: number[] = []
    const kept: number[] = []
    for (let round = 0; round < rounds; round++) {
      const news = Array.from({ length: documents }, (_, n) => documentOf(schema, round, n))
      for (const document of news) {
        const begun = performance.now()
        const { refused } = await access.authorise({ document, grants })
        fresh.push((performance.now() - begun) * microseconds)
        if (refused.length > 0) throw new Error(`expected no refusal, got ${refused.join(', ')}`)
      }
      const [document] = news
      if (document === undefined) throw new Error('expected a document')
      const begun = performance.now()
      for (let n = 0; n < again; n++) await access.authorise({ document, grants })
      kept.push(((performance.now() - begun) * microseconds) / again)
    }
    return [
      { name: 'authorise-new', value: spread(fresh).median, unit: 'µs', aim: '≤ 2000' },
      { name: 'authorise-kept', value: spread(kept).median, unit: 'µs', aim: '≤ 50' },
    ]
  },
}

/** Each under aliases of its own, so that no text is seen twice. */
function documentOf(schema: GraphQLSchema, round: number, n: number): DocumentNode {
  const names = ['pin', 'fullName', 'birthDate', 'sex', 'maritalStatus', 'communeCode']
  // `people` and `nodes` are fields too.
  const selected = Array.from(
    { length: fields - 2 },
    (_, place) => `a${round}_${n}_${place}: ${names[place % names.length]}`,
  )
  const document = parse(`{ people(first: 20) { nodes { ${selected.join(' ')} } } }`)
  if (n === 0 && validate(schema, document).length > 0) throw new Error('expected a valid document')
  return document
}
