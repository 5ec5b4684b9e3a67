import { dimensionTarget } from '../model/dimension-target.ts'
import { enumName, generatedName } from '../model/generated-name.ts'
import { declaredFunctions } from '../model/measure-function.ts'
import type { Column, Dimension, TableType } from '../model/model.ts'
import { saidOf, saidOfDimension } from './descriptions.ts'
import { countField, disclosureField } from './disclosure-fields.ts'
import { scopesDirective } from './scopes-directive.ts'
import type { Usage } from './usage.ts'

/** What the groups of a table are made of: dimensions, measures, having, order, and the answer. */
export function groupTypes(type: TableType, usage: Usage): readonly string[] {
  const measured = [...type.columns.values()].filter((column) => column.measures.length > 0)
  const comparable = measured.filter(({ type: named, measures }) =>
    measures.some((fn) => fn !== 'PERCENTILE' && (numbers.has(named) || fn === 'COUNT_DISTINCT')),
  )
  return [
    dimensions(type, usage),
    groupBy(type),
    measureFields(type, measured),
    measureInput(type),
    ...comparable.map((column) => measureHaving(type, column)),
    having(type, comparable),
    groupOrder(type),
    groupKey(type, usage),
    group(type, measured),
    groups(type),
  ]
}

const numbers: ReadonlySet<string> = new Set(['Int', 'BigInt', 'Float'])

/** The conditions that `having` needs beyond those of filters. */
export const havingTypes: readonly string[] = ['BigInt', 'Float']

function dimensions(type: TableType, usage: Usage): string {
  const values = [...type.dimensions.values()].map(
    (one) => `  ${saidOfDimension(type, one, usage)}\n  ${enumName(one.name)}`,
  )
  return `"Các chiều để nhóm ${type.name} · What ${type.name} can be grouped by"
enum ${generatedName.dimension(type.name)} {
${values.join('\n')}
}`
}

function groupBy({ name }: TableType): string {
  return `"Một khóa nhóm của ${name} · One key of groups of ${name}"
input ${generatedName.groupBy(name)} {
  "Chiều · The dimension"
  field: ${generatedName.dimension(name)}!
  "Khoảng thời gian, cho chiều là ngày hay thời điểm; mặc định là ngày · Time bucket of a date or instant; a day unless given"
  bucket: TimeBucket
  "Múi giờ IANA của khoảng thời gian, mặc định Asia/Ho_Chi_Minh · IANA time zone of the bucket, Asia/Ho_Chi_Minh unless given"
  timezone: String
  "Các mốc chia khoảng số, tăng dần, 1–100 mốc · Edges of numeric bands, ascending, 1–100 of them"
  edges: [Float!]
  "Ngày tính tuổi; mặc định hôm nay · The day on which an age is taken; today unless given"
  on: Date
}`
}

function measureFields(type: TableType, measured: readonly Column[]): string {
  const values = measured.map(
    (column) =>
      `  ${saidOf(column, `Số đo ${column.field} · Measure ${column.field}`)}\n  ${enumName(column.field)}`,
  )
  return `"Số đo của ${type.name} · What is measured of ${type.name}"
enum ${generatedName.measureField(type.name)} {
  "Số bản ghi · Number of rows"
  COUNT
${values.join('\n')}
}`
}

function measureInput({ name }: TableType): string {
  return `"Một số đo của nhóm · One measure of a group"
input ${generatedName.measureInput(name)} {
  "Đo gì · What is measured"
  field: ${generatedName.measureField(name)}!
  "Hàm; không có với COUNT, mặc định SUM · The function; none with COUNT, SUM unless given"
  fn: MeasureFunction
  "Phân vị, với PERCENTILE · The percentile, with PERCENTILE"
  p: Float
}`
}

function measureHaving(type: TableType, column: Column): string {
  const fields = declaredFunctions(column.measures)
    .filter(
      ({ fn }) => fn === 'COUNT_DISTINCT' || (fn !== 'PERCENTILE' && numbers.has(column.type)),
    )
    .map(({ field, text }) => `  "${text}"\n  ${field}: FloatFilter`)
  return `"Điều kiện trên số đo ${column.field} · Conditions on measures of ${column.field}"
input ${generatedName.measureHaving(type.name, column.field)} {
${fields.join('\n')}
}`
}

function having(type: TableType, measured: readonly Column[]): string {
  const name = generatedName.having(type.name)
  const fields = measured.map(
    (column) =>
      `  ${saidOf(column, `Điều kiện trên số đo ${column.field} · Conditions on measures of ${column.field}`)}\n  ${column.field}: ${generatedName.measureHaving(type.name, column.field)}`,
  )
  return `"Điều kiện trên nhóm của ${type.name} · Conditions on groups of ${type.name}; all that are given must hold"
input ${name} {
  "Mọi điều kiện đều đúng · Every one holds"
  and: [${name}!]
  "Ít nhất một điều kiện đúng · At least one holds"
  or: [${name}!]
  "Điều kiện không đúng · Does not hold"
  not: ${name}
  "Số bản ghi của nhóm · Number of rows in the group"
  count: BigIntFilter
${fields.join('\n')}
}`
}

