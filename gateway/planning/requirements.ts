import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql'
import { selectionSetOf } from '../execution/selection-set-of.ts'
import { type FieldsType, fieldOfType, fieldsTypes, givenTo, kin, nameWithin } from './join.ts'
import { requiredName } from './required-names.ts'

/** A field that its graph answers from what others say. */
export interface Requirement {
  /** A value of `join__Graph`. */
  readonly graph: string
  readonly type: string
  readonly field: string
  /** `Type.field` of all that it requires, by each name of the type. */
  readonly needs: ReadonlySet<string>
  /** Requirements that lead from it to a field without any: 1 where what it requires requires nothing. */
  readonly depth: number
  /** Others require it in their turn. */
  readonly isRequired: boolean
  /** By place within the type, the name under which what stands there was fetched. */
  readonly sources: ReadonlyMap<string, string>
}

/** The fields of a supergraph whose arguments in `@requires` have names (nameRequired), in its order. */
export function requirementsOf(supergraph: DocumentNode): readonly Requirement[] {
  const types = fieldsTypes(supergraph)
  const found = [...types.values()].flatMap(requiringFields)
  const kinOf = new Map<string, readonly string[]>()
  const depths = new Map<string, number>()
  const depthOf = (coordinate: string): number => depths.get(coordinate) ?? 0
  for (const { type, field } of found)
    kinOf.set(
      `${type}.${field}`,
      [...kin(types, type, field)].map((name) => `${name}.${field}`),
    )
  // Each round follows one requirement further; a circle, which has no answer, ends with the rounds.
  for (let round = 0, changes = true; changes && round <= found.length; round++) {
    changes = false
    for (const { type, field, set } of found) {
      const depth = 1 + Math.max(0, ...coordinates(types, type, set).map(depthOf))
      for (const coordinate of kinOf.get(`${type}.${field}`) ?? [])
        if (depthOf(coordinate) < depth) {
          depths.set(coordinate, depth)
          changes = true
        }
    }
  }
  const needsOf = ({ type, set }: Requiring): ReadonlySet<string> =>
    new Set(
      coordinates(types, type, set).flatMap((coordinate) => {
        const [on = '', field = ''] = coordinate.split('.')
        return Array.from(kin(types, on, field), (name) => `${name}.${field}`)
      }),
    )
  const required = new Set(found.flatMap((one) => [...needsOf(one)]))
  return found.map((one) => ({
    ...one,
    needs: needsOf(one),
    depth: depthOf(`${one.type}.${one.field}`),
    isRequired: kinOf.get(`${one.type}.${one.field}`)?.some((name) => required.has(name)) ?? false,
    sources: new Map(sourcesIn(one.type, one.set)),
  }))
}

interface Requiring {
  readonly graph: string
  readonly type: string
  readonly field: string
  readonly set: SelectionSetNode
}

function requiringFields(type: FieldsType): readonly Requiring[] {
  return (type.fields ?? []).flatMap((field) =>
    (field.directives ?? []).flatMap((directive) => {
      const { graph, requires } = directive.name.value === 'join__field' ? givenTo(directive) : {}
      return typeof requires === 'string'
        ? [
            {
              graph: String(graph),
              type: type.name.value,
              field: field.name.value,
              set: selectionSetOf(requires),
            },
          ]
        : []
    }),
  )
}

/** `Type.field` of all that a set selects. */
function coordinates(
  types: ReadonlyMap<string, FieldsType>,
  type: string,
  { selections }: SelectionSetNode,
): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return coordinates(types, selection.typeCondition?.name.value ?? type, selection.selectionSet)
    const definition = fieldOfType(types.get(type), selection.name.value)
    const inner =
      selection.selectionSet && definition
        ? coordinates(types, nameWithin(definition.type), selection.selectionSet)
        : []
    return [`${type}.${selection.name.value}`, ...inner]
  })
}

function sourcesIn(place: string, { selections }: SelectionSetNode): readonly [string, string][] {
  return selections.flatMap((selection): readonly [string, string][] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []
    if (selection.kind === Kind.INLINE_FRAGMENT) return sourcesIn(place, selection.selectionSet)
    const name = selection.name.value
    const inner = `${place}.${requiredName(name)}`
    return [
      [inner, name],
      ...(selection.selectionSet ? sourcesIn(inner, selection.selectionSet) : []),
    ]
  })
}
