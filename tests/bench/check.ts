import { checkSchema } from '../../schema/check/check-schema.ts'
import { type Composable, compose } from '../../schema/compose.ts'
import { type SubgraphFile, readSubgraph } from '../../schema/read-subgraph.ts'
import { fieldsOf } from '../../auth/fields-of.ts'
import type { Bench } from './bench.ts'

const subgraphs = 50
const typesEach = 3
const fieldsEach = 12
const applications = 20
const days = 30

/** A ministry like others: tables with columns, joins, totals, and totals of each province. */
function ministry(number: number): SubgraphFile {
  const name = `ministry${number}`
  const types = Array.from({ length: typesEach }, (_, i) => typeText(name, `M${number}T${i}`, i))
  const totals = Array.from(
    { length: typesEach },
    (_, i) => `"Tổng · Totals"
  m${number}T${i}Totals: M${number}T${i}Totals @join(columns: ["province_code"])`,
  )
  const province = `"Tỉnh · Province"
type Province @key(fields: "code") @requiresScopes(scopes: [["reference:catalogue:read"]]) {
  "Mã · Code"
  code: ID!
  ${totals.join('\n  ')}
}`
  const text = [...types, province].join('\n')
  return { name, text, file: `${name}.graphql`, url: `http://${name}/graphql` }
}

function typeText(ministryName: string, name: string, index: number): string {
  const fields = Array.from(
    { length: fieldsEach },
    (_, i) => `"Trường ${i} · Field ${i}"
  field${i}: ${i % 3 === 0 ? 'Int' : 'String'} @filterable ${i % 3 === 0 ? '@aggregate(fns: [SUM, AVG])' : '@dimension'}`,
  )
  const parent =
    index === 0
      ? ''
      : `"Cha · Parent"\n  parent: ${name.replace(/\d+$/, '0')} @join(columns: ["parent_id"])`
  return `"Bảng ${name} · Table ${name}"
type ${name} @key(fields: "id") @table(name: "${name.toLowerCase()}", key: ["id"])
  @aggregate(scopes: [["${ministryName}:record:stats"]])
  @requiresScopes(scopes: [["${ministryName}:record:read"]]) {
  "Khóa · Key"
  id: ID! @filterable @sortable
  "Tỉnh · Province"
  province: Province @join(columns: ["province_code"]) @filterable @dimension
  ${parent}
  ${fields.join('\n  ')}
}`
}

function published(files: readonly SubgraphFile[]) {
  const composables: Composable[] = files.map((file) => {
    const read = readSubgraph(file)
    if (!read.ok) throw new Error(JSON.stringify(read.problems[0]))
    return read.composable
  })
  const composed = compose(composables)
  if (!composed.ok) throw new Error(JSON.stringify(composed.problems[0]))
  return composed
}

export const check: Bench = Object.freeze<Bench>({
  name: 'check',
  line: `schema check of ${subgraphs} subgraphs against what is published and used; rounds alone count`,
  usual: { people: 1, rounds: 3 },
  async run({ rounds }) {
    const before = Array.from({ length: subgraphs }, (_, i) => ministry(i))
    const { supergraphSdl, api } = published(before)
    const coordinates = fieldsOf(api).map(({ typeName, fieldName }) => `${typeName}.${fieldName}`)
    const uses = coordinates.flatMap((coordinate) =>
      Array.from({ length: applications }, (_, i) => ({
        coordinate,
        consumer: `application:app${i}`,
        requests: 1000,
        lastDay: '2026-11-20',
      })),
    )
    const subgraph = before.map((file, i) =>
      i === 7
        ? { ...file, text: file.text.replace(/"Trường 5[^"]*"\s+field5: [^\n]*\n/, '') }
        : file,
    )
    const seconds: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const began = performance.now()
      const { problems } = await checkSchema({
        subgraphs: subgraph,
        published: supergraphSdl,
        use: { days, uses },
      })
      if (!problems.some(({ code }) => code === 'CHANGE_BREAKING'))
        throw new Error('expected the removed field to be a problem')
      if (round > 0) seconds.push((performance.now() - began) / 1000)
    }
    seconds.sort((a, b) => a - b)
    return [
      {
        name: 'check-50-subgraphs',
        value: seconds[Math.floor(seconds.length / 2)] ?? NaN,
        unit: 's',
        aim: '<= 5',
      },
      { name: 'check-fields', value: coordinates.length, unit: 'fields' },
      { name: 'check-supergraph', value: supergraphSdl.length / 1e6, unit: 'MB' },
    ]
  },
})
