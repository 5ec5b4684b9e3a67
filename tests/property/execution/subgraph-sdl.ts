import type { AbstractType, Arg, Field, Model, ObjectType } from './model.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key",
  "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject"])`

/** What a subgraph of the model declares, as it would be published. */
export function subgraphSdl(model: Model, subgraph: string): string {
  const objects = [...model.objects.values()].filter(({ declaredBy }) => declaredBy.has(subgraph))
  const abstracts = [...model.abstracts.values()].filter((type) => type.declaredBy.has(subgraph))
  return [
    link,
    leafTypes(model, subgraph),
    ...abstracts.map((type) => abstractSdl(type, subgraph)),
    ...objects.map((type) => objectSdl(type, subgraph, abstracts)),
  ].join('\n')
}

/** Enums and inputs that differ from subgraph to subgraph, as far as composition lets them. */
function leafTypes({ subgraphs }: Model, subgraph: string): string {
  const first = subgraph === subgraphs[0]
  return `scalar Json
enum Mood { GLAD SAD HIDDEN${first ? ' @inaccessible' : ''} ONLY_${subgraph.toUpperCase()} }
enum Pick { ONE TWO ONLY_${subgraph.toUpperCase()} }
enum Side { LEFT RIGHT }
input Filter { n: Int s: String = "e" pick: Pick inner: Filter list: [Float] yes: Boolean! = true only${subgraph}: Int }`
}

function abstractSdl(type: AbstractType, subgraph: string): string {
  if (type.kind === 'union') return `union ${type.name} = ${type.membersIn(subgraph).join(' | ')}`
  const key = type.keyed ? ' @key(fields: "id")' : ''
  const fields = [...type.fields.values()].filter(
    ({ role, resolvedBy }) => role === 'key' || resolvedBy.has(subgraph),
  )
  if (type.objectIn === subgraph)
    return `type ${type.name} @interfaceObject${key} { ${fields.map(signature).join(' ')} }`
  const own = fields.filter(({ role }) => role !== 'interfaceObject')
  return `interface ${type.name}${type.home === subgraph ? key : ''} { ${own.map(signature).join(' ')} }`
}

function objectSdl(type: ObjectType, subgraph: string, abstracts: readonly AbstractType[]): string {
  const fields = [...type.fields.values()].filter((field) => isDeclared(field, type, subgraph))
  const interfaces = abstracts
    .filter(({ kind }) => kind === 'interface')
    .filter((one) => one.membersIn(subgraph).includes(type.name))
    .map(({ name }) => name)
  const implementing = interfaces.length > 0 ? ` implements ${interfaces.join(' & ')}` : ''
  const stub = type.stubs.has(subgraph) && fields.every(({ role }) => role === 'key')
  const keys = (type.kind === 'entity' ? (type.keys.get(subgraph) ?? []) : []).map(
    (key) => ` @key(fields: "${key}"${stub ? ', resolvable: false' : ''})`,
  )
  const lines = fields.map((field) => `  ${fieldSdl(type, field, subgraph)}`)
  return `type ${type.name}${implementing}${keys.join('')} {\n${lines.join('\n')}\n}`
}

function isDeclared(field: Field, type: ObjectType, subgraph: string): boolean {
  if (field.role === 'interfaceObject') return false
  if (field.overrides === subgraph || field.pending === subgraph) return true
  if (field.external.has(subgraph)) return true
  return field.resolvedBy.has(subgraph) || type.kind === 'value'
}

function fieldSdl(type: ObjectType, field: Field, subgraph: string): string {
  const resolved = field.resolvedBy.has(subgraph) || type.kind === 'value'
  const isPending = field.pending === subgraph
  const provides = field.provides.get(subgraph)
  const directives = [
    ...(resolved ? resolvedDirectives(type, field) : []),
    ...(resolved || field.overrides === subgraph || isPending ? [] : ['@external']),
    ...(isPending
      ? [`@override(from: "${[...field.resolvedBy].join()}", label: "percent(5)")`]
      : []),
    ...(field.inaccessible ? ['@inaccessible'] : []),
    ...(provides === undefined ? [] : [`@provides(fields: "${provides}")`]),
  ]
  const own = resolved && field.resolvedBy.size > 1 ? only(field, subgraph) : []
  return `${signature(field, own)} ${directives.join(' ')}`.trimEnd()
}

function resolvedDirectives(type: ObjectType, field: Field): readonly string[] {
  const { role, resolvedBy, providedBy, requires, overrides } = field
  const isShared = role !== 'key' && (resolvedBy.size > 1 || providedBy.size > 0)
  return [
    ...(isShared || type.kind === 'value' ? ['@shareable'] : []),
    ...(requires === undefined ? [] : [`@requires(fields: ${JSON.stringify(requires)})`]),
    ...(overrides === undefined ? [] : [`@override(from: "${overrides}")`]),
  ]
}

/** An argument that one of several subgraphs has, and so no client sees. */
function only({ args, resolvedBy }: Field, subgraph: string): readonly Arg[] {
  const [first] = resolvedBy
  return args.length > 0 && subgraph === first ? [{ name: 'only', type: 'Int', initial: '7' }] : []
}

function signature({ name, type, wrap, args }: Field, more: readonly Arg[] | number = []): string {
  const all = typeof more === 'number' ? args : [...args, ...more]
  const list = all.map(
    (arg) => `${arg.name}: ${arg.type}${arg.initial === undefined ? '' : ` = ${arg.initial}`}`,
  )
  const head = list.length > 0 ? `${name}(${list.join(', ')})` : name
  return `${head}: ${wrap.replace('T', () => type)}`
}
