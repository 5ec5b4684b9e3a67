import { collectSubFields } from '@graphql-tools/utils'
import { type FieldNode, type GraphQLResolveInfo, isObjectType } from 'graphql'
import { generatedName } from '../../../schema/model/generated-name.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { RequestContext } from '../request-context.ts'
import { type ConnectionPlan, planConnection } from '../resolve/connection.ts'
import type { Arguments } from '../resolve/resolver.ts'
import { rowsOf } from '../resolve/rows-of.ts'
import { selectionOf } from '../resolve/selection.ts'
import type { Rows } from '../sql/prepare.ts'

/** Takes the connections of a request that is executed to be streamed, in place of their answers. */
export interface RowCapture {
  readonly taken: CapturedRows[]
}

/** A connection whose rows may be streamed: guarded, planned and narrowed as for an answer. */
export interface CapturedRows {
  readonly type: TableType
  readonly plan: ConnectionPlan
  readonly rows: Rows
  readonly info: GraphQLResolveInfo
  /** What is selected of a row, by response name; undefined where more than rows is selected. */
  readonly fields: ReadonlyMap<string, readonly FieldNode[]> | undefined
}

/** Where a connection's answer would be made, its plan is handed over; the answer is an empty page. */
export function capture(
  context: RequestContext,
  { taken }: RowCapture,
  { type, args, info }: { type: TableType; args: Arguments; info: GraphQLResolveInfo },
): Arguments {
  // A stream's rows are counted by frames, not by the page of one answer.
  const { first: _size, ...others } = args
  const plan = planConnection(context, info, type, others)
  const rows = rowsOf(context, type, 'read', args['where'])
  taken.push({ type, plan, rows, info, fields: fieldsOf(type, info) })
  const pageInfo = {
    hasNextPage: false,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: null,
  }
  return { nodes: [], edges: [], pageInfo, totalCount: 0 }
}

function fieldsOf(type: TableType, info: GraphQLResolveInfo): CapturedRows['fields'] {
  const selected = selectionOf(info, generatedName.connection(type.name))
  const { nodes = [], pageInfo: _end, ...more } = Object.fromEntries(selected)
  const row = info.schema.getType(type.name)
  if (Object.keys(more).length > 0 || !isObjectType(row)) return undefined
  return collectSubFields(info.schema, info.fragments, info.variableValues, row, [...nodes]).fields
}
