import { declaredFunctions } from '../../../schema/model/measure-function.ts'
import type { Column, TableType } from '../../../schema/model/model.ts'
import { measureAlias } from '../sql/measures.ts'
import type { Figures } from './groups-page.ts'
import type { Resolver } from './resolver.ts'

type Fields = Readonly<Record<string, Resolver>>

/**
 * Resolvers of a totals or group type, whose source is its figures. No row means that nothing was counted,
 * null that a figure is withheld. (Fields read the row when asked: an answer may hold ten thousand groups.)
 */
export function figuresFields(type: TableType): Fields {
  const fields: Record<string, Resolver> = {
    count: (source) => figureOf(source as Figures, '$count', 0),
    disclosure: (source) => (source as Figures).disclosure,
  }
  for (const { field, measures } of type.columns.values())
    if (measures.length > 0) fields[field] = (source) => source
  return fields
}

/** Resolvers of the measures of one column; their source is the figures too. */
export function measureFields({ field: of, measures }: Column): Fields {
  return Object.fromEntries(
    declaredFunctions(measures).map(({ fn, field }): readonly [string, Resolver] => {
      const measure = { kind: 'column', field: of, fn } as const
      if (fn === 'PERCENTILE')
        return [
          field,
          (source, { p }) =>
            figureOf(source as Figures, measureAlias({ ...measure, p: Number(p) }), null),
        ]
      const alias = measureAlias(measure)
      const nothing = fn === 'COUNT_DISTINCT' ? 0 : null
      return [field, (source) => figureOf(source as Figures, alias, nothing)]
    }),
  )
}

function figureOf({ row }: Figures, alias: string, nothing: 0 | null): unknown {
  return row === undefined ? nothing : (row[alias] ?? null)
}
