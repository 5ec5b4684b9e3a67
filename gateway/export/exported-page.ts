import type { GraphQLResponse } from '@apollo/server'
import { writtenText } from '../execution/answer-text.ts'
import { isRecord } from '../is-record.ts'
import type { ExportFormat } from './export-request.ts'
import type { ExportedList } from './exported-list.ts'
import type { RowFeed } from './row-feed.ts'

type Row = Readonly<Record<string, unknown>>

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

export interface AnsweredPage {
  readonly rows: readonly Row[]
  /** Where the next page begins; undefined where there is none. */
  readonly next: string | undefined
  /** More rows follow, whether they can be walked to or not. */
  readonly hasMore: boolean
  /** Disclosure control's word on the list as a whole, where there is one. */
  readonly disclosure: Readonly<Record<string, unknown>> | undefined
}

const nothing: AnsweredPage = Object.freeze({
  rows: [],
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

/** Nothing at the place (a person without a record, a field that is null) is an empty file. */
function pageOf(data: unknown, { path, rows: field, end }: ExportedList): AnsweredPage {
  let at = data
  for (const name of path) at = isRecord(at) ? at[name] : undefined
  if (field === undefined) return { ...nothing, rows: rowsOf(at) }
  if (!isRecord(at)) return nothing
  const { pageInfo, disclosure } = at
  const place = end === 'pageInfo' && isRecord(pageInfo) ? pageInfo : at
  const hasMore = place['hasNextPage'] === true || place['truncated'] === true
  const { endCursor } = place
  return {
    rows: rowsOf(at[field]),
    next: hasMore && typeof endCursor === 'string' ? endCursor : undefined,
    hasMore,
    disclosure: isRecord(disclosure) ? disclosure : undefined,
  }
}

/** A list may hold a null where a ministry had no object: no row. */
function rowsOf(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}
