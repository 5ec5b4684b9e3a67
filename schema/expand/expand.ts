import type {
  DefinitionNode,
  EnumValueDefinitionNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
} from 'graphql'
import { Kind, parse, print } from 'graphql'
import type { Model, TableType } from '../model/model.ts'
import { generatedName, rootNames } from '../model/generated-name.ts'
import { targetTable } from '../model/walk-path.ts'
import { generatedTypes } from './expand-type.ts'
import { comparedTypes } from './compared-types.ts'
import { saidOfRows } from './descriptions.ts'
import { inheritedTags } from './inherited-tags.ts'
import { operatorInput } from './operators.ts'
import { agreementShared, agreementTypes } from './agreement-types.ts'
import { qualityRoots, qualityTypes } from './quality-types.ts'
import { sharedTypes, usedScalars } from './shared-types.ts'
import { groupArguments } from './groups.ts'
import { hasGroups, hasRoots, hasTotals, usageOf, type Usage } from './usage.ts'

const federation = 'https://specs.apollo.dev/federation/v2.9'
/** Identity of our own directives' specification; nothing is fetched from it. */
export const ownSpecification = 'https://specs.lien-thong.example/lienthong/v1.0'

const ownDirectives = new Set([
  'table',
  'column',
  'value',
  'join',
  'filterable',
  'sortable',
  'aggregate',
  'dimension',
  'rollup',
  'scope',
  'compartment',
  'masked',
  'quality',
  'resolved',
  'lookup',
  'exists',
])

const header = `
extend schema
  @link(url: "${federation}", import: ["@key", "@shareable", "@inaccessible", "@tag", "@authenticated", "@requiresScopes", "@composeDirective", "@cost", "@listSize", "@external", "@requires"])
  @link(url: "${ownSpecification}", import: ["@classified", "@filterScopes", "@subject"])
  @composeDirective(name: "@classified")
  @composeDirective(name: "@filterScopes")
  @composeDirective(name: "@subject")

directive @classified(level: lienthong__DataClass!, category: String) on FIELD_DEFINITION
directive @filterScopes(scopes: [[String!]!]!) on INPUT_FIELD_DEFINITION
directive @subject(column: String!, via: [String!], recordKey: String) on OBJECT

enum lienthong__DataClass { BASIC SENSITIVE RESTRICTED }
`

/**
 * Turns a ministry's short annotated SDL into the schema that it publishes: filters, orders, connections,
 * totals and root fields are added, table mapping is taken out. Composition uses the result.
 */
export function expand(model: Model): string {
  const usage = usageOf(model)
  const kept = model.document.definitions.map((node) => print(published(node, model, usage)))
  const generated = [...model.types.values()].flatMap((type) => generatedTypes(type, usage))
  const roots = [...model.types.values()].flatMap((type) =>
    type.kind === 'table' && (hasRoots(type) || hasTotals(type)) ? [rootFields(type, usage)] : [],
  )
  const query = roots.length === 0 ? [] : [`extend type Query {\n${roots.join('\n')}\n}`]
  const inputs = comparedTypes(model).map(operatorInput)
  const judged = qualityRoots(model, pageArguments, pageSize)
  const compared = agreementTypes(model)
  const parts = [
    header,
    sharedTypes,
    ...usedScalars(model),
    ...kept,
    ...query,
    ...(judged === '' ? [] : [judged, qualityTypes]),
    ...(compared === '' ? [] : [compared, agreementShared]),
    ...generated,
    ...inputs,
  ]
  return inheritedTags(parts.map((part) => part.trim()).join('\n\n'), model)
}

function published(node: DefinitionNode, model: Model, usage: Usage): DefinitionNode {
  if (node.kind === Kind.ENUM_TYPE_DEFINITION)
    return { ...node, values: (node.values ?? []).map(withoutOwn) }
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return node
  const type = model.types.get(node.name.value)
  const fields = (node.fields ?? []).map((field): FieldDefinitionNode => {
    const join = type?.joins.get(field.name.value)
    const target = join === undefined ? undefined : targetTable(model, join.target)
    if (join === undefined || target === undefined || join.shape === 'one') return withoutOwn(field)
    const args = argumentsOf(join.shape, target, usage)
    return withGenerated(withoutOwn(field), args, join.shape === 'connection')
  })
  return { ...withoutOwn(node), fields }
}

