import type { Draft } from './draft.ts'
import type { Choices } from './choices.ts'
import { type Field, leaves } from './model.ts'

/** Lets a field provide another's leaf of the entity that it answers with, where there is one. */
export function provide({ objects }: Draft, field: Field, own: Choices): void {
  const [owner] = field.resolvedBy
  const entity = objects.get(field.type)
  if (owner === undefined || entity?.kind !== 'entity') return
  const found = [...entity.fields.values()].filter(
    ({ role, resolvedBy, overrides, requires, type, args }) =>
      role === 'own' &&
      !resolvedBy.has(owner) &&
      overrides === undefined &&
      requires === undefined &&
      args.length === 0 &&
      leaves.some((leaf) => leaf === type),
  )
  if (found.length === 0) return
  const provided = own.pick(found)
  provided.providedBy.add(owner)
  provided.external.add(owner)
  provided.tame = true
  field.provides.set(owner, provided.name)
}
