import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleMinistry, type SampleMinistry } from '../support/sample-ministry.ts'

const query = `query ($after: String, $before: String, $orderBy: [ItemOrder!]) {
  items(after: $after, before: $before, orderBy: $orderBy) { nodes { id } pageInfo { endCursor } }
}`
const byNumber = [{ field: 'NUMBER', direction: 'DESC' }]

describe('cursors', () => {
  let ministry: SampleMinistry
  let cursor: string
  beforeAll(async () => {
    ministry = await sampleMinistry()
    const { data } = await ministry.ask({ query, variables: { orderBy: byNumber } })
    cursor =
      (data?.['items'] as { pageInfo: { endCursor: string } } | undefined)?.pageInfo.endCursor ?? ''
  })
  afterAll(() => ministry[Symbol.asyncDispose]())

  const outcome = async (variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { errors, statements } = await ministry.ask({ query, variables })
    expect(statements.length).toBe(errors.length === 0 ? 1 : 0)
    return errors.length === 0 ? 'answered' : errors.map(({ code }) => code).join()
  }

  it('serve again, forward and backward, and say nothing of what they hold', async () => {
    expect(await outcome({ after: cursor, orderBy: byNumber })).toBe('answered')
    expect(await outcome({ before: cursor, orderBy: byNumber })).toBe('answered')
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toMatch(/i\d{3}/)
  })

  it.each([
    ['another direction', [{ field: 'NUMBER', direction: 'ASC' }]],
    ['another field', [{ field: 'SMALL', direction: 'DESC' }]],
    ['no order', undefined],
    ['a further term', [...byNumber, { field: 'NAME', direction: 'ASC' }]],
  ])('of an order are refused by %s', async (_, orderBy) => {
    expect(await outcome({ after: cursor, orderBy })).toBe('BAD_USER_INPUT')
  })

  it('with any byte changed are refused', async () => {
    const bytes = Buffer.from(cursor, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      const after = changed.toString('base64url')
      expect(await outcome({ after, orderBy: byNumber }), String(at)).toBe('BAD_USER_INPUT')
    }
  })

  it.each([
    ['empty', () => ''],
    ['cut off', () => cursor.slice(0, -4)],
    ['a few characters', () => cursor.slice(0, 8)],
    [
      'the head alone',
      () => Buffer.from(cursor, 'base64url').subarray(0, 28).toString('base64url'),
    ],
    ['made longer', () => `${cursor}AAAA`],
    ['huge', () => 'A'.repeat(1_000_000)],
    ['no base64', () => '%%%%"; DROP TABLE item'],
    ['a plain position', () => Buffer.from('["1","i001"]').toString('base64')],
    ['twice the same', () => cursor + cursor],
  ])('that are %s are refused', async (_, make) => {
    expect(await outcome({ after: make(), orderBy: byNumber })).toBe('BAD_USER_INPUT')
    expect(await outcome({ before: make(), orderBy: byNumber })).toBe('BAD_USER_INPUT')
  })

  it('of another secret are refused', async () => {
    await using other = await sampleMinistry()
    const { errors } = await other.ask({ query, variables: { after: cursor, orderBy: byNumber } })
    expect(errors.map(({ code }) => code)).toEqual(['BAD_USER_INPUT'])
  })
})
