import { describe, expect, test } from 'vitest'
import type { AnsweredPage } from './exported-page.ts'
import { type WalkOptions, walk } from './walk.ts'

/** A list of so many rows in pages as they are asked; cursors are places. */
function list(count: number) {
  const asked: [size: number, after: string | undefined][] = []
  const ask = async (size: number, after: string | undefined): Promise<AnsweredPage> => {
    asked.push([size, after])
    const from = Number(after ?? 0)
    const to = Math.min(from + size, count)
    const hasMore = to < count
    return {
      rows: Array.from({ length: to - from }, (_, i) => ({ id: from + i })),
      count: to - from,
      next: hasMore ? String(to) : undefined,
      hasMore,
      disclosure: undefined,
    }
  }
  return { asked, ask }
}

const all: WalkOptions = { size: 4, after: undefined, wanted: undefined, allowed: 100 }

async function walked(count: number, change: Partial<WalkOptions> = {}) {
  const { asked, ask } = list(count)
  const { pages, isCut } = walk(ask, { ...all, ...change })
  const rows: unknown[] = []
  for await (const page of pages) rows.push(...page.rows)
  return { asked, rows: rows.length, isCut: isCut() }
}

describe('the walk over a list', () => {
  test('takes every page to the end, and an empty list', async () => {
    expect(await walked(9)).toEqual({
      asked: [
        [4, undefined],
        [4, '4'],
        [4, '8'],
      ],
      rows: 9,
      isCut: false,
    })
    expect(await walked(0)).toMatchObject({ rows: 0, isCut: false })
  })

  test('fetches one page ahead, and no more', async () => {
    const { asked, ask } = list(100)
    const { pages } = walk(ask, all)
    for (let taken = 1; taken <= 5; taken++) {
      await pages.next()
      expect(asked).toHaveLength(taken + 1)
    }
    await pages.return(undefined)
    expect(asked).toHaveLength(6)
  })

  test('ends where the caller wanted it to, and says whether more follows', async () => {
    expect(await walked(9, { wanted: 6 })).toMatchObject({ rows: 6, isCut: true })
    expect(await walked(9, { wanted: 9 })).toMatchObject({ rows: 9, isCut: false })
    expect(await walked(9, { wanted: 10 })).toMatchObject({ rows: 9, isCut: false })
  })

  test('is refused beyond what the caller may have, on both sides', async () => {
    expect(await walked(9, { allowed: 9 })).toMatchObject({ rows: 9, isCut: false })
    await expect(walked(9, { allowed: 8 })).rejects.toMatchObject({ code: 'COST_EXCEEDED' })
  })

  test('takes a list that is not walked as it is', async () => {
    const rows = Array.from({ length: 7 }, () => ({}))
    const ask = async () => ({ rows, count: 7, next: '7', hasMore: true, disclosure: undefined })
    const options = { ...all, size: undefined }
    const { pages, isCut } = walk(ask, options)
    expect((await pages.next()).value).toMatchObject({ rows })
    expect([await pages.next(), isCut()]).toEqual([{ value: undefined, done: true }, true])
    const first = walk(ask, { ...options, allowed: 6 }).pages.next()
    await expect(first).rejects.toMatchObject({ code: 'COST_EXCEEDED' })
  })
})
