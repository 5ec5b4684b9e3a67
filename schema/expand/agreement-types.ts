import type { Model, TableType } from '../model/model.ts'
import {
  agreementNames,
  comparedTables,
  type Comparison,
  scopesOfStub,
} from '../model/comparison.ts'

/** What every ministry that compares publishes alike. */
export const agreementShared = `
"Kết quả đối chiếu của một mẫu ngẫu nhiên · What comparing a random sample found"
type AgreementCount @shareable @authenticated {
  "Số bản ghi khớp · Records that agree"
  agreed: Int!
  "Số bản ghi so được · Records that could be compared"
  compared: Int!
  "Theo tỉnh, nơi so được từ 10 bản ghi trở lên · By province, of those with ten records that could be compared, or more"
  provinces: [AgreementOfProvince!]! @listSize(assumedSize: 34)
}

"Kết quả đối chiếu của một tỉnh trong mẫu · What comparing the sample found in one province"
type AgreementOfProvince @shareable @authenticated {
  "Mã tỉnh · Code of the province"
  province: ID!
  "Số bản ghi khớp · Records that agree"
  agreed: Int!
  "Số bản ghi so được · Records that could be compared"
  compared: Int!
}
`

/**
 * How a ministry's records agree with another's: a root that draws a random sample of a table, and for each rule a
 * field that the gateway has the ministry compute from what the other one holds (\`@requires\`). The rows of the sample,
 * and what is held of them, are fields that no client sees; numbers alone are answered.
 */
export function agreementTypes(model: Model): string {
  const compared = comparedTables(model)
  return compared.map(({ type, comparisons }) => ofTable(model, type, comparisons)).join('\n\n')
}

function ofTable(model: Model, type: TableType, comparisons: readonly Comparison[]): string {
  const names = agreementNames(model.ministry, type.name)
  const scopes = scopesText(model, names.permission, comparisons)
  const entities = [...new Set(comparisons.map(({ entity }) => entity.name))]
  const classed = classText(comparisons)
  return `extend type Query {
"Đối chiếu một mẫu ngẫu nhiên của ${type.name} với cơ sở dữ liệu khác; chỉ trả về số đếm · A random sample of ${type.name} compared with another database; numbers alone are answered"
 ${names.root}(
 "Số bản ghi rút ngẫu nhiên, 1–5.000, mặc định 2.000 · Records to draw, 1–5,000, default 2,000"
 size: Int): ${names.sample} ${scopes}
}

"Một lần đối chiếu ${type.name} · A sample of ${type.name} that was compared"
type ${names.sample} @key(fields: "draw") ${scopes} {
  "Lần rút mẫu, kèm khóa của các bản ghi · The draw, with the records' keys"
  draw: ID! @inaccessible ${classed}
  "Các bản ghi được rút, không ra khỏi cổng · The records drawn, which do not leave the gateway"
  rows: [${names.row}!]! @inaccessible ${classed}
${comparisons.map((one) => countField(one, names.entity(one.entity.name))).join('\n')}
}

"Một bản ghi được rút; chỉ dùng giữa cổng và các bộ, ngành · A record drawn; between gateway and ministries alone"
type ${names.row} @inaccessible ${scopes} {
${entities
  .map(
    (name) =>
      `  "Theo cơ sở dữ liệu được đối chiếu · As the other database has it"\n  ${names.entity(name)}: ${name} ${classed}`,
  )
  .join('\n')}
}`
}

function countField({ rule, field, fact }: Comparison, entity: string): string {
  const required = `rows { ${entity} { ${fact.field} } }`
  return `  ${JSON.stringify(`${rule.vi} · ${rule.en}`)}
  ${field}: AgreementCount @requires(fields: "${required}") ${classOf(fact.recordClass)}`
}

/** A count is made from the facts, and has their class. */
function classText(comparisons: readonly Comparison[]): string {
  return classOf(comparisons[0]?.fact.recordClass)
}

function classOf(recordClass: string | undefined): string {
  const [level, category] = (recordClass ?? '').split(' ')
  return category === undefined ? '' : `@classified(level: ${level}, category: "${category}")`
}

/** Who asks needs the ministry's own permission, and those of what it is compared with. */
function scopesText(model: Model, own: string, comparisons: readonly Comparison[]): string {
  const entities = [...new Set(comparisons.map(({ entity }) => entity.name))]
  const needed = entities.map((name) => scopesOfStub(model, name))
  const all = needed.reduce<readonly (readonly string[])[]>(
    (made, alternatives) => made.flatMap((one) => alternatives.map((more) => [...one, ...more])),
    [[own]],
  )
  return `@requiresScopes(scopes: ${JSON.stringify(all)})`
}
