import { expect, test } from 'vitest'
import { composeRelease } from './compose-release.ts'
import { openComposer } from './open-composer.ts'

const good = {
  name: 'small',
  url: 'http://small.test/graphql',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])
type Query @authenticated { one: Int }`,
}

test('composes in a thread as it would here, several at once, and again after the thread ended', async () => {
  const composer = openComposer()
  const bad = { ...good, sdl: 'type Query {' }
  const both = await Promise.all([composer.compose([good]), composer.compose([bad])])
  expect(both).toEqual([composeRelease([good]), composeRelease([bad])])
  expect(both.map(({ ok }) => ok)).toEqual([true, false])

  const cut = composer.compose([good])
  const told = expect(cut).rejects.toThrow(/ended before it answered/)
  await composer.close()
  await told
  expect(await composer.compose([good])).toEqual(both[0])
  await composer.close()
})
