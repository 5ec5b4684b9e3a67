import { type TableFacts, tableId } from './database-facts.ts'
import type { BackDraft, JoinDraft, LeftOut, TableDraft, TableReading } from './draft.ts'
import { placeText } from './draft-tables.ts'
import { pluralOf, rootNames } from '../model/generated-name.ts'
import type { TakenNames } from './taken-names.ts'

export interface BackOptions {
  readonly joins: ReadonlyMap<string, readonly JoinDraft[]>
  readonly readings: ReadonlyMap<string, TableReading>
  readonly fields: ReadonlyMap<string, TakenNames>
}

/**
 * Fields from a row to those that point at it: pages of them, or totals alone where the rows are about
 * persons and this one is not. Only over foreign keys that lead an index.
 */
export function draftBacks(
  tables: readonly TableDraft[],
  { joins, readings, fields }: BackOptions,
): { readonly backs: readonly BackDraft[]; readonly leftOut: readonly LeftOut[] } {
  const leftOut: LeftOut[] = []
  const backs = tables.flatMap((from) =>
    (joins.get(tableId(from.facts)) ?? []).flatMap((join): BackDraft[] => {
      const id = tableId(join.to.facts)
      const shape = shapeOf(join, readings)
      if (shape === undefined) return []
      if (!leadsIndex(from.facts, join.foreignKey.columns)) {
        leftOut.push({
          place: `${placeText(from.facts)} (${join.foreignKey.columns.join(', ')})`,
          reason: `the way back from ${join.to.type}: no index begins with these columns`,
        })
        return []
      }
      const names = rootNames(from.type, pluralOf(from.type))
      const wanted = shape === 'totals' ? names.totals : names.many
      const field = fields.get(id)?.claim(wanted) ?? wanted
      return [{ field, shape, from: join.to, to: from, foreignKey: join.foreignKey }]
    }),
  )
  return { backs, leftOut }
}

function shapeOf(
  { from, to }: JoinDraft,
  readings: ReadonlyMap<string, TableReading>,
): BackDraft['shape'] | undefined {
  const many = readings.get(tableId(from.facts))
  const one = readings.get(tableId(to.facts))
  if (many === undefined || one === undefined) return undefined
  if (many.kind === 'person' && one.kind !== 'person') return many.hasTotals ? 'totals' : undefined
  return from.key.length > 0 ? 'connection' : undefined
}

/** Whether an index begins with exactly these columns, in any order. */
export function leadsIndex(table: TableFacts, columns: readonly string[]): boolean {
  return table.indexes.some((index) => {
    const first = index.slice(0, columns.length)
    return first.length === columns.length && columns.every((column) => first.includes(column))
  })
}
