import { type GraphQLSchema, parse } from 'graphql'
import { dataClasses, highestClass } from '../../auth/data-class.ts'
import { profileOf } from '../../auth/disclosure-table.ts'
import { masksOf } from '../../auth/mask-table.ts'
import type { RequestState } from '../context.ts'
import { type Column, columnsOf } from './columns.ts'
import type { ExportRequest } from './export-request.ts'
import { type ExportedList, exportedList } from './exported-list.ts'
import type { FileSource } from './file-source.ts'
import { type StreamedColumn, streamedColumns } from './streamed-columns.ts'
import { type PageDocument, pageDocument } from './page-document.ts'
import { type PlainQuestion, plainOperation } from './plain-operation.ts'

/** What an export asks page by page, and what it writes. */
export interface PagePlan {
  readonly list: ExportedList
  readonly document: PageDocument
  readonly columns: readonly Column[]
  /** The rows' values, where they may come as a stream. */
  readonly streamed: readonly StreamedColumn[] | undefined
  readonly explode: FileSource['explode']
  readonly areDatesMasked: boolean
  /** The profile under which statistics of what it touches would be controlled. */
  readonly profile: string
}

/** Why a document is refused before it can be read as one that exports a list: its pages would be refused too. */
export const unreadable = Symbol('the document is refused as it is')

/**
 * Plans an export of a message's document as the caller sees the schema; `unreadable` where stage 6 refuses it. Fails
 * with BAD_USER_INPUT where it holds no list that can be exported, or not in that way.
 */
export function pagePlan(
  state: RequestState,
  text: string,
  { variables, operationName, path, explode }: ExportRequest,
): PagePlan | typeof unreadable {
  const schema = readableSchema(state, text)
  if (schema === undefined) return unreadable
  const { identity, purpose } = state
  const question = { text, operationName: operationName ?? undefined, variables: variables ?? {} }
  const operation = plainOperation(schema, question)
  const list = exportedList(schema, operation, path)
  const document = pageDocument(schema, operation, { list, variables: question.variables })
  const exploded = explode === undefined ? undefined : withinRow(list, explode)
  const masks = identity && masksOf(identity.caller.roles, purpose?.id)
  return {
    list,
    document,
    columns: columnsOf(schema, document.below, exploded),
    streamed: streamedColumns(schema, { ...list, below: document.below }, masks),
    explode: exploded?.split('.'),
    areDatesMasked: masks !== undefined && masks.BIRTH_DATE !== 'WHOLE',
    profile: profileFor(state, question),
  }
}

/** The schema that the caller sees; undefined where the document does not fit it, or may not be asked at all. */
function readableSchema(
  { lease, identity, misnamed }: RequestState,
  text: string,
): GraphQLSchema | undefined {
  const { access, prepare, schema } = lease.generation
  const visible = access && identity ? access.visible(identity.seen) : { name: '', schema }
  if (misnamed !== undefined || 'errors' in prepare(text, visible)) return undefined
  return visible.schema
}

/** By the most sensitive class of data that the document touches. */
function profileFor(
  { lease, identity }: RequestState,
  { text, operationName, variables }: PlainQuestion,
): string {
  const document = parse(text, { noLocation: true })
  const { classes } = lease.generation.selectionOf(document, operationName, variables)
  const level = highestClass(
    classes.map((known) => dataClasses.find((one) => known.startsWith(one)) ?? 'RESTRICTED'),
  )
  return profileOf(identity?.caller.roles ?? [], level).name
}

/** `parcels.nodes.uses` is the same list as `uses`. */
function withinRow({ path, rows }: ExportedList, explode: string): string {
  const before = [...path, ...(rows === undefined ? [] : [rows])].join('.')
  return explode.startsWith(`${before}.`) ? explode.slice(before.length + 1) : explode
}
