import sql, { raw } from 'sql-template-tag'
import { maxPersons } from '../../../auth/persons-report.ts'
import { frameBytes, type RowsAsked } from '../../../schema/row-frame.ts'
import type { RequestContext } from '../request-context.ts'
import type { ShownPersons } from '../shown-persons.ts'
import { identifier } from '../sql/identifier.ts'
import { positionAlias } from '../sql/order.ts'
import type { Row } from '../sql/select.ts'
import { cellsAlias, cellsStatement } from '../sql/statements.ts'
import type { CapturedRows } from './captured-rows.ts'
import type { CellColumn } from './cell-columns.ts'

export interface FramesOptions {
  readonly ministry: string
  readonly context: RequestContext
  readonly captured: CapturedRows
  readonly columns: readonly CellColumn[]
  readonly asked: RowsAsked
  /** Opens the list of persons of one frame. */
  readonly newPersons: () => ShownPersons
}

/**
 * Rows of a frame that are about persons, at most: the journal writes each of these persons before the frame leaves, and
 * waits for no batch longer than two seconds (LIEN_THONG_AUDIT_WAIT_MS).
 */
const maxPersonalRows = 2000

const cursorName = identifier('$rows')

/**
 * The rows of one connection as frames, in its order: one statement of one snapshot, read by a cursor as frames are taken, one
 * ahead of them. Each frame names the persons whose records it holds; one of more than a record of the journal holds
 * is COST_EXCEEDED, and the last. Fails as a statement does.
 */
export async function* rowFrames(options: FramesOptions): AsyncGenerator<Buffer> {
  const { context, captured, columns, asked } = options
  const { rows: of, plan } = captured
  const { snapshot } = context
  const { position, terms } = plan.page
  const statement = cellsStatement(of, {
    cells: columns.map(({ column }) => column),
    terms,
    limit: asked.most + 1,
    ...(position === undefined ? {} : { position }),
  })
  // Planned to be read to its end: PostgreSQL would plan for the first tenth of a cursor's rows.
  await snapshot.query(of.settings, sql`SELECT set_config('cursor_tuple_fraction', '1', true)`)
  await snapshot.query(of.settings, sql`DECLARE ${cursorName} NO SCROLL CURSOR FOR ${statement}`)
  const fetch = (count: number): Promise<readonly Row[]> => {
    const rows = snapshot.query(of.settings, sql`FETCH ${raw(String(count))} FROM ${cursorName}`)
    // Told when it is waited for; nobody may be waiting any more.
    rows.catch(() => undefined)
    return rows
  }
  const chunk =
    captured.type.subject === undefined ? asked.chunk : Math.min(asked.chunk, maxPersonalRows)
  let left = asked.most
  let held: readonly Row[] = []
  let coming = fetch(chunk + 1)
  for (;;) {
    const found = [...held, ...(await coming)]
    const size = Math.min(chunk, left)
    const rows = found.slice(0, size)
    held = found.slice(size)
    left -= rows.length
    const isLast = held.length === 0 || left === 0
    if (!isLast) coming = fetch(chunk + 1 - held.length)
    const { frame, isRefused } = frameOf(options, rows, { isLast, hasMore: held.length > 0 })
    yield frame
    if (isLast || isRefused) return
  }
}

/** A refusal where it would hold records of too many persons. */
function frameOf(
  { ministry, context, captured, columns, newPersons }: FramesOptions,
  rows: readonly Row[],
  end: { readonly isLast: boolean; readonly hasMore: boolean },
): { readonly frame: Buffer; readonly isRefused: boolean } {
  const { type, plan, fields } = captured
  const persons = newPersons()
  const names = new Set([...(fields?.values() ?? [])].flatMap((nodes) => nodes.map(nameOf)))
  persons.note(type, names, rows)
  const got = persons.count()
  if (got > maxPersons) {
    const figures = { limit: 'persons', allowed: maxPersons, got }
    return { frame: frameBytes({ refused: 'COST_EXCEEDED', ...figures }, ''), isRefused: true }
  }
  const last = rows.at(-1)
  const values = plan.terms.map((_, i) => {
    const value = last?.[positionAlias(i)]
    return typeof value === 'string' ? value : null
  })
  const head = {
    ...end,
    rows: rows.length,
    cursor: last === undefined ? null : context.cursors.seal(plan.place, values),
    columns: columns.map(({ type: scalar, nullable }) => ({ type: scalar, nullable })),
    persons: persons.report(),
    provenance: { ministry, asOf: new Date().toISOString(), statements: 1, rows: rows.length },
  }
  return { frame: frameBytes(head, rows.map((row) => row[cellsAlias]).join('')), isRefused: false }
}

function nameOf({ name }: { readonly name: { readonly value: string } }): string {
  return name.value
}
