import { Kind } from 'graphql'
import type { Permission } from '../../auth/permission.ts'
import { directiveArguments } from './directive-arguments.ts'
import type { Column, Model, StubType, TableType } from './model.ts'
import type { QualityRule } from './quality-rule.ts'
import { strings } from './strings.ts'

/** A rule that compares what a row holds with what another ministry holds of the same thing. */
export interface Comparison {
  readonly rule: QualityRule
  /** The field that tells how many rows agree. */
  readonly field: string
  /** The row's own fact; absent where the rule asks for no more than that the other ministry knows the key. */
  readonly own?: Column
  /** The row's column that names the other ministry's entity. */
  readonly key: Column
  readonly entity: StubType
  /** The entity's field, which its ministry answers. */
  readonly fact: Column
}

/** What a rule of a type compares; a text says what is wrong with it. */
export function comparisonOf(
  model: Model,
  type: TableType,
  rule: QualityRule,
): Comparison | string {
  const far = factOf(model, rule)
  if (typeof far === 'string') return far
  if (rule.fields.length < 1 || rule.fields.length > 2)
    return `expected the row's own field and the one that names the ${far.entity.name}, or that one alone`
  const [own, key] = [rule.fields[0], rule.fields.at(-1)].map((field) =>
    type.columns.get(field ?? ''),
  )
  // Told with the rule's fields.
  if (key === undefined || own === undefined) return 'expected fields that read columns'
  const unlike = unlikeness(model, own, far.fact)
  if (unlike !== undefined) return unlike
  const field = rule.code.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  return { rule, field, ...(own === key ? {} : { own }), key, ...far }
}

function factOf(
  { types }: Model,
  { with: named = 'none' }: QualityRule,
): Pick<Comparison, 'entity' | 'fact'> | string {
  const [entityName = '', factName = ''] = named.split('.')
  const entity = types.get(entityName)
  const [key] = entity?.entityKeys ?? []
  if (entity?.kind !== 'stub' || key?.length !== 1)
    return `expected with to begin with an entity of another ministry that has one key, got ${named}`
  const fact = entity.columns.get(factName)
  return fact === undefined || key.includes(factName)
    ? `expected with to end in a field of ${entityName} that is not its key, got ${named}`
    : { entity, fact }
}

/** Scalars that are told as they are stored, as texts; PersonalId is twelve digits. */
const texts: readonly string[] = ['String', 'ID', 'PersonalId']

/** What two facts are compared as; undefined where a number, an instant or a list is not written alike by two databases. */
function comparedAs({ enums }: Model, { type, list }: Column): string | undefined {
  if (list) return undefined
  if (texts.includes(type)) return 'text'
  return type === 'Date' || enums.has(type) ? type : undefined
}

function unlikeness(model: Model, own: Column, fact: Column): string | undefined {
  const [mine, told] = [own, fact].map((one) => comparedAs(model, one))
  return mine !== undefined && mine === told
    ? undefined
    : `expected two texts (String, ID), two dates (Date) or two values of one enum, got ${shown(own)} and ${shown(fact)}`
}

function shown({ field, type, list }: Column): string {
  return `${field}: ${list ? `[${type}]` : type}`
}

/** The comparisons of a type whose rules are in order. */
export function comparisonsOf(model: Model, type: TableType): readonly Comparison[] {
  return type.quality
    .filter(({ kind }) => kind === 'AGREES')
    .map((rule) => {
      const made = comparisonOf(model, type, rule)
      if (typeof made === 'string') throw new Error(`${rule.code}: ${made}`)
      return made
    })
}

/** The types of a ministry whose rules compare, each with what they compare. */
export function comparedTables(
  model: Model,
): readonly { readonly type: TableType; readonly comparisons: readonly Comparison[] }[] {
  return [...model.types.values()].flatMap((type) => {
    const comparisons = type.kind === 'table' ? comparisonsOf(model, type) : []
    return type.kind === 'table' && comparisons.length > 0 ? [{ type, comparisons }] : []
  })
}

/** The names under which agreement is asked, and the permission that opens it. */
export function agreementNames(ministry: string, type: string) {
  const permission: Permission = `${ministry}:agreement:stats`
  return {
    root: `${lower(type)}Agreement`,
    sample: `${type}Agreement`,
    row: `${type}AgreementRow`,
    entity: lower,
    permission,
  }
}

function lower(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

/** The `@requiresScopes` of an entity as its stub repeats it: alternatives of permissions that are needed together. */
export function scopesOfStub({ document }: Model, name: string): readonly (readonly string[])[] {
  return document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION || node.name.value !== name) return []
    const scopes: unknown = directiveArguments(node, 'requiresScopes')[0]?.['scopes']
    return Array.isArray(scopes) ? scopes.map((all) => strings(all)) : []
  })
}
