import type { ServedForTest } from '../support/served-ministry.ts'

export interface Walk {
  /** Root field of a connection. */
  readonly root: string
  /** Fields that name a row. */
  readonly fields: readonly string[]
  readonly orderBy: readonly { readonly field: string; readonly direction: 'ASC' | 'DESC' }[]
  readonly size: number
  readonly backward?: boolean
  /** Name of the input type of the order. */
  readonly orderType: string
}

interface Connection {
  readonly nodes: readonly Readonly<Record<string, unknown>>[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
}

/** Pages through a whole connection and answers every row's key, in the order of the connection. */
export async function pageThrough(ministry: ServedForTest, walk: Walk): Promise<unknown[][]> {
  const { fields, size, backward } = walk
  const pages: unknown[][][] = []
  let at: string | null = null
  for (;;) {
    const { nodes, pageInfo } = await pageAt(ministry, walk, at)
    pages.push(nodes.map((node) => fields.map((field) => node[field])))
    const { more, came, next } = ahead(pageInfo, backward)
    if (came !== (at !== null)) throw new Error('expected to know whether rows lie behind')
    if (more && nodes.length !== size) throw new Error(`expected a full page, got ${nodes.length}`)
    if (!more) return (backward === true ? pages.reverse() : pages).flat()
    at = next
  }
}

async function pageAt(
  ministry: ServedForTest,
  { root, fields, orderBy, size, backward, orderType }: Walk,
  cursor: string | null,
): Promise<Connection> {
  const [count, place] = backward === true ? ['last', 'before'] : ['first', 'after']
  const query = `query ($orderBy: [${orderType}!], $size: Int, $cursor: String) {
    page: ${root}(orderBy: $orderBy, ${count}: $size, ${place}: $cursor) {
      nodes { ${fields.join(' ')} }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`
  const { data, errors } = await ministry.ask({ query, variables: { orderBy, size, cursor } })
  if (data === null || errors.length > 0) throw new Error(JSON.stringify(errors))
  return data['page'] as Connection
}

function ahead(
  { hasNextPage, hasPreviousPage, startCursor, endCursor }: Connection['pageInfo'],
  backward: boolean | undefined,
): { more: boolean; came: boolean; next: string | null } {
  return backward === true
    ? { more: hasPreviousPage, came: hasNextPage, next: startCursor }
    : { more: hasNextPage, came: hasPreviousPage, next: endCursor }
}
