import { declaredFunctions } from '../../schema/model/measure-function.ts'
import type { Join, Model, ModelType } from '../../schema/model/model.ts'
import { targetTable } from '../../schema/model/walk-path.ts'

/** How to ask for one joined field below many parents, and what it may cost. */
export interface FieldQuestion {
  readonly coordinate: string
  readonly shape: Join['shape']
  /** The entity type whose representations are the parents. */
  readonly entity: ModelType
  readonly query: string
  /** SQL statements for any number of parents. */
  readonly statements: number
}

/** One question for each joined field of a ministry, to-one fields of stubs left out: they cost nothing. */
export function fieldQuestions(model: Model): readonly FieldQuestion[] {
  return [...model.types.values()].flatMap((type) =>
    [...type.joins.values()].map((join): FieldQuestion => {
      const { entity, path } = routeTo(model, type)
      const below = [...path, join].reduceRight(
        (inner, step) => selectionOf(model, step, inner),
        '',
      )
      const costs = [...path.map(() => 1), costOf(model, join), entity.kind === 'table' ? 1 : 0]
      return {
        coordinate: `${type.name}.${join.field}`,
        shape: join.shape,
        entity,
        query: `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on ${entity.name} { __typename ${below} } } }`,
        statements: costs.reduce((sum, cost) => sum + cost, 0),
      }
    }),
  )
}

function costOf(model: Model, { shape, target }: Join): number {
  if (targetTable(model, target) === undefined) return 0
  return shape === 'connection' ? 2 : 1
}

/** From an entity along lists to a type that has no key of its own. */
function routeTo(model: Model, type: ModelType): { entity: ModelType; path: readonly Join[] } {
  if (type.entityKeys.length > 0) return { entity: type, path: [] }
  for (const parent of model.types.values())
    for (const join of parent.joins.values())
      if (join.target === type.name && join.shape === 'list' && parent.entityKeys.length > 0)
        return { entity: parent, path: [join] }
  throw new Error(`expected a list of ${type.name} below an entity`)
}

function selectionOf(model: Model, join: Join, inner: string): string {
  const target = model.types.get(join.target)
  const [column] = target?.columns.keys() ?? []
  const row = inner === '' ? column : `${column} ${inner}`
  switch (join.shape) {
    case 'connection':
      return inner === ''
        ? `${join.field} { totalCount pageInfo { hasNextPage } nodes { ${row} } edges { node { ${row} } } }`
        : `${join.field} { nodes { ${row} } }`
    case 'totals':
      return `${join.field} { count ${measuresOf(target)} }`
    case 'list':
    case 'one':
      return `${join.field} { ${row} }`
    default:
      return join.shape satisfies never
  }
}

function measuresOf(target: ModelType | undefined): string {
  return [...(target?.columns.values() ?? [])]
    .filter(({ measures }) => measures.length > 0)
    .map(({ field, measures }) => {
      const asked = declaredFunctions(measures).map((one) =>
        one.fn === 'PERCENTILE' ? `${one.field}(p: 0.5)` : one.field,
      )
      return `${field} { ${asked.join(' ')} }`
    })
    .join(' ')
}
