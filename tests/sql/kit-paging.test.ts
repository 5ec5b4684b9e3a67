import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enumName, generatedName } from '../../schema/model/generated-name.ts'
import { openModel } from '../../subgraphs/kit/open-source.ts'
import { sample, sampleMinistry, type SampleMinistry } from '../support/sample-ministry.ts'
import { pageThrough } from './page-through.ts'

const model = openModel(sample.name, sample.schemaFile)
const item = model.types.get('Item')
if (item?.kind !== 'table') throw new Error('expected Item to be a table')
const sortable = [...item.columns.values()].filter((column) => column.sortable)

describe('pages of a table with absent values and ties', () => {
  let ministry: SampleMinistry
  beforeAll(async () => {
    ministry = await sampleMinistry()
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  const whole = async (order: string): Promise<unknown[][]> =>
    (await ministry.plain(`SELECT id FROM item ORDER BY ${order}`)).map((id) => [id])
  const items = { root: 'items', fields: ['id'], orderType: generatedName.order('Item') }

  it.each(
    sortable.flatMap(({ field, column }) =>
      (['ASC', 'DESC'] as const).map((direction) => ({ field, column, direction })),
    ),
  )('$field $direction, forward and backward', async ({ field, column, direction }) => {
    const orderBy = [{ field: enumName(field), direction }]
    const expected = await whole(`"${column}" ${direction}, id`)
    expect(expected).toHaveLength(300)
    const forward = await pageThrough(ministry, { ...items, orderBy, size: 77 })
    expect(forward).toEqual(expected)
    const backward = await pageThrough(ministry, { ...items, orderBy, size: 101, backward: true })
    expect(backward).toEqual(expected)
  })

  it.each([19, 299, 300, 301])('pages of %d rows lose none and repeat none', async (size) => {
    const orderBy = [{ field: 'COLOUR', direction: 'DESC' as const }]
    const expected = await whole('colour DESC, id')
    expect(await pageThrough(ministry, { ...items, orderBy, size })).toEqual(expected)
    const back = await pageThrough(ministry, { ...items, orderBy, size, backward: true })
    expect(back).toEqual(expected)
  })

  it.each([1, 2])('pages of %d rows over ties and a key of two columns', async (size) => {
    const orderBy = [{ field: 'COLUMN', direction: 'DESC' as const }]
    const expected = await ministry.plain(
      `SELECT json_build_array("row", "column") FROM slot ORDER BY "column" DESC, "row"`,
    )
    const walk = { root: 'slots', fields: ['row', 'column'], orderType: 'SlotOrder', orderBy, size }
    expect(await pageThrough(ministry, walk)).toEqual(expected)
    expect(await pageThrough(ministry, { ...walk, backward: true })).toEqual(expected)
  })

  it('several terms, each in its own direction', async () => {
    const orderBy = [
      { field: 'FLAG', direction: 'DESC' },
      { field: 'NUMBER', direction: 'ASC' },
      { field: 'AT', direction: 'DESC' },
    ] as const
    const expected = await whole('flag DESC, number ASC, at DESC, id')
    for (const backward of [false, true])
      expect(await pageThrough(ministry, { ...items, orderBy, size: 17, backward })).toEqual(
        expected,
      )
  })

  it('the primary key alone where no order is given', async () => {
    expect(await pageThrough(ministry, { ...items, orderBy: [], size: 50 })).toEqual(
      await whole('id'),
    )
  })

  it('a composite key', async () => {
    const walk = { root: 'tags', fields: ['itemId', 'label'], orderType: 'TagOrder', size: 29 }
    const expected = (await ministry.plain(
      'SELECT json_build_array(item_id, label) FROM tag ORDER BY weight DESC, item_id, label',
    )) as unknown[][]
    for (const backward of [false, true]) {
      const orderBy = [{ field: 'WEIGHT', direction: 'DESC' as const }]
      expect(await pageThrough(ministry, { ...walk, orderBy, backward })).toEqual(expected)
    }
  })
})
