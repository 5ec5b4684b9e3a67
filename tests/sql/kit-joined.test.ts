import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleMinistry, type SampleMinistry } from '../support/sample-ministry.ts'

interface Page {
  readonly totalCount: number
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string
    readonly endCursor: string
  }
}

describe('joined rows', () => {
  let ministry: SampleMinistry
  beforeAll(async () => {
    ministry = await sampleMinistry()
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  /** The items of each parent, by SQL written by hand. */
  const parents = [
    [{ __typename: 'Box', code: 'B1' }, "box_code = 'B1'"],
    [{ __typename: 'Box', code: 'B8' }, "box_code = 'B8'"],
    [{ __typename: 'Box', code: 'B9' }, 'false'],
    [{ __typename: 'Slot', row: 1, column: 'a' }, "slot_row = 1 AND slot_column = 'a'"],
    [{ __typename: 'Slot', row: 2, column: 'b' }, "slot_row = 2 AND slot_column = 'b'"],
    [{ __typename: 'Province', code: '01' }, "box_code NOT IN ('B3', 'B6', 'B9')"],
    [{ __typename: 'Province', code: '24' }, "box_code IN ('B3', 'B6', 'B9')"],
    [{ __typename: 'Province', code: 'none' }, 'false'],
  ] as const
  const keys = parents.map(([key]) => key)

  const pages = async (args: string): Promise<readonly Page[]> => {
    const field = `: items(${args}) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on Box { ofBox${field} } ... on Slot { ofSlot${field} }
      ... on Province { ofProvince${field} } } }`
    const { data, errors } = await ministry.ask({ query, variables: { keys } })
    expect(errors).toEqual([])
    const entities = data?.['_entities'] as Readonly<Record<string, Page>>[] | undefined
    return (entities ?? []).flatMap((entity) => Object.values(entity))
  }
  const ids = (page: Page | undefined): unknown[] => (page?.nodes ?? []).map(({ id }) => id)

  it.each([
    ['first: 4, orderBy: [{ field: NUMBER, direction: DESC }]', 'true', 'number DESC, id', 4],
    ['last: 3, orderBy: [{ field: NAME }]', 'true', 'name, id', -3],
    ['first: 5, where: { colour: { eq: RED } }', "colour = 'RED'", 'id', 5],
    ['first: 1000', 'true', 'id', 1000],
  ])('(%s) are the right rows of every parent', async (args, where, order, size) => {
    const found = await pages(args)
    for (const [place, [, belongs]] of parents.entries()) {
      const all = await ministry.plain(
        `SELECT id FROM item WHERE ${belongs} AND ${where} ORDER BY ${order}`,
      )
      const { nodes, totalCount, pageInfo } = found[place] ?? {}
      expect(nodes?.map(({ id }) => id)).toEqual(size > 0 ? all.slice(0, size) : all.slice(size))
      expect(totalCount).toBe(all.length)
      expect(size > 0 ? pageInfo?.hasNextPage : pageInfo?.hasPreviousPage).toBe(
        all.length > Math.abs(size),
      )
    }
  })

  it('go on from a cursor, and refuse it below another field', async () => {
    const page = async (args: string, type = 'boxes'): Promise<Page | undefined> => {
      const order = 'orderBy: [{ field: DAY, direction: DESC }]'
      const { data } = await ministry.ask({
        query: `{ ${type}(first: 1) { nodes { items(${args}, ${order}) { nodes { id }
          totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } } }`,
      })
      const found = data?.[type] as { nodes: { items: Page }[] } | null | undefined
      return found?.nodes[0]?.items
    }
    const first = await page('first: 6')
    const after = `first: 1000, after: "${first?.pageInfo.endCursor}"`
    const next = await page(after)
    const all = await ministry.plain(
      "SELECT id FROM item WHERE box_code = 'B1' ORDER BY day DESC, id",
    )
    expect([...ids(first), ...ids(next)]).toEqual(all)
    expect(next?.pageInfo.hasPreviousPage).toBe(true)
    expect(await page(after, 'slots')).toBeUndefined()
  })

  it('short lists come whole, ordered and filtered, also over two tables', async () => {
    const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on Item { tags(where: { weight: { gt: 1 } }, orderBy: [{ field: WEIGHT, direction: DESC }]) { label } }
      ... on Province { far: tags(orderBy: [{ field: WEIGHT }]) { itemId label } } } }`
    const items = ['i001', 'i002', 'i003', 'i007', 'unknown']
    const entities = [
      ...items.map((id) => ({ __typename: 'Item', id })),
      { __typename: 'Province', code: '24' },
      { __typename: 'Province', code: '99' },
    ]
    const { data, errors } = await ministry.ask({ query, variables: { keys: entities } })
    expect(errors).toEqual([])
    const expected: unknown[] = []
    for (const id of items.slice(0, 4)) {
      const tags = await ministry.plain(
        'SELECT label FROM tag WHERE item_id = $1 AND weight > 1 ORDER BY weight DESC, label',
        [id],
      )
      expected.push({ tags: tags.map((label) => ({ label })) })
    }
    const far = await ministry.plain(
      `SELECT json_build_object('itemId', t.item_id, 'label', t.label)
       FROM tag t JOIN item i ON i.id = t.item_id
       WHERE i.box_code IN ('B3', 'B6', 'B9') ORDER BY t.weight, t.item_id, t.label`,
    )
    expect(far.length).toBeGreaterThan(10)
    expect(data?.['_entities']).toEqual([...expected, null, { far }, { far: [] }])
  })

  it('read only the selected columns, and count only when asked', async () => {
    const { statements } = await ministry.ask({
      query: '{ boxes { nodes { items { nodes { day } } } } }',
    })
    expect(statements).toHaveLength(2)
    expect(statements[1]?.text).toMatch(/"day"/)
    expect(statements[1]?.text).not.toMatch(/"price"|count/)
    const counted = await ministry.ask({ query: '{ items(first: 1) { totalCount } }' })
    expect(counted.statements).toHaveLength(1)
    const both = await ministry.ask({ query: '{ items(first: 1) { totalCount nodes { id } } }' })
    expect(both.statements).toHaveLength(2)
    const none = await ministry.ask({ query: '{ items(first: 1) { __typename } }' })
    expect(none.statements).toHaveLength(0)
  })
})
