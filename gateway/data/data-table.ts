import { type GraphQLSchema, parse } from 'graphql'
import { CodedError } from '../../schema/errors.ts'
import { type Column, columnsOf } from '../export/columns.ts'
import { csvFile } from '../export/csv.ts'
import { type ExportedList, exportedList } from '../export/exported-list.ts'
import { pageOf } from '../export/exported-page.ts'
import type { PageRows } from '../export/file-source.ts'
import { inlined } from '../export/inlined.ts'
import { plainOperation } from '../export/plain-operation.ts'
import { refusal } from '../http/refusal.ts'
import { onlyQuery } from '../trusted/query-name.ts'

/** How an answer becomes rows: the one list of its document. */
export interface DataTable {
  /** Of the file, without its ending. */
  readonly name: string
  readonly list: ExportedList
  readonly columns: readonly Column[]
}

/** Finds the list. Fails with BAD_USER_INPUT and status 406 where the document has none, or several. */
export function dataTable(
  schema: GraphQLSchema,
  {
    text,
    variables,
  }: { readonly text: string; readonly variables: Readonly<Record<string, unknown>> },
  name: string,
): DataTable {
  const operation = plainOperation(schema, { text, operationName: undefined, variables })
  try {
    const list = exportedList(schema, operation, undefined)
    return { name, list, columns: columnsOf(schema, list.below, undefined) }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    throw refusal(406, 'CSV is served of documents with one list of objects; ask for JSON.')
  }
}

/** Whether a document has one list of objects, whatever it is asked with. */
export function hasTable(schema: GraphQLSchema, text: string): boolean {
  try {
    const document = parse(text, { noLocation: true })
    const operation = onlyQuery(document)
    return (
      operation !== undefined &&
      exportedList(schema, inlined(document, operation), undefined).path.length > 0
    )
  } catch (error) {
    if (error instanceof CodedError) return false
    throw error
  }
}

/** The rows of an answer's data as CSV (export/csv.ts): those of this answer alone, no further page. */
export async function dataCsv({ list, columns }: DataTable, data: unknown): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const source = { columns, explode: undefined, pages: onePage(pageOf(data, list)) }
  for await (const chunk of csvFile(source)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* onePage(page: PageRows): AsyncGenerator<PageRows> {
  yield page
}
