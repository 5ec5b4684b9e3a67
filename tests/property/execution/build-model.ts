import { addInterface, addUnion } from './add-abstract.ts'
import { addEntity } from './add-entity.ts'
import { type Choices, choicesOf } from './choices.ts'
import { type Draft, objectType, openDraft } from './draft.ts'
import type { Family, Genes } from './genes.ts'
import {
  type Field,
  type Model,
  type ObjectType,
  argLists,
  fieldNamed,
  leaves,
  wraps,
} from './model.ts'
import { provide } from './provide.ts'
import { require } from './require.ts'

/** Makes the federation that the genes describe; whether it composes is for composition to say. */
export function buildModel(genes: Genes): Model {
  const usual = ['a', 'b', 'c', 'd', 'e'].slice(0, 2 + (genes.more % 4))
  const withObjects = genes.interfaces.some(({ own }) => choicesOf(own).chance(45))
  const draft = openDraft(withObjects ? [...usual, 'o'] : usual)
  genes.entities.forEach(({ own }, index) => addEntity(draft, `E${index}`, choicesOf(own)))
  genes.values.forEach((_, index) =>
    draft.objects.set(`V${index}`, objectType('value', `V${index}`)),
  )
  genes.interfaces.forEach(({ own }, index) => addInterface(draft, `I${index}`, own))
  genes.unions.forEach((own, index) => addUnion(draft, `U${index}`, choicesOf(own)))

  genes.values.forEach(({ fields }, index) => addValueFields(draft, `V${index}`, fields))
  genes.interfaces.forEach((family, index) => addInterfaceFields(draft, `I${index}`, family))
  genes.entities.forEach(({ fields }, index) => addFields(draft, `E${index}`, usual, fields))
  addRoots(draft, 'Query', genes.queries)
  addRoots(draft, 'Mutation', genes.mutations)
  for (const type of draft.objects.values()) if (type.kind === 'entity') allowGaps(draft, type)
  return { subgraphs: draft.subgraphs, objects: draft.objects, abstracts: draft.abstracts }
}

/** A field's name, type and arguments; the bytes that are left decide on its directives. */
function outline({ objects, abstracts }: Draft, name: string, own: Choices, composite = 45): Field {
  const types = [...objects.keys(), ...abstracts.keys()].filter(
    (known) => !known.endsWith('Ref') && known !== 'Query' && known !== 'Mutation',
  )
  const type = own.chance(composite) ? own.pick(types) : own.pick(leaves)
  const wrap = own.pick(wraps)
  const args = own.chance(25) ? own.pick(argLists) : []
  return fieldNamed(name, type, { wrap, args })
}

function addValueFields(draft: Draft, name: string, fields: readonly Uint8Array[]): void {
  const type = draft.objects.get(name)
  fields.forEach((bytes, index) =>
    type?.fields.set(`v${index}`, outline(draft, `v${index}`, choicesOf(bytes), 30)),
  )
}

function addInterfaceFields(draft: Draft, name: string, { fields }: Family): void {
  const type = draft.abstracts.get(name)
  if (type === undefined) return
  fields.forEach((bytes, index) => {
    const own = choicesOf(bytes)
    const field = outline(draft, `${name.toLowerCase()}f${index}`, own, 35)
    const onObject = type.objectIn !== undefined && own.chance(50)
    const subgraph = onObject ? 'o' : type.home
    const role = onObject ? 'interfaceObject' : 'interface'
    draft.declare(name, subgraph)
    draft.declare(field.type, subgraph)
    const tighter = own.chance(20) && !field.wrap.endsWith('!')
    for (const member of type.members) {
      const wrap = tighter && !onObject ? `${field.wrap}!` : field.wrap
      draft.objects.get(member)?.fields.set(field.name, {
        ...field,
        wrap,
        role,
        resolvedBy: new Set([subgraph]),
      })
    }
    type.fields.set(field.name, { ...field, role, resolvedBy: new Set([subgraph]) })
  })
}

function addFields(
  draft: Draft,
  name: string,
  subgraphs: readonly string[],
  fields: readonly Uint8Array[],
): void {
  const type = draft.objects.get(name)
  if (type === undefined) return
  fields.forEach((bytes, index) => {
    const own = choicesOf(bytes)
    const field = outline(draft, `f${index}`, own)
    const owner = own.pick(subgraphs)
    give(draft, type, field, owner)
    const special = own.below(8)
    const other = own.pick(subgraphs)
    if (special === 1 && other !== owner) give(draft, type, field, other)
    else if (special === 2 && other !== owner) {
      draft.declare(name, other)
      draft.declare(field.type, other)
      if (own.chance(40)) {
        // Who had it answers as long as the label is off.
        field.pending = owner
        field.resolvedBy.delete(owner)
        field.resolvedBy.add(other)
      } else field.overrides = other
    } else if (special === 3 || special === 4 || special === 5) require(draft, type, field, own)
    else if (special === 6) provide(draft, field, own)
    else if (special === 7) field.inaccessible = own.chance(50)
    type.fields.set(field.name, field)
  })
}

function give(draft: Draft, type: ObjectType, field: Field, owner: string): void {
  field.resolvedBy.add(owner)
  draft.declare(type.name, owner)
  draft.declare(field.type, owner)
}

function addRoots(draft: Draft, name: string, fields: readonly Uint8Array[]): void {
  if (fields.length === 0) return
  const type = objectType('root', name)
  draft.objects.set(name, type)
  fields.forEach((bytes, index) => {
    const own = choicesOf(bytes)
    const field = outline(draft, `${name === 'Query' ? 'q' : 'm'}${index}`, own, 85)
    give(draft, type, field, own.pick(draft.subgraphs))
    if (name === 'Query' && own.chance(15)) give(draft, type, field, own.pick(draft.subgraphs))
    else if (own.chance(20)) provide(draft, field, own)
    type.fields.set(field.name, field)
  })
}

/**
 * Lets subgraphs lack some objects of an entity, where that makes the same fields null whatever way a plan
 * takes: nobody else answers them, requires them, or comes by to get from one key to another.
 */
function allowGaps({ abstracts, subgraphs }: Draft, type: ObjectType): void {
  const keyed = [...abstracts.values()].some((one) => one.keyed && one.members.includes(type.name))
  const simple = [...type.keys.values()].every((keys) => keys.length === 1 && keys[0] === 'id')
  if (keyed || !simple) return
  for (const subgraph of subgraphs) {
    const mine = [...type.fields.values()].filter(
      ({ resolvedBy, role }) => resolvedBy.has(subgraph) && role !== 'key',
    )
    if (mine.every(({ resolvedBy, tame }) => resolvedBy.size === 1 && !tame))
      type.lackedBy.add(subgraph)
  }
}
