import { type DocumentNode, type GraphQLSchema, parse } from 'graphql'
import { classesOf } from '../../auth/class-table.ts'
import { fieldsOf } from '../../auth/fields-of.ts'
import { type Requirement, requirementText } from '../../auth/requirement.ts'
import { type RequirementTable, requirementsOf } from '../../auth/requirement-table.ts'
import type { SchemaChange } from './schema-change.ts'

/** A published supergraph and the schema that it shows. */
export interface Published {
  readonly supergraphSdl: string
  readonly api: GraphQLSchema
}

/**
 * What clients cannot see in the schema and feel all the same: fields of both that take a permission more than
 * before, and fields that touch a class of personal data more, so that fewer purposes open them.
 */
export function accessChanges(before: Published, after: Published): readonly SchemaChange[] {
  const [old, now] = [parsed(before), parsed(after)]
  const [oldRules, rules] = [requirementsOf(old), requirementsOf(now)]
  const [oldClasses, classes] = [classesOf(old), classesOf(now)]
  const kept = new Set(fieldsOf(after.api).map(coordinateOf))
  return fieldsOf(before.api)
    .filter((field) => kept.has(coordinateOf(field)))
    .flatMap(({ typeName, fieldName }) => {
      const at = `${typeName}.${fieldName}`
      const touchedBefore = oldClasses.touched(typeName, fieldName)
      const more = classes
        .touched(typeName, fieldName)
        .filter((one) => !touchedBefore.includes(one))
      return [
        ...narrowed(at, [oldRules, rules], [typeName, fieldName]),
        ...(more.length === 0
          ? []
          : [change('CLASS_ADDED', at, `makes ${at} tell ${more.join(' and ')}`)]),
      ]
    })
}

function narrowed(
  at: string,
  [before, after]: readonly [RequirementTable, RequirementTable],
  [typeName, fieldName]: readonly [string, string],
): readonly SchemaChange[] {
  const [was, is] = [before, after].map((table) => table.requirement(typeName, fieldName) ?? [])
  if (was === undefined || is === undefined || covers(is, was)) return []
  const message = `opens ${at} to ${requirementText(is)}, no longer to ${requirementText(was)}`
  return [change('ACCESS_NARROWED', at, message)]
}

/** True when whoever meets `was` meets `is`. */
function covers(is: Requirement, was: Requirement): boolean {
  return was.every((all) => is.some((fewer) => fewer.every((name) => all.includes(name))))
}

function change(kind: string, coordinate: string, message: string): SchemaChange {
  return Object.freeze({ kind, severity: 'breaking', coordinate, message, touches: [coordinate] })
}

function coordinateOf({ typeName, fieldName }: { typeName: string; fieldName: string }): string {
  return `${typeName}.${fieldName}`
}

function parsed({ supergraphSdl }: Published): DocumentNode {
  return parse(supergraphSdl, { noLocation: true })
}
