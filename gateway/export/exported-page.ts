import type { GraphQLResponse } from '@apollo/server'
import { writtenText } from '../execution/answer-text.ts'
import { isRecord } from '../is-record.ts'
import type { ExportFormat } from './export-request.ts'
import type { PageRows, Row } from './file-source.ts'
import type { ExportedList } from './exported-list.ts'
import type { RowFeed } from './row-feed.ts'

/** One page of an export: a request of its own, whose records in the journal say what it belongs to. */
export interface ExportedPage {
  readonly format: ExportFormat
  /** From 1. */
  readonly page: number
  /** What the file gets from it; empty until it is answered, and where it is refused. */
  readonly answered: AnsweredPage
  /** Where its rows may come from without an answer. */
  readonly feed: RowFeed | undefined
  /** Takes rows that came without an answer. */
  fed(page: AnsweredPage): void
  /** Takes an answer: called before its outcome is recorded. */
  read(response: Pick<GraphQLResponse, 'body'>): void
}

export interface AnsweredPage extends PageRows {
  /** How many rows, whichever way they are held. */
  readonly count: number
  /** Where the next page begins; undefined where there is none. */
  readonly next: string | undefined
  /** More rows follow, whether they can be walked to or not. */
  readonly hasMore: boolean
  /** Disclosure control's word on the list as a whole, where there is one. */
  readonly disclosure: Readonly<Record<string, unknown>> | undefined
}

const nothing: AnsweredPage = Object.freeze({
  rows: [],
  count: 0,
  next: undefined,
  hasMore: false,
  disclosure: undefined,
})

/** Where a page's rows are found. */
export interface PagePlace {
  readonly list: ExportedList | undefined
  readonly feed: RowFeed | undefined
}

/** Begins a page; its place is known once the document was read. */
export function exportedPage(
  format: ExportFormat,
  page: number,
  at: () => PagePlace,
): ExportedPage {
  let answered = nothing
  let isFed = false
  return {
    format,
    page,
    get answered() {
      return answered
    },
    get feed() {
      return at().feed
    },
    fed(rows) {
      answered = rows
      isFed = true
    },
    read({ body }) {
      const { list } = at()
      if (body.kind === 'single' && body.singleResult.errors) answered = nothing
      if (isFed || list === undefined || body.kind !== 'single' || body.singleResult.errors) return
      const text = writtenText(body.singleResult.data)
      if (text !== undefined) answered = pageOf(JSON.parse(text), list)
    },
  }
}

/** The page of an answer. Nothing at the place (a person without a record, a field that is null) is an empty file. */
export function pageOf(data: unknown, { path, rows: field, end }: ExportedList): AnsweredPage {
  let at = data
  for (const name of path) at = isRecord(at) ? at[name] : undefined
  if (field === undefined) return { ...nothing, ...counted(rowsOf(at)) }
  if (!isRecord(at)) return nothing
  const { pageInfo, disclosure } = at
  const place = end === 'pageInfo' && isRecord(pageInfo) ? pageInfo : at
  const hasMore = place['hasNextPage'] === true || place['truncated'] === true
  const { endCursor } = place
  return {
    ...counted(rowsOf(at[field])),
    next: hasMore && typeof endCursor === 'string' ? endCursor : undefined,
    hasMore,
    disclosure: isRecord(disclosure) ? disclosure : undefined,
  }
}

function counted(rows: readonly Row[]): Pick<AnsweredPage, 'rows' | 'count'> {
  return { rows, count: rows.length }
}

/** A list may hold a null where a ministry had no object: no row. */
function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