function groupOrder({ name }: TableType): string {
  return `"Thứ tự của các nhóm: theo một khóa hoặc một số đo · An order of groups: by a key or by a measure"
input ${generatedName.groupOrder(name)} {
  "Theo khóa · By a key"
  key: ${generatedName.dimension(name)}
  "Theo số đo · By a measure"
  measure: ${generatedName.measureInput(name)}
  "Chiều sắp xếp · Direction"
  direction: OrderDirection! = ASC
  "Chỗ của giá trị trống; mặc định ở cuối · Where absent values go; last unless given"
  nulls: NullsOrder! = LAST
}`
}

function groupKey(type: TableType, usage: Usage): string {
  const fields = [...type.dimensions.values()].map(
    (dimension) =>
      `  ${saidOfDimension(type, dimension, usage)}\n  ${dimension.name}: ${keyType(type, dimension, usage)}`,
  )
  return `"Khóa của một nhóm ${type.name}; trường không nhóm theo thì trống · Key of a group of ${type.name}; a field that is not grouped by is absent"
type ${generatedName.groupKey(type.name)} ${scopesDirective(type.stats)} {
${fields.join('\n')}
}`
}

/** An entity is that entity; a number is a band; a date or instant is where its bucket begins. */
function keyType(type: TableType, dimension: Dimension, usage: Usage): string {
  if (dimension.derive !== undefined) return dimension.derive.kind === 'AGE' ? 'Int' : 'NumberBand'
  const target = dimensionTarget(usage.model, type, dimension)
  if (typeof target === 'string') throw new Error(target)
  if (target.kind === 'join') return target.join.target
  return ['Int', 'BigInt', 'Float'].includes(target.column.type) ? 'NumberBand' : target.column.type
}

function group(type: TableType, measured: readonly Column[]): string {
  const input = generatedName.measureInput(type.name)
  const fields = measured.map(
    (column) =>
      `  ${saidOf(column, `Số đo của ${column.field} · Measures of ${column.field}`)}\n  ${column.field}: ${generatedName.measure(type.name, column.field)}!`,
  )
  return `"Một nhóm ${type.name} · A group of ${type.name}"
type ${generatedName.group(type.name)} ${scopesDirective(type.stats)} {
  "Khóa · The key"
  key: ${generatedName.groupKey(type.name)}!
  ${countField}
${fields.join('\n')}
  ${disclosureField}
  "Phần trong tổng số bản ghi, 0–1 · Share of all rows, 0 to 1"
  share: Float
  "Tỷ số của hai số đo; trống khi mẫu số là 0 · Ratio of two measures; absent when the denominator is 0"
  ratio(
    "Tử số · Numerator"
    of: ${input}!
    "Mẫu số · Denominator"
    to: ${input}!
  ): Float
}`
}

function groups(type: TableType): string {
  return `"Các nhóm ${type.name} · Groups of ${type.name}"
type ${generatedName.groups(type.name)} ${scopesDirective(type.stats)} {
  "Các nhóm của trang · The groups of the page"
  groups: [${generatedName.group(type.name)}!]!
  "Tổng hợp trên mọi bản ghi, tính riêng · Totals over all rows, computed apart"
  totals: ${generatedName.totals(type.name)}!
  "Số nhóm thỏa điều kiện; trống khi bảng bị từ chối · Number of groups that meet the conditions; absent when the table is refused"
  groupCount: BigInt
  ${disclosureField}
  "Còn nhóm sau trang này · More groups follow"
  truncated: Boolean!
  "Con trỏ để lấy trang sau; trống khi hết · Cursor of the next page; absent at the end"
  endCursor: String
}`
}

/** Arguments of a groups field, after `where`. */
export function groupArguments(type: TableType): readonly string[] {
  return [
    `"Khóa nhóm, 1–5 · Keys, 1 to 5"\n groupBy: [${generatedName.groupBy(type.name)}!]!`,
    `"Điều kiện trên nhóm · Which groups"\n having: ${generatedName.having(type.name)}`,
    `"Thứ tự; khóa luôn ở cuối · Order; the keys always break ties"\n orderBy: [${generatedName.groupOrder(type.name)}!]`,
    `"Số nhóm, 1–10.000, mặc định 100 · How many groups, 1–10,000, default 100"\n first: Int`,
    `"Sau con trỏ này · After this cursor"\n after: String`,
  ]
}
