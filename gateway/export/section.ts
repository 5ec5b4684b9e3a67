import { isRecord } from '../is-record.ts'

/** One answer of `/graphql`, asked as the person. */
export type AskAsPerson = (
  operationName: string,
  variables: Readonly<Record<string, unknown>>,
) => Promise<unknown>

/** Pages of one list, at most: 200,000 rows about one person are a mistake. */
const maxPages = 1000

/** A record, or all rows of a list; and the codes of what is missing of it. */
export interface Section {
  readonly value: unknown
  readonly codes: readonly string[]
}

/** Asks one section of me.graphql to its last page. */
export async function sectionOf(ask: AskAsPerson, section: string): Promise<Section> {
  const rows: unknown[] = []
  let after: string | null = null
  for (let page = 0; page < maxPages; page++) {
    const answer = await ask(section, { after })
    const codes = codesOf(answer)
    const me = personIn(answer)
    if (me === undefined) return { value: null, codes: codes.length > 0 ? codes : ['NO_RECORD'] }
    const list = me[section]
    if (list === undefined) return { value: me, codes }
    const { nodes, next } = pageOf(list)
    rows.push(...nodes)
    if (codes.length > 0 || next === null) return { value: rows, codes }
    after = next
  }
  return { value: rows, codes: ['TOO_MANY_ROWS'] }
}

function personIn(answer: unknown): Readonly<Record<string, unknown>> | undefined {
  const data = isRecord(answer) ? answer['data'] : undefined
  const me = isRecord(data) ? data['me'] : undefined
  return isRecord(me) ? me : undefined
}

/** A page of a connection, which says where it ends itself or in `pageInfo`. */
function pageOf(list: unknown): { nodes: readonly unknown[]; next: string | null } {
  if (!isRecord(list) || !Array.isArray(list['nodes'])) return { nodes: [], next: null }
  const { hasNextPage, endCursor } = isRecord(list['pageInfo']) ? list['pageInfo'] : list
  const next = hasNextPage === true && typeof endCursor === 'string' ? endCursor : null
  return { nodes: list['nodes'], next }
}

function codesOf(answer: unknown): readonly string[] {
  const errors = isRecord(answer) && Array.isArray(answer['errors']) ? answer['errors'] : []
  const codes = errors.map((error: unknown) =>
    isRecord(error) && isRecord(error['extensions']) ? String(error['extensions']['code']) : '',
  )
  return [...new Set(codes)]
}
