import type { SubgraphFile } from '../../schema/read-subgraph.ts'

const typesEach = 3
const fieldsEach = 12

/** A ministry like others: tables with columns, joins, totals, and totals of each province. */
export function ministry(number: number): SubgraphFile {
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
