import { expect, test } from 'vitest'
import type { Tokens } from './provider.ts'
import { openRefreshing } from './refreshing.ts'

/** A provider that rotates refresh tokens and refuses a second use of one. */
function rotating() {
  const used: string[] = []
  const refresh = async (refreshToken: string): Promise<Tokens> => {
    if (used.includes(refreshToken)) throw new Error('used before')
    used.push(refreshToken)
    return {
      accessToken: 'a',
      refreshToken: `${refreshToken}+`,
      idToken: undefined,
      name: undefined,
    }
  }
  return { used, refresh }
}

test('a token is exchanged once, for those who come together and those who come late', async () => {
  const { used, refresh } = rotating()
  const refreshing = openRefreshing({ refresh })
  const [one, two] = await Promise.all([refreshing.exchange('r'), refreshing.exchange('r')])
  expect(one).toBe(two)
  expect(await refreshing.exchange('r')).toBe(one)
  expect(used).toEqual(['r'])
})

test('a failure is not remembered', async () => {
  let isAway = true
  const { refresh } = rotating()
  const refreshing = openRefreshing({
    refresh: async (token) => {
      if (isAway) throw new Error('away')
      return await refresh(token)
    },
  })
  await expect(refreshing.exchange('r')).rejects.toThrow('away')
  isAway = false
  expect((await refreshing.exchange('r')).refreshToken).toBe('r+')
})

test('the newest of a chain is what ends, and the chain is forgotten', async () => {
  const { used, refresh } = rotating()
  const refreshing = openRefreshing({ refresh })
  await refreshing.exchange('r')
  await refreshing.exchange('r+')
  expect(await refreshing.end('r')).toBe('r++')
  await expect(refreshing.exchange('r')).rejects.toThrow('used before')
  expect(await refreshing.end('other')).toBe('other')
  expect(used).toEqual(['r', 'r+'])
})
