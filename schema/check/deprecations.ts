import {
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
} from 'graphql'
import { argumentCoordinate } from '../diff/coordinate.ts'
import { directiveArguments } from '../model/directive-arguments.ts'
import type { Problem } from '../problem.ts'
import type { SubgraphText } from './place-of.ts'

/** The day in a reason of deprecation: `… until 2027-06-30`. Undefined where there is none that the calendar has. */
export function deprecatedUntil(reason: string): string | undefined {
  const day = /\buntil (\d{4}-\d{2}-\d{2})\b/.exec(reason)?.[1]
  if (day === undefined) return undefined
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined
}

type Member = FieldDefinitionNode | EnumValueDefinitionNode | InputValueDefinitionNode

/** Deprecations that do not say until when what they deprecate stays. */
export function deprecations({ document, file }: SubgraphText): readonly Problem[] {
  return document.definitions
    .flatMap(membersOf)
    .filter(([, member]) =>
      directiveArguments(member, 'deprecated').some(
        ({ reason }) => typeof reason !== 'string' || deprecatedUntil(reason) === undefined,
      ),
    )
    .map(([coordinate, member]) => ({
      code: 'DEPRECATION_UNDATED',
      message: 'expected the day until which it stays in the reason: until YYYY-MM-DD',
      coordinate,
      file,
      line: member.name.loc?.startToken.line ?? 0,
    }))
}

/** Fields, their arguments, and values, with their coordinates. */
function membersOf(node: DefinitionNode): readonly (readonly [string, Member])[] {
  if (!('name' in node) || node.name === undefined) return []
  const type = node.name.value
  if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION)
    return (node.values ?? []).map((value) => [`${type}.${value.name.value}`, value] as const)
  return ('fields' in node ? (node.fields ?? []) : []).flatMap((field) => {
    const coordinate = `${type}.${field.name.value}`
    const given = field.kind === Kind.FIELD_DEFINITION ? (field.arguments ?? []) : []
    return [
      [coordinate, field] as const,
      ...given.map((one) => [argumentCoordinate(coordinate, one.name.value), one] as const),
    ]
  })
}
