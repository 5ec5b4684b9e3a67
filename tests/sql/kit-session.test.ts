import { describe, expect, it } from 'vitest'
import { sampleMinistry, type SampleServer } from '../support/sample-ministry.ts'
import { pageThrough } from './page-through.ts'

const prepare = `
  ALTER DATABASE reference SET TimeZone = 'Asia/Ho_Chi_Minh';
  ALTER DATABASE reference SET DateStyle = 'SQL, DMY';
  ALTER DATABASE reference SET extra_float_digits = -15;`

const servers: readonly (readonly [string, SampleServer])[] = [
  ['of another time zone, date style and precision', { prepare }],
  [
    'whose URL brings session options of its own',
    { prepare, parameters: { options: '-c work_mem=1MB -c TimeZone=Asia/Tokyo' } },
  ],
]

describe('a ministry over a server', () => {
  it.each(servers)('%s answers the same', async (_, server) => {
    await using ministry = await sampleMinistry(server)
    const { data, errors } = await ministry.ask({
      query: '{ item(id: "i001") { day at ratio price } item2: item(id: "i002") { ratio } }',
    })
    expect(errors).toEqual([])
    expect(data).toEqual({
      item: { day: '2024-03-01', at: '2026-10-31T17:00:01.500008Z', ratio: 4 / 3, price: 0 },
      item2: { ratio: -1 / 3 },
    })
    for (const field of ['AT', 'DAY', 'RATIO', 'BIG']) {
      const walk = { root: 'items', fields: ['id'], orderType: 'ItemOrder', size: 70 }
      const orderBy = [{ field, direction: 'DESC' as const }]
      const found = await pageThrough(ministry, { ...walk, orderBy })
      expect(found.flat()).toEqual(
        await ministry.plain(`SELECT id FROM item ORDER BY ${field.toLowerCase()} DESC, id`),
      )
    }
  })
})
