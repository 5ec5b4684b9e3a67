import { tableId } from './database-facts.ts'
import type { ColumnDraft, JoinDraft, TableDraft } from './draft.ts'
import { nameTokens } from './name-tokens.ts'

/** The way from a row to the personal number of whom it is about. */
export interface Subject {
  readonly via: readonly JoinDraft[]
  readonly column: ColumnDraft
  /** Ways that are as short, for the reviewer. */
  readonly others: readonly string[]
}

/** Foreign keys that are followed at most. */
const maxSteps = 3
/** Who keeps a record is not whom it is about. */
const staff =
  / (can bo|nhan vien|nguoi tao|nguoi cap nhat|nguoi duyet|nguoi ky|user|users|created|updated|approved|officer|staff) /

/** The shortest way along foreign keys to a personal number; staff who keep the record come last. */
export function findSubject(
  table: TableDraft,
  joins: ReadonlyMap<string, readonly JoinDraft[]>,
): Subject | undefined {
  let ways: readonly (readonly JoinDraft[])[] = [[]]
  const seen = new Set([tableId(table.facts)])
  for (let step = 0; step <= maxSteps; step += 1) {
    const found = ways
      .flatMap((via) => {
        const at = via.at(-1)?.to ?? table
        return at.columns.filter(isNumber).map((column) => ({ via, column }))
      })
      .sort((a, b) => rank(a) - rank(b))
    const [first, ...rest] = found
    if (first !== undefined)
      return { ...first, others: rest.map(({ via, column }) => wayText(via, column)) }
    ways = ways.flatMap((via) => {
      const at = via.at(-1)?.to ?? table
      const next = (joins.get(tableId(at.facts)) ?? []).filter(
        ({ to }) => !seen.has(tableId(to.facts)),
      )
      return next.map((join) => [...via, join])
    })
    for (const via of ways) seen.add(tableId((via.at(-1)?.to ?? table).facts))
  }
  return undefined
}

function isNumber({ type, list }: ColumnDraft): boolean {
  return type === 'PersonalId' && !list
}

function rank({ via, column }: { via: readonly JoinDraft[]; column: ColumnDraft }): number {
  const names = [
    ...via.flatMap(({ foreignKey, to }) => [...foreignKey.columns, to.facts.table]),
    column.facts.column,
  ]
  return names.some((name) => staff.test(` ${nameTokens(name).join(' ')} `)) ? 1 : 0
}

function wayText(via: readonly JoinDraft[], column: ColumnDraft): string {
  return [...via.map(({ field }) => field), column.field].join('.')
}
