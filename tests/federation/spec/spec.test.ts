import { readFile } from 'node:fs/promises'
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import type { Misbehaviour, TestMinistry } from '../gateway-ministry.ts'
import { type World, openWorld } from '../gateway-world.ts'
import type { Answer } from '../../property/execution/executor.ts'
import { openStock } from '../../property/execution/stock.ts'
import { allCases } from './cases/all.ts'
import type { SpecAsk } from './spec-case.ts'

/** `gateway --open` over real subgraphs, asked over HTTP. */
test.each(allCases)('$feature', async ({ subgraphs, asks, answers = {} }) => {
  await using world = await openWorld({ access: 'open' }, subgraphs)
  for (const [name, ministry] of Object.entries(world.ministries))
    if (name in answers) ministry.misbehave = says({ data: answers[name] })
  for (const ask of asks) {
    const before = requestsOf(world)
    const { query, variables } = ask
    const { data, errors } = await world.ask(query, { role: 'nobody', variables })
    expect({ query, data: JSON.stringify(data), paths: pathsOf(errors) }).toEqual({
      query,
      data: JSON.stringify(ask.data),
      paths: pathsOf((ask.errors ?? []).map((path) => ({ path }))),
    })
    for (const { message } of errors) expect(message).toMatch(ask.message ?? /./)
    const after = requestsOf(world)
    for (const [name, count] of Object.entries(ask.requests ?? {}))
      expect([query, name, (after[name] ?? 0) - (before[name] ?? 0)]).toEqual([query, name, count])
  }
})

/** The faults of Apollo's gateway that the cases name: each is seen, so that none outlives its mending. */
test.each(allCases.filter(({ asks }) => asks.some((ask) => ask.stock)))(
  "Apollo's gateway: $feature",
  async ({ subgraphs, asks }) => {
    await using world = await openWorld({ access: 'open' }, subgraphs)
    const stock = await openStock(await readFile(world.supergraphFile, 'utf8'))
    for (const ask of asks.filter((one) => one.stock !== undefined)) {
      const { query, variables = {} } = ask
      const got = await stock
        .execute({ document: parse(query), variables }, async (name, body) => {
          return await asked(world.ministries[name], body)
        })
        .catch(failed)
      expect(verdict(got, ask), query).toBe('wrong')
    }
    await stock.close()
  },
)

/** What it throws, a client sees as INTERNAL_SERVER_ERROR. */
function failed(error: unknown): Answer {
  return { data: null, errors: [{ message: String(error) }] }
}

function says(answer: unknown): Misbehaviour {
  return (_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer))
    return true
  }
}

function verdict({ data, errors }: Answer, ask: SpecAsk): 'right' | 'wrong' {
  const paths = pathsOf((ask.errors ?? []).map((path) => ({ path })))
  const isSame =
    JSON.stringify(data) === JSON.stringify(ask.data) && pathsOf(errors).join() === paths.join()
  return isSame ? 'right' : 'wrong'
}

async function asked(ministry: TestMinistry | undefined, body: unknown): Promise<Answer> {
  if (ministry === undefined) throw new Error('expected a subgraph')
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(ministry.url, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  const { data, errors = [] } = (await response.json()) as Partial<Answer>
  return { data: data ?? null, errors }
}

function requestsOf({ ministries }: World): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(ministries).map(([name, { requests }]) => [name, requests.length]),
  )
}

function pathsOf(
  errors: readonly { readonly path?: readonly (string | number)[] | undefined }[],
): readonly string[] {
  return errors.map(({ path = [] }) => path.join('.')).sort()
}
