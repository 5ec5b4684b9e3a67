import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import type { FollowConfig } from '../../gateway/config.ts'
import { signSupergraph } from '../../gateway/registry/signed-supergraph.ts'
import { digest } from '../../schema/registry/digest.ts'
import { compose, openWorld, type World } from '../federation/gateway-world.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { followerToken, openHouse, plans } from './registry-house.ts'

interface Ready {
  readonly generation: string
  readonly lastError?: string
}

async function ready({ gateway }: World): Promise<Ready> {
  return (await (await fetch(`${gateway.url}/ready`)).json()) as Ready
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await delay(50)
  }
  throw new Error('expected it to come true in ten seconds')
}

/** What a registry answers; a test changes it. */
interface Said {
  text: string
  jws: string
  status: number
}

/** A registry that says what a test wants, and the gateway that follows it. */
async function openFollowing(mayAsk: (name: string, url: string) => boolean = () => true) {
  const directory = await temporaryDirectory()
  const key = await openSigningKey(join(directory.path, 'registry.jwk.json'))
  const said: Said = { text: '', jws: '', status: 200 }
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization)
    const etag = `"${digest(said.text)}"`
    const isKnown = request.headers['if-none-match'] === etag
    response.writeHead(said.status === 200 && isKnown ? 304 : said.status, {
      etag,
      'x-supergraph-signature': said.jws,
    })
    response.end(isKnown ? '' : said.text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const say = async (text: string, seq: number, by: SigningKey = key, variant = 'whole') => {
    said.jws = await signSupergraph(by, { text, variant, seq })
    said.text = text
  }
  const copy = join(directory.path, 'supergraph-whole.json')
  return {
    said,
    say,
    key,
    asked,
    directory: directory.path,
    copy,
    /** The ministries' supergraph, with the area of land totals or without. */
    textOf: ({ ministries }: World, withArea: boolean) =>
      compose(
        Object.values(ministries).map(({ name, url, sdl }) => ({
          name,
          url,
          sdl: withArea ? sdl : sdl.replace('count: Int! area: Float', 'count: Int!'),
        })),
      ),
    open: async () =>
      await openWorld(async (ministries) => {
        const text = compose(ministries)
        if (said.text === '') await say(text, 5)
        return {
          mayAsk,
          follow: {
            url: `http://127.0.0.1:${port}/registry`,
            token: followerToken,
            keys: key.jwks,
            intervalMs: 100,
            copyFolder: directory.path,
            contracts: [],
          },
        }
      }, plans),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await directory[Symbol.asyncDispose]()
    },
  }
}

const report = '{ provinces { code landTotals { area } } }'

