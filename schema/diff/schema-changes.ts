import {
  type Change,
  type CriticalityLevel,
  type TypeOfChangeType,
  diff,
} from '@graphql-inspector/core'
import type { GraphQLSchema } from 'graphql'
import { changeWords } from './change-words.ts'
import type { SchemaChange, Severity } from './schema-change.ts'

const severities: Readonly<Record<`${CriticalityLevel}`, Severity>> = {
  BREAKING: 'breaking',
  DANGEROUS: 'dangerous',
  NON_BREAKING: 'safe',
}

const order: readonly Severity[] = ['breaking', 'dangerous', 'safe']

/**
 * How a published schema differs from the one before, breaking changes first, then by coordinate. What comes or
 * goes with its type or field is not told apart.
 */
export async function schemaChanges(
  before: GraphQLSchema,
  after: GraphQLSchema,
): Promise<readonly SchemaChange[]> {
  const changes = (await diff(before, after)).flatMap(changeOf)
  const whole = new Set(
    changes
      .filter(({ kind }) => kind === 'TYPE_ADDED' || kind === 'TYPE_REMOVED')
      .map(({ coordinate }) => coordinate),
  )
  const added = new Set(
    changes.filter(({ kind }) => kind === 'FIELD_ADDED').map(({ coordinate }) => coordinate),
  )
  const isInside = ({ coordinate, kind }: SchemaChange) =>
    (kind === 'FIELD_ARGUMENT_ADDED' && added.has(coordinate.split('(', 1)[0] ?? '')) ||
    (!/^(TYPE|SCHEMA)_/.test(kind) && whole.has(coordinate.split('.', 1)[0] ?? ''))
  return changes.filter((change) => !isInside(change)).sort(bySeverity)
}

/** Breaking changes first; those of one severity by coordinate, then by kind. */
export function bySeverity(a: SchemaChange, b: SchemaChange): number {
  const first = order.indexOf(a.severity) - order.indexOf(b.severity)
  if (first !== 0) return first
  const [left, right] = [a, b].map(({ coordinate, kind }) => `${coordinate} ${kind}`)
  return (left ?? '') < (right ?? '') ? -1 : 1
}

function changeOf(change: Change): readonly SchemaChange[] {
  const kind: TypeOfChangeType = change.type
  // Each kind has the meta of its own kind: the table's type says so, which a lookup by a union loses.
  const words = changeWords[kind] as
    | ((meta: unknown) => Omit<SchemaChange, 'kind' | 'severity'> & { severity?: Severity })
    | undefined
  if (words === undefined) return []
  const severity = severities[change.criticality.level]
  return [Object.freeze({ kind, severity, ...words(change.meta) })]
}
