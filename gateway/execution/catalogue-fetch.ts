import type { FetchNode } from '@apollo/query-planner'
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'
import { classesOf } from '../../auth/class-table.ts'
import { type Permission, isPermission } from '../../auth/permission.ts'
import { requirementsOf } from '../../auth/requirement-table.ts'
import { fragmentOf } from './fetch-site.ts'

/**
 * The permissions by which a fetch reads catalogues and nothing else; undefined for every other fetch. Who holds them
 * for all rows gets what everybody gets who does.
 */
export type CatalogueOf = (
  fetch: FetchNode,
  definitions: readonly DefinitionNode[],
) => readonly Permission[] | undefined

/** `ministry:catalogue:read`: rows about nobody (auth/permission.ts). */
const cataloguePermission = /:catalogue:read$/

/**
 * Reads which fields of a supergraph belong to catalogues: what takes a catalogue's permission and no other, and
 * touches no class of personal data. Fields that any caller may read count where they stand in a catalogue's object (a page's place).
 */
export function openCatalogueFetches(supergraph: DocumentNode): CatalogueOf {
  const rules = requirementsOf(supergraph)
  const classes = classesOf(supergraph)
  const types = fieldTypes(supergraph)

  /** What a field takes; undefined where it is no catalogue's. */
  const permissionsOf = (type: string, field: string): readonly Permission[] | undefined => {
    if (classes.touched(type, field).length > 0) return undefined
    const [one, ...others] = rules.requirement(type, field) ?? []
    if (one === undefined || others.length > 0) return undefined
    return one.every((name) => cataloguePermission.test(name)) ? one : undefined
  }

  return (fetch, definitions) => {
    const found = new Set<string>()

    /** `isInside`: the object is a catalogue's already. */
    const isCatalogue = (set: SelectionSetNode, type: string, isInside: boolean): boolean =>
      set.selections.every((selection) => {
        if (selection.kind === Kind.FIELD) return isCatalogueField(selection, type, isInside)
        const inner = fragmentOf(definitions, selection)
        const name = inner?.typeCondition?.name.value ?? type
        return inner !== undefined && isCatalogue(inner.selectionSet, name, isInside)
      })

    const isCatalogueField = (field: FieldNode, type: string, isInside: boolean): boolean => {
      const { name, selectionSet } = field
      if (name.value === '__typename') return true
      const taken = permissionsOf(type, name.value)
      if (taken === undefined || (taken.length === 0 && !isInside)) return false
      for (const permission of taken) found.add(permission)
      const answered = types.get(`${type}.${name.value}`) ?? ''
      return selectionSet === undefined || isCatalogue(selectionSet, answered, true)
    }

    const operations = definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    const isAll = operations.every(({ operation, selectionSet }) => {
      const [entities] = selectionSet.selections
      const isAbout = fetch.requires !== undefined && entities?.kind === Kind.FIELD
      const about = isAbout ? entities.selectionSet : undefined
      if (about) return isCatalogue(about, '', false)
      return operation === OperationTypeNode.QUERY && isCatalogue(selectionSet, 'Query', false)
    })
    return isAll && found.size > 0 ? [...found].filter(isPermission) : undefined
  }
}

/** `Type.field` → name of the type inside lists and non-nulls. */
function fieldTypes({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const type of definitions)
    if (type.kind === Kind.OBJECT_TYPE_DEFINITION)
      for (const field of type.fields ?? [])
        found.set(`${type.name.value}.${field.name.value}`, namedType(field.type))
  return found
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
