import type { Draft } from './draft.ts'
import type { Choices } from './choices.ts'
import { type Field, leaves } from './model.ts'

/** Lets a field provide a leaf of the entity that it answers with, or of those that it may be, where there is one. */
export function provide(draft: Draft, field: Field, own: Choices): void {
  const [owner] = field.resolvedBy
  if (owner === undefined) return
  const abstract = draft.abstracts.get(field.type)
  const members = abstract?.objectIn === owner ? [] : (abstract?.membersIn(owner) ?? [])
  const texts = abstract
    ? members.flatMap((member) => {
        const leaf = own.chance(70) ? provided(draft, member, owner, own) : undefined
        return leaf === undefined ? [] : [`... on ${member} { ${leaf} }`]
      })
    : [provided(draft, field.type, owner, own) ?? '']
  const text = texts.join(' ')
  if (text !== '') field.provides.set(owner, text)
}

/** A leaf that another subgraph answers, and that the owner has from now on in answers that provide it. */
function provided(
  { objects }: Draft,
  type: string,
  owner: string,
  own: Choices,
): string | undefined {
  const entity = objects.get(type)
  if (entity?.kind !== 'entity') return undefined
  const found = [...entity.fields.values()].filter(
    (field) =>
      field.role === 'own' &&
      !field.resolvedBy.has(owner) &&
      field.overrides === undefined &&
      field.pending === undefined &&
      field.requires === undefined &&
      field.args.length === 0 &&
      leaves.some((leaf) => leaf === field.type),
  )
  if (found.length === 0) return undefined
  const leaf = own.pick(found)
  leaf.providedBy.add(owner)
  leaf.external.add(owner)
  leaf.tame = true
  return leaf.name
}
