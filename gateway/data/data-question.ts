import type { FastifyRequest } from 'fastify'
import { CodedError } from '../../schema/errors.ts'
import type { RequestState } from '../context.ts'
import { searchOf } from '../http/search-of.ts'
import { refusal } from '../http/refusal.ts'
import type { AddressedDocument } from '../trusted/addressed-document.ts'
import { unknownDocument } from '../trusted/unknown-document.ts'
import { type DataFormat, acceptedFormat, dataFormats } from './asked-format.ts'
import { type DataTable, dataTable } from './data-table.ts'
import { formatParameter, givenVariables, parameterTypes } from './given-variables.ts'
import { usableDocument } from './usable-document.ts'

/** What is asked of an address. */
export interface DataQuestion {
  /** The request's; where nothing may be asked it says why, and is refused and recorded like any other. */
  readonly state: RequestState
  readonly variables: Readonly<Record<string, unknown>>
  /** How the answer becomes rows; undefined where it is JSON. */
  readonly table: DataTable | undefined
}

/**
 * Reads what a request asks of the document at its address. A document that the caller may not use is refused before
 * anything else, so that no other refusal tells of it.
 */
export async function dataQuestion(
  state: RequestState,
  { text }: AddressedDocument,
  request: FastifyRequest,
): Promise<DataQuestion> {
  try {
    return { state, ...(await readQuestion(state, text, request)) }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    return { state: { ...state, misnamed: error }, variables: {}, table: undefined }
  }
}

async function readQuestion(
  { lease, identity, misnamed }: RequestState,
  text: string,
  { method, url, body, headers }: FastifyRequest,
): Promise<Omit<DataQuestion, 'state'>> {
  if (misnamed?.code === 'DOCUMENT_NOT_TRUSTED') throw misnamed
  const usable = identity && (await usableDocument(lease.generation, identity, text))
  if (usable === undefined) throw unknownDocument()
  if (misnamed !== undefined) throw misnamed
  const { schema, name, parameters } = usable
  const search = new URLSearchParams(searchOf(url))
  const types = parameterTypes(schema, parameters)
  const variables = givenVariables({ method, search, body }, types)
  const isOwn = method === 'GET' && types.has(formatParameter)
  const format = formatOf(isOwn ? [] : search.getAll(formatParameter), headers.accept)
  if (format === 'json') return { variables, table: undefined }
  return { variables, table: dataTable(schema, { text, variables }, name) }
}

function formatOf(named: readonly string[], accept: string | undefined): DataFormat {
  const [name, ...more] = named
  const format =
    name === undefined ? acceptedFormat(accept) : dataFormats.find((one) => one === name)
  if (more.length > 0 || (name !== undefined && format === undefined))
    throw new CodedError(
      'BAD_USER_INPUT',
      `Parameter "${formatParameter}": expected one of ${dataFormats.join(', ')}.`,
    )
  if (format === undefined)
    throw refusal(406, 'Served are application/json and text/csv; the request accepts neither.')
  return format
}
