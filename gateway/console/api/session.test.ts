import { afterEach, expect, test, vi } from 'vitest'
import { read } from './request.ts'
import { signOut } from './session.ts'

afterEach(() => vi.unstubAllGlobals())

/** A gateway that ends the session as it is told, and the paths that it was asked. */
function gateway(signsOut: () => Promise<Response>) {
  const asked: string[] = []
  const went: string[] = []
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    return path === '/console/sign-out' ? signsOut() : Promise.resolve(Response.json({}))
  })
  vi.stubGlobal('location', { assign: (url: string) => went.push(url) })
  return { asked, went }
}

const turns = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await Promise.resolve()
}

test('a failed way out lets go what was asked meanwhile', async () => {
  let fail = (): void => undefined
  const { asked, went } = gateway(
    () =>
      new Promise((_, reject) => {
        fail = () => reject(new TypeError('no network'))
      }),
  )
  const leaving = signOut()
  const estimate = read('/console/estimate')
  await vi.waitUntil(() => asked.length > 0, 10_000)
  await turns()
  expect(asked).toEqual(['/console/sign-out'])
  fail()
  await expect(leaving).rejects.toThrow('cannot be reached')
  await expect(estimate).resolves.toEqual({})
  expect(asked).toEqual(['/console/sign-out', '/console/estimate'])
  expect(went).toEqual([])
})

test('nothing more is asked of a session that is being ended', async () => {
  const { asked, went } = gateway(() => Promise.resolve(Response.json({ url: '/left' })))
  const leaving = signOut()
  void read('/console/estimate')
  await leaving
  await turns()
  void read('/console/session')
  await turns()
  expect(asked).toEqual(['/console/sign-out'])
  expect(went).toEqual(['/left'])
})
