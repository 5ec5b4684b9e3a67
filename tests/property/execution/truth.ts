import { GraphQLError, type SelectionSetNode } from 'graphql'
import { hash } from './hash.ts'
import { type AbstractType, type Field, type Model, objectOf, typeNameOf } from './model.ts'
import { requiredOfData } from './required.ts'
import { canonical } from './canonical.ts'

/** An object of the data: its type's name, a colon, and what tells it from others of the type. */
export interface Thing {
  readonly $: string
}

/** Stands where a subgraph's answer holds something of another type. */
export class Misfit {
  readonly type: string
  constructor(type: string) {
    this.type = type
  }
}

/** Percentages of what may be wrong at one place of the data. */
interface Odds {
  readonly nulls: number
  readonly failures: number
  readonly misfits: number
  readonly gaps: number
}

const odds: readonly [Odds, Odds, Odds, Odds] = [
  { nulls: 0, failures: 0, misfits: 0, gaps: 0 },
  { nulls: 18, failures: 0, misfits: 0, gaps: 25 },
  { nulls: 12, failures: 9, misfits: 0, gaps: 0 },
  { nulls: 10, failures: 5, misfits: 5, gaps: 15 },
]

/** Keys by the text of a required selection set. */
export type Selections = (text: string) => SelectionSetNode

/**
 * What every field of every object answers: one pure function of the data's seed, whoever is asked. Seeds
 * of the form 4n are clean; 4n + 1 hold nulls and gaps, 4n + 2 failures, 4n + 3 values of wrong types too.
 */
export interface Truth {
  /** Whether a subgraph knows nothing of an object. */
  lacks(subgraph: string, identity: string): boolean
  /** A tree of lists, things, leaves, nulls, errors and misfits. `told` is what the field requires, canonical. */
  answer(
    identity: string,
    field: Field,
    args: Readonly<Record<string, unknown>>,
    told?: string,
  ): unknown
  /** What a field requires of an object, canonical, from the data itself. */
  required(identity: string, requires: string): string
}

export function truthOf(model: Model, seed: number, selections: Selections): Truth {
  const { nulls, failures, misfits, gaps } = odds[(seed % 4) as 0 | 1 | 2 | 3]
  const truth: Truth = {
    lacks: (subgraph, identity) =>
      gaps > 0 &&
      (model.objects.get(typeNameOf(identity))?.lackedBy.has(subgraph) ?? false) &&
      hash(`${seed} ${subgraph} ${identity}`) % 100 < gaps,
    answer(identity, field, args, told = '') {
      const type = typeNameOf(identity)
      if (field.role === 'key') return keyOf(identity, field)
      const [owner] = field.resolvedBy
      if (field.resolvedBy.size === 1 && owner && truth.lacks(owner, identity)) return null
      const at = `${seed} ${identity}.${field.name}(${canonical(visible(args))})${told}`
      return build(field, field.wrap, at, type)
    },
    required: (identity, requires) => requiredOfData(model, truth, identity, selections(requires)),
  }

  function build(field: Field, wrap: string, at: string, parent: string): unknown {
    const nonNull = wrap.endsWith('!')
    const inner = nonNull ? wrap.slice(0, -1) : wrap
    const luck = (hash(at) % 1000) / 10
    if (!field.sure) {
      if (luck < failures) return new GraphQLError(`${parent}.${field.name} fails`)
      if (luck < failures + nulls * (nonNull ? 0.15 : 1)) return null
    }
    if (inner.startsWith('['))
      return Array.from({ length: hash(`${at}#`) % 4 }, (_, index) =>
        build(field, inner.slice(1, -1), `${at}[${index}]`, parent),
      )
    return valueOf(field, hash(`${at}=`))
  }

  function valueOf(field: Field, bits: number): unknown {
    const abstract = model.abstracts.get(field.type)
    if (abstract) {
      const possible = possibleOf(abstract, field)
      return thing(possible[bits % possible.length] ?? abstract.members[0] ?? '', bits)
    }
    if (model.objects.has(field.type)) return thing(field.type, bits)
    const sound = field.sure || field.tame || field.type === 'Json'
    return !sound && bits % 100 < misfits ? new Misfit(field.type) : leaf(field, bits >>> 7)
  }

  function thing(type: string, bits: number): Thing {
    const { kind } = objectOf(model, type)
    return { $: `${type}:${kind === 'entity' ? (bits >>> 7) % 5 : bits.toString(36)}` }
  }
  return truth
}

/** The members that everybody knows who may be asked for the field. */
function possibleOf(abstract: AbstractType, { resolvedBy }: Field): readonly string[] {
  return abstract.members.filter((member) =>
    [...resolvedBy].every(
      (subgraph) => subgraph === abstract.objectIn || abstract.membersIn(subgraph).includes(member),
    ),
  )
}

function leaf(field: Field, bits: number): unknown {
  switch (field.type) {
    case 'Int':
      return (bits % 41) - 20
    case 'Float':
      return (bits % 41) / 4
    case 'Boolean':
      return bits % 2 === 0
    case 'ID':
      return `#${bits % 1000}`
    case 'Side':
      return bits % 2 === 0 ? 'LEFT' : 'RIGHT'
    case 'Mood':
      return mood(field, bits)
    case 'Json':
      return [bits % 10, 'day', { a: [bits % 7, null], b: { c: 'ë' } }, ['x', ['y']]][bits % 4]
    default:
      return ['Hà Nội', '', 'a "quoted"\n\\line', `s${bits % 100}`, '\u2028 <&>'][bits % 5]
  }
}

function mood({ resolvedBy, external }: Field, bits: number): string {
  const [owner] = resolvedBy
  const own =
    resolvedBy.size === 1 && external.size === 0 && owner ? [`ONLY_${owner.toUpperCase()}`] : []
  const moods = ['GLAD', 'SAD', 'GLAD', 'SAD', 'HIDDEN', ...own]
  return moods[bits % moods.length] ?? 'SAD'
}

function keyOf(identity: string, { name, type }: Field): unknown {
  const entity = typeNameOf(identity)
  const row = identity.slice(entity.length + 1)
  if (type.endsWith('Ref')) return { $: `${type}:${row}` }
  return { id: `${entity}-${row}`, part: `p${row}`, lot: `lot ${row}` }[name] ?? Number(row)
}

/** The object that a representation means; undefined when its keys name none. */
export function identityOf(representation: Readonly<Record<string, unknown>>): string | undefined {
  const { __typename: type, id, code, ref, no } = representation
  if (typeof id === 'string') return /^E\d-\d$/.test(id) ? id.replace('-', ':') : undefined
  const nested = typeof ref === 'object' && ref !== null && 'n' in ref ? ref.n : undefined
  const row = code ?? nested ?? no
  return typeof row === 'number' && typeof type === 'string' ? `${type}:${row}` : undefined
}

/** Without the arguments and input fields that only some subgraphs know. */
function visible(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(visible)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      name.startsWith('only') ? [] : [[name, visible(inner)]],
    ),
  )
}