function withoutOwn<
  Node extends FieldDefinitionNode | ObjectTypeDefinitionNode | EnumValueDefinitionNode,
>(node: Node): Node {
  const directives = (node.directives ?? []).filter(({ name }) => !ownDirectives.has(name.value))
  return { ...node, directives }
}

/** Adds generated arguments, parsed from text, and the size of the list for cost estimates. */
function withGenerated(
  field: FieldDefinitionNode,
  args: string,
  connection: boolean,
): FieldDefinitionNode {
  const text = `type T { f${args}: Int ${connection ? pageSize : ''} }`
  const [definition] = parse(text, { noLocation: true }).definitions
  const made = definition?.kind === Kind.OBJECT_TYPE_DEFINITION ? definition.fields?.[0] : undefined
  return {
    ...field,
    arguments: [...(field.arguments ?? []), ...(made?.arguments ?? [])],
    directives: [...(field.directives ?? []), ...(made?.directives ?? [])],
  }
}

/** For cost estimates: what a page holds where nothing is said is what the arguments' descriptions say. */
const pageSize =
  '@listSize(assumedSize: 20, slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)'
const groupsSize =
  '@listSize(assumedSize: 100, slicingArguments: ["first"], sizedFields: ["groups"], requireOneSlicingArgument: false)'

function argumentsOf(
  shape: 'list' | 'connection' | 'totals' | 'groups',
  type: TableType,
  usage: Usage,
): string {
  const where = usage.filters.has(type.name)
    ? [`"Điều kiện lọc · Which rows"\n where: ${generatedName.filter(type.name)}`]
    : []
  const orderBy =
    (shape === 'list' || shape === 'connection') && usage.orders.has(type.name)
      ? [
          `"Thứ tự; khóa chính luôn ở cuối · Order; the primary key always breaks ties"\n orderBy: [${generatedName.order(type.name)}!]`,
        ]
      : []
  const page = shape === 'connection' ? [pageArguments] : []
  const groups = shape === 'groups' ? groupArguments(type) : []
  const all = [...where, ...orderBy, ...page, ...groups]
  return all.length === 0 ? '' : `(${all.join('\n')})`
}

const pageArguments = `"Số bản ghi đầu, 1–1.000, mặc định 20 · How many from the start, 1–1,000, default 20"
 first: Int
 "Sau con trỏ này · After this cursor"
 after: String
 "Số bản ghi cuối, 1–1.000 · How many from the end, 1–1,000"
 last: Int
 "Trước con trỏ này · Before this cursor"
 before: String`

/** Nullable, so that a ministry that is away costs its own fields and not the whole answer. */
function rootFields(type: TableType, usage: Usage): string {
  const { name } = type
  const names = rootNames(name, type.plural)
  const key = (type.entityKeys[0] ?? []).map(
    (field) => `"Khóa · The key"\n ${field}: ${type.columns.get(field)?.type ?? 'ID'}!`,
  )
  const one = `${saidOfRows(type, `Một ${name} theo khóa`, `One ${name} by its key`)}\n ${names.one}(${key.join('\n')}): ${type.name}`
  const many = `${saidOfRows(type, `Các ${name}`, `Rows of ${name}`)}\n ${names.many}${argumentsOf('connection', type, usage)}: ${generatedName.connection(type.name)} ${pageSize}`
  const totals = `${saidOfRows(type, `Tổng hợp trên ${name}`, `Totals over ${name}`)}\n ${names.totals}${argumentsOf('totals', type, usage)}: ${generatedName.totals(type.name)}`
  const groups = `${saidOfRows(type, `Nhóm các ${name}`, `Groups of ${name}`)}\n ${names.groups}${argumentsOf('groups', type, usage)}: ${generatedName.groups(type.name)} ${groupsSize}`
  return [
    ...(hasRoots(type) ? [one, many] : []),
    ...(hasTotals(type) ? [totals] : []),
    ...(hasGroups(type) ? [groups] : []),
  ].join('\n')
}
