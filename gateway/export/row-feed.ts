import { isDeepStrictEqual } from 'node:util'
import { maxRowStreamMs } from '../../schema/row-frame.ts'
import type { Asker } from '../execution/ask-ministry.ts'
import type { AskRows, RowFrame, RowStream } from '../execution/ask-rows.ts'
import type { Errand } from '../execution/run.ts'
import type { AnsweredPage } from './exported-page.ts'
import { csvLines } from './csv-lines.ts'
import type { PageRows, Row } from './file-source.ts'
import type { PageDocument } from './page-document.ts'
import { readRecords } from './record-text.ts'
import { type StreamedColumn, areSame, lineColumns, rowMaker } from './streamed-columns.ts'

/** One page of an export's list. */
export interface FedPage {
  readonly rows: number
  readonly after: string | undefined
  /** Rows that the file may still hold, this page's among them. */
  readonly left: number
}

/** A page, and the objects that an answer with it would hold. */
export interface Taken {
  readonly page: AnsweredPage
  readonly objects: number
}

/** The rows of an export as a stream of one ministry, for as long as it gives one. */
export interface RowFeed {
  /** False once rows are asked for as answers, page by page. */
  readonly isOpen: () => boolean
  /** Says which page is asked for next. */
  turn(page: FedPage): void
  /**
   * The page, from the ministry that the errand would ask; undefined where it must be asked for as an answer. Fails like a
   * stream of rows.
   */
  take(errand: Errand, asker: Asker, ask: AskRows): Promise<Taken | undefined>
  /** The page's variables where it is asked for as an answer. */
  usual(): Readonly<Record<string, unknown>>
  close(): void
}

/** Milliseconds after which the rest of a file is asked anew: before the ministry breaks the stream off. */
export const streamMs = maxRowStreamMs * 0.75

export interface FeedOptions {
  /** The largest page of an answer. */
  readonly size: number
  readonly isCsv: boolean
  /** Milliseconds that one stream is read from. */
  readonly freshMs: number
}

interface Open {
  readonly stream: RowStream
  /** What it was asked for, but for the page. */
  readonly question: unknown
  readonly until: number
  /** The end of the rows that were taken. */
  cursor: string | undefined
}

/** Opens the feed of one export. Rows of CSV become lines at once. */
export function openRowFeed(
  columns: readonly StreamedColumn[],
  document: Pick<PageDocument, 'variables' | 'pageNames'>,
  { size, isCsv, freshMs }: FeedOptions,
): RowFeed {
  let isOpen = true
  let page: FedPage = { rows: size, after: undefined, left: size }
  let open: Open | undefined
  const names = columns.map(({ path }) => path.join('.'))
  const within = columns.filter(({ path }) => path.length > 1).length
  const shut = (): void => {
    open?.stream.close()
    open = undefined
  }
  const giveUp = (): undefined => {
    isOpen = false
    shut()
  }
  const begun = async (errand: Errand, asker: Asker, ask: AskRows): Promise<Open | undefined> => {
    const { rows, left, after } = page
    const stream = await ask(errand, asker, { chunk: rows, most: left, columns: names })
    const until = performance.now() + freshMs
    const question = questionOf(errand, document.pageNames)
    return stream && { stream, question, until, cursor: after }
  }
  const isNext = ({ until, cursor, question }: Open, errand: Errand): boolean =>
    performance.now() < until &&
    cursor === page.after &&
    isDeepStrictEqual(question, questionOf(errand, document.pageNames))

  return {
    isOpen: () => isOpen,
    turn(next) {
      page = next
    },
    async take(errand, asker, ask) {
      if (!isOpen) return undefined
      if (open && !isNext(open, errand)) shut()
      open ??= await begun(errand, asker, ask)
      if (open === undefined) return giveUp()
      const frame = await open.stream.next(asker).catch((error: unknown) => {
        shut()
        throw error
      })
      const rows = frame.count <= page.rows ? rowsIn(frame, columns, isCsv) : undefined
      if (rows === undefined) return giveUp()
      open.cursor = frame.cursor
      const next = frame.hasMore ? frame.cursor : undefined
      const { count } = frame
      const whole = { ...rows, count, next, hasMore: frame.hasMore, disclosure: undefined }
      // The connection, the end of the page, and each row with the objects within it.
      return { page: whole, objects: 2 + count * (1 + within) }
    },
    usual: () => document.variables(Math.min(page.rows, size), page.after),
    close: giveUp,
  }
}

/** Undefined where a row is none: an answer says what is wrong with it. */
function rowsIn(
  { rows: bytes, count, columns: told }: RowFrame,
  columns: readonly StreamedColumn[],
  isCsv: boolean,
): PageRows | undefined {
  if (!areSame(columns, told)) return undefined
  try {
    if (isCsv) return { rows: [], lines: csvLines(bytes, lineColumns(columns, told), count) }
    const rows: Row[] = []
    const make = rowMaker(columns, told)
    readRecords(bytes.toString(), columns.length, (cells) => rows.push(make(cells)))
    return rows.length === count ? { rows } : undefined
  } catch {
    return undefined
  }
}

/** An errand's document and variables, but for those that differ from page to page. */
function questionOf({ body, ministry }: Errand, pageNames: readonly string[]): unknown {
  const { query, variables } = JSON.parse(body) as {
    readonly query: string
    readonly variables: Readonly<Record<string, unknown>>
  }
  const others = Object.entries(variables).filter(([name]) => !pageNames.includes(name))
  return { ministry, query, others: Object.fromEntries(others) }
}
