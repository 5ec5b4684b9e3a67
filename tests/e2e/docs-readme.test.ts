import { expect, test } from 'vitest'
import { z } from 'zod'
import { launch } from '../support/command-line.ts'
import { documentation } from '../support/markdown.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

test("a first start on the defaults answers the README's first query as the README prints it", async () => {
  const readme = (await documentation()).find(({ path }) => path === 'README.md')
  const command = readme?.blocks.find(({ content }) => content.includes('curl'))?.content ?? ''
  const printed = readme?.blocks.find(({ language }) => language === 'json')?.content ?? ''
  const [, body = ''] = /-d '([^']*)'/.exec(command) ?? []
  const [, persona = ''] = /npx lien-thong token ([\w-]+)/.exec(command) ?? []

  await using directory = await temporaryDirectory()
  const begun = performance.now()
  await using house = launch(['start'], {
    directory: directory.path,
    environment: { LIEN_THONG_PEOPLE: '' },
  })
  const [, url] = await house.said(/GraphQL +(http:\S+)\/graphql/)
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`figure first-start = ${seconds} s (aim 30)\n`)

  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: persona })
  const granted = await fetch(`${url}/dev/oidc/token`, { method: 'POST', body: form })
  const { access_token: token } = z.object({ access_token: z.string() }).parse(await granted.json())
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
  })
  const answer = (await response.json()) as Record<string, unknown>
  const expected = JSON.parse(printed) as Record<string, unknown>
  expect(answer['errors']).toBeUndefined()
  expect(differences(expected['data'], answer['data'])).toEqual([])
  expect(shape(answer['extensions'])).toMatchObject(Object(shape(expected['extensions'])))

  house.child.kill('SIGINT')
  expect((await house.ended).code).toBe(0)
})

/** Noise of disclosure control depends on a secret that each installation draws for itself. */
const mostNoise = 12
const mostPart = 0.15

/** Where two answers differ by more than noise. */
function differences(printed: unknown, got: unknown, path = ''): readonly string[] {
  if (typeof printed === 'number' && typeof got === 'number')
    return Math.abs(printed - got) <= Math.max(mostNoise, printed * mostPart) ? [] : [path]
  if (typeof printed !== 'object' || typeof got !== 'object' || printed === null || got === null)
    return printed === got ? [] : [path]
  const places = new Map(Object.entries(got))
  return Object.entries(printed).flatMap(([name, value]) =>
    differences(value, places.get(name), `${path}.${name}`),
  )
}

/** Names and kinds of values, since times and ids differ. */
function shape(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shape(one)]))
}