test('a gateway elsewhere follows a registry by its address, and starts from the last copy without it', async () => {
  await using house = await openHouse()
  const directory = await temporaryDirectory()
  const follow: FollowConfig = {
    url: `${house.gateway.url}/registry`,
    token: followerToken,
    keys: house.key.jwks,
    intervalMs: 100,
    copyFolder: directory.path,
    contracts: [],
  }
  {
    await using other = await openWorld({ follow })
    await house.untilLive(other.gateway.url)
    const sdl = plans[2]?.sdl.replace('count: Int! area: Float', 'count: Int!')
    await house.send('PUT', 'subgraphs/land', { agency: 'land', body: { sdl } })
    await house.untilLive(other.gateway.url)
    const [error] = (await other.ask(report, { role: 'analyst' })).errors
    expect(error?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
  }
  const away = { ...follow, url: 'http://127.0.0.1:9/registry' }
  await using other = await openWorld({ follow: away })
  await house.untilLive(other.gateway.url)
  await until(async () => (await ready(other)).lastError?.includes('ECONNREFUSED') === true)
  expect(
    (await other.ask('{ provinces { landTotals { count } } }', { role: 'analyst' })).errors,
  ).toEqual([])
  await expect(
    openWorld({ follow: { ...away, copyFolder: join(directory.path, 'none') } }),
  ).rejects.toThrow(
    /expected one that can be served from http:\/\/127.0.0.1:9\/registry or on disk, got none/,
  )
  await directory[Symbol.asyncDispose]()
})

test('what is not signed as it should be is refused, and the current one stays', async () => {
  await using following = await openFollowing()
  await using world = await following.open()
  const { say, said } = following
  const { generation } = await ready(world)
  expect(following.asked[0]).toBe(`Bearer ${followerToken}`)
  const smaller = following.textOf(world, false)
  const stranger = await openSigningKey(join(following.directory, 'stranger.jwk.json'))
  const attempts: readonly (readonly [string, () => Promise<void>])[] = [
    ['signed with an unknown key', () => say(smaller, 9, stranger)],
    ['expected the variant whole, got public', () => say(smaller, 9, following.key, 'public')],
    [
      'the text is not the one that was signed',
      async () => {
        await say(smaller, 9)
        said.text = smaller.replace('landTotals', 'landFigures')
      },
    ],
    [
      'the signature does not fit',
      async () => {
        await say(smaller, 9)
        said.jws = 'e30.e30.e30'
      },
    ],
    ['expected release 5 or later, got 4', () => say(smaller, 4)],
    [
      'expected status 200, got 500',
      async () => {
        await say(smaller, 9)
        said.status = 500
      },
    ],
  ]
  for (const [reason, attempt] of attempts) {
    await attempt()
    await until(async () => (await ready(world)).lastError?.includes(reason) === true)
    expect((await ready(world)).generation).toBe(generation)
    expect((await world.ask(report, { role: 'analyst' })).errors).toEqual([])
  }
  expect(world.log.join('')).toContain('supergraph refused; the current stays')

  await say(smaller, 10)
  said.status = 200
  await until(async () => (await ready(world)).generation === digest(smaller))
  expect((await ready(world)).lastError).toBeUndefined()
  await until(async () => {
    const kept = JSON.parse(await readFile(following.copy, 'utf8')) as unknown
    return JSON.stringify(kept) === JSON.stringify({ jws: said.jws, text: smaller })
  })

  // An older release, rightly signed once, is a replay.
  await say(following.textOf(world, true), 9)
  await until(
    async () => (await ready(world)).lastError?.includes('expected release 10 or later') === true,
  )
})

test('one that cannot be loaded is asked for once, and the next one is taken', async () => {
  await using following = await openFollowing()
  await using world = await following.open()
  const good = following.said.text
  await following.say(good.replaceAll('land:parcel:read', 'land:parcel:raed'), 6)
  await until(async () => (await ready(world)).lastError?.includes('unknown permission') === true)
  const refusals = () => world.log.filter((line) => line.includes('supergraph refused')).length
  const before = refusals()
  await delay(500)
  expect(refusals()).toBe(before)
  await following.say(good, 7)
  await until(async () => (await ready(world)).lastError === undefined)
  await following.say(following.textOf(world, false), 8)
  await until(async () => (await ready(world)).generation === digest(following.said.text))
})

test('an address that this gateway may not ask is refused, whoever signed it', async () => {
  await using following = await openFollowing((_name, url) => !url.includes('.254'))
  await using world = await following.open()
  const { generation } = await ready(world)
  const port = new URL(world.ministries['land']?.url ?? '').host
  await following.say(following.said.text.replace(port, '169.254.169.254'), 6)
  await until(async () => (await ready(world)).lastError?.includes('ministry land') === true)
  expect((await ready(world)).generation).toBe(generation)
})

test('a copy on disk that somebody changed is not used', async () => {
  await using following = await openFollowing()
  {
    await using world = await following.open()
    await until(async () => (await readFile(following.copy, 'utf8').catch(() => '')) !== '')
    expect((await ready(world)).generation).toBe(digest(following.said.text))
  }
  following.said.status = 503
  const kept = await readFile(following.copy, 'utf8')
  for (const spoiled of [kept.replace('landTotals', 'landFigures'), kept.slice(0, 500), '']) {
    await writeFile(following.copy, spoiled)
    await expect(following.open()).rejects.toThrow(/or on disk, got none/)
  }
  await writeFile(following.copy, kept)
  await using world = await following.open()
  expect((await ready(world)).generation).toBe(digest(following.said.text))
})
