import { execute, type GraphQLSchema } from 'graphql'
import { z } from 'zod'
import { maxFrameRows } from '../../../schema/row-frame.ts'
import type { DocumentCache } from '../document-cache.ts'
import type { RequestContext } from '../request-context.ts'
import type { ShownPersons } from '../shown-persons.ts'
import type { CapturedRows } from './captured-rows.ts'
import { cellColumns } from './cell-columns.ts'
import { rowFrames } from './row-frames.ts'

export interface RowDoorOptions {
  readonly ministry: string
  readonly schema: GraphQLSchema
  readonly documents: DocumentCache
  readonly newPersons: () => ShownPersons
}

/** Rows of one stream and columns, at most. */
const maxStreamRows = 100_000_000
const maxStreamColumns = 1600

const question = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).default({}),
  rows: z.object({
    chunk: z.int().min(1).max(maxFrameRows),
    most: z.int().min(1).max(maxStreamRows),
    columns: z.array(z.string()).min(1).max(maxStreamColumns),
  }),
})

/** Begins a stream of rows for a message; undefined where they are asked for as an answer. */
export type OpenRows = (
  context: RequestContext,
  message: unknown,
) => Promise<AsyncGenerator<Buffer> | undefined>

/**
 * Opens the door for rows without a tree of objects. A message is executed like any other request, through the same guarded
 * schema, up to where the rows of its one connection would be read: whatever refuses there refuses here. What is refused, and
 * whatever is more than plain columns of one connection, is asked for as an answer, which says why.
 */
export function openRowDoor({ schema, documents, newPersons, ministry }: RowDoorOptions): OpenRows {
  return async (context, message) => {
    const read = question.safeParse(message)
    if (!read.success) return undefined
    const { query, variables, rows: asked } = read.data
    const document = documents.parse(query)
    if (documents.validate(schema, document).length > 0) return undefined
    const taken: CapturedRows[] = []
    const contextValue = { ...context, capture: { taken } }
    const { errors } = await execute({ schema, document, variableValues: variables, contextValue })
    const [captured, ...others] = taken
    if (errors !== undefined || captured === undefined || others.length > 0) return undefined
    const columns = cellColumns(context, captured, asked.columns)
    if (columns === undefined) return undefined
    return rowFrames({ ministry, context, captured, columns, asked, newPersons })
  }
}
