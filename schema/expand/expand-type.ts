import { generatedName, enumName } from '../model/generated-name.ts'
import { declaredFunctions } from '../model/measure-function.ts'
import type { Column, Join, ModelType, TableType } from '../model/model.ts'
import { groupTypes } from './groups.ts'
import { targetTable } from '../model/walk-path.ts'
import { hasGroups, type Usage } from './usage.ts'
import { saidOf } from './descriptions.ts'
import { countField, disclosureField } from './disclosure-fields.ts'
import { scopesDirective } from './scopes-directive.ts'

/** The types that the expander generates for a table: filter, order, connection, totals. */
export function generatedTypes(type: ModelType, usage: Usage): readonly string[] {
  if (type.kind === 'stub') return usage.keyFilters.has(type.name) ? [keyFilter(type)] : []
  return [
    ...(usage.filters.has(type.name) ? [filter(type, usage)] : []),
    ...(usage.listFilters.has(type.name) ? [listFilter(type)] : []),
    ...(usage.orders.has(type.name) ? order(type) : []),
    ...(usage.connections.has(type.name) ? connection(type) : []),
    ...(usage.totals.has(type.name) ? totals(type) : []),
    ...(hasGroups(type) ? groupTypes(type, usage) : []),
  ]
}

function keyFilter(type: ModelType): string {
  const fields = (type.entityKeys[0] ?? []).map((field) => {
    const named = type.columns.get(field)?.type ?? 'ID'
    return `  "Theo ${field} · By ${field}"\n  ${field}: ${named}Filter`
  })
  return `"Lọc theo khóa của ${type.name} · Filters by the key of ${type.name}"
input ${generatedName.keyFilter(type.name)} {
${fields.join('\n')}
}`
}

function filter(type: TableType, usage: Usage): string {
  const name = generatedName.filter(type.name)
  const columns = [...type.columns.values()]
    .filter((column) => column.filterable)
    .map(
      (column) =>
        `  ${saidOf(column, `Điều kiện trên ${column.field} · Condition on ${column.field}`)}\n  ${column.field}: ${column.type}Filter`,
    )
  const joins = [...type.joins.values()]
    .filter((join) => join.filterable)
    .map(
      (join) =>
        `  ${saidOf(join, `Điều kiện trên ${join.field} · Condition on ${join.field}`)}\n  ${join.field}: ${usage.joinFilter(join)}${filterScopes(join, usage)}`,
    )
  return `"Điều kiện trên ${type.name} · Conditions on ${type.name}; all that are given must hold"
input ${name} {
  "Mọi điều kiện đều đúng · Every one holds"
  and: [${name}!]
  "Ít nhất một điều kiện đúng · At least one holds"
  or: [${name}!]
  "Điều kiện không đúng · Does not hold"
  not: ${name}
${[...columns, ...joins].join('\n')}
}`
}

/** A filter over joined rows is for those who may read or count them. */
function filterScopes(join: Join, { model }: Usage): string {
  const target = targetTable(model, join.target)
  if (target === undefined) return ''
  const any = [...new Set([...target.read, ...target.stats])]
  return ` @filterScopes(scopes: [${any.map((one) => `["${one}"]`).join(', ')}])`
}

function listFilter({ name }: TableType): string {
  return `"Điều kiện trên các ${name} liên quan · Conditions on the ${name} rows that belong to a row"
input ${generatedName.listFilter(name)} {
  "Có ít nhất một · At least one matches"
  some: ${generatedName.filter(name)}
  "Tất cả · Every one matches"
  every: ${generatedName.filter(name)}
  "Không có · None matches"
  none: ${generatedName.filter(name)}
}`
}

function order(type: TableType): string[] {
  const fields = [...type.columns.values()].filter((column) => column.sortable)
  const values = fields.map(
    (column) =>
      `  ${saidOf(column, `Theo ${column.field} · By ${column.field}`)}\n  ${enumName(column.field)}`,
  )
  return [
    `"Sắp xếp ${type.name} · An order of ${type.name}"
input ${generatedName.order(type.name)} {
  "Trường sắp xếp · What to order by"
  field: ${generatedName.orderField(type.name)}!
  "Chiều sắp xếp · Direction"
  direction: OrderDirection! = ASC
}`,
    `"Trường sắp xếp được của ${type.name} · What ${type.name} can be ordered by"
enum ${generatedName.orderField(type.name)} {
${values.join('\n')}
}`,
  ]
}

function connection(type: TableType): string[] {
  const scopes = scopesDirective(type.read)
  const counted =
    '"Tổng số, chỉ đếm khi được hỏi · How many there are in all; counted only when asked for"'
  return [
    `"Một trang ${type.name} · A page of ${type.name}"
type ${generatedName.connection(type.name)} ${scopes} {
  "Các bản ghi của trang · The rows of the page"
  nodes: [${type.name}!]!
  "Các bản ghi kèm con trỏ · The rows with their cursors"
  edges: [${generatedName.edge(type.name)}!]!
  "Vị trí của trang · Where the page stands"
  pageInfo: PageInfo!
  ${counted}
  totalCount: BigInt!
}`,
    `"Một ${type.name} trong trang · A ${type.name} in a page"
type ${generatedName.edge(type.name)} ${scopes} {
  "Con trỏ để đi tiếp từ đây · Cursor to go on from here"
  cursor: String!
  "Bản ghi · The row"
  node: ${type.name}!
}`,
  ]
}

function totals(type: TableType): string[] {
  const scopes = scopesDirective(type.stats)
  const measured = [...type.columns.values()].filter((column) => column.measures.length > 0)
  const fields = measured.map(
    (column) =>
      `  ${saidOf(column, `Số đo của ${column.field} · Measures of ${column.field}`)}\n  ${column.field}: ${generatedName.measure(type.name, column.field)}!`,
  )
  return [
    `"Tổng hợp trên ${type.name} · Totals over ${type.name}"
type ${generatedName.totals(type.name)} ${scopes} {
  ${countField}
${fields.join('\n')}
  ${disclosureField}
}`,
    ...measured.map((column) => measure(type, column, scopes)),
  ]
}

function measure(type: TableType, column: Column, scopes: string): string {
  const fields = declaredFunctions(column.measures).map(({ fn, field, text, typeOver }) => {
    const args =
      fn === 'PERCENTILE'
        ? '("Từ 0 đến 1; 0,5 là trung vị · 0 to 1; 0.5 is the median" p: Float!)'
        : ''
    return `  "${text}"\n  ${field}${args}: ${typeOver(column.type)}`
  })
  return `"Số đo của ${column.field} trên ${type.name} · Measures of ${column.field} over ${type.name}"
type ${generatedName.measure(type.name, column.field)} ${scopes} {
${fields.join('\n')}
}`
}
