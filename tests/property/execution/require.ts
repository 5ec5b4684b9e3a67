import type { Draft } from './draft.ts'
import type { Choices } from './choices.ts'
import { type Field, type ObjectType, leaves } from './model.ts'

/** What an argument is given in a `@requires`. */
const given: Readonly<Record<string, string>> = {
  n: '5',
  s: '"r"',
  pick: 'TWO',
  filter: '{ n: 3, inner: { s: "i" } }',
  side: 'RIGHT',
  list: '[1, 2]',
  json: '{ a: [1] }',
  id: '"x"',
  share: '0.5',
  yes: 'true',
}

const isLeaf = (type: string): boolean => leaves.some((leaf) => leaf === type)

/** Makes a field depend on one or two of those that other subgraphs answer of the same entity. */
export function require(draft: Draft, entity: ObjectType, field: Field, own: Choices): void {
  const [owner] = field.resolvedBy
  if (owner === undefined) return
  const others = [...entity.fields.values()].filter((other) => mayBeTold(other, owner))
  if (others.length === 0) return
  const chosen = new Set([own.pick(others), own.pick(others)])
  const texts = [...chosen].map((other) => told(draft, other, owner, own))
  field.requires = texts.filter((text) => text !== undefined).join(' ') || undefined
}

function mayBeTold(
  { role, resolvedBy, overrides, pending, inaccessible }: Field,
  owner: string,
): boolean {
  const isSettled = overrides === undefined && pending === undefined
  return role === 'own' && !resolvedBy.has(owner) && isSettled && !inaccessible
}

function told(draft: Draft, field: Field, owner: string, own: Choices): string | undefined {
  const inner = isLeaf(field.type) ? '' : insideOf(draft, field.type, owner, own)
  if (inner === undefined) return undefined
  depend(draft, field, owner)
  const needed = field.args.some(({ type }) => type.endsWith('!'))
  const args =
    field.args.length > 0 && (needed || own.chance(70))
      ? `(${field.args.map(({ name }) => `${name}: ${given[name]}`).join(', ')})`
      : ''
  return `${field.name}${args}${inner}`
}

function depend(draft: Draft, field: Field, owner: string): void {
  field.external.add(owner)
  field.tame = true
  if (field.wrap.includes('!')) field.sure = true
  draft.declare(field.type, owner)
}

/** A selection inside a required field; none where nothing in it can be told. */
function insideOf(draft: Draft, name: string, owner: string, own: Choices): string | undefined {
  const object = draft.objects.get(name)
  if (object) {
    const inner = leafOf(draft, object, owner, own)
    return inner && ` { ${inner} }`
  }
  const abstract = draft.abstracts.get(name)
  if (abstract === undefined || abstract.objectIn === owner) return undefined
  const parts = abstract.membersIn(owner).flatMap((member) => {
    const type = draft.objects.get(member)
    const inner = type && leafOf(draft, type, owner, own)
    return inner ? [`... on ${member} { ${inner} }`] : []
  })
  return parts.length === 0 ? undefined : ` { __typename ${parts.join(' ')} }`
}

function leafOf(draft: Draft, type: ObjectType, owner: string, own: Choices): string | undefined {
  const fields = [...type.fields.values()].filter(
    (field) => isLeaf(field.type) && field.args.length === 0 && field.requires === undefined,
  )
  draft.declare(type.name, owner)
  if (type.kind === 'value') {
    if (fields.length === 0) return undefined
    const field = own.pick(fields)
    field.tame = true
    if (field.wrap.includes('!')) field.sure = true
    return field.name
  }
  const keys = fields.filter(({ role, resolvedBy }) => role === 'key' && resolvedBy.has(owner))
  const others = fields.filter((field) => mayBeTold(field, owner))
  const all = [...keys, ...others]
  if (all.length === 0) return undefined
  const field = own.pick(all)
  if (field.role !== 'key') depend(draft, field, owner)
  return field.name
}
