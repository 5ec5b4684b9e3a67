import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { SigningKey } from '../../auth/signing-key.ts'
import { wholeVariant } from '../../schema/registry/contract.ts'
import { digest } from '../../schema/registry/digest.ts'
import { federationSdl } from '../../schema/registry/federation-sdl.ts'
import { lineDiff } from '../../schema/registry/line-diff.ts'
import { signCurrent } from '../registry/current-supergraph.ts'
import { mayBrowse, mayReadSdl, mayReadSupergraph } from '../registry/registry-rights.ts'
import type { RegistryStore } from '../registry/registry-store.ts'
import { currentHeader, signatureHeader } from '../supergraph/url-feed.ts'
import { isKnown } from './is-known.ts'
import { refusal } from './refusal.ts'
import { pageQuery, pairQuery, shaped, versionPath } from './registry-body.ts'
import type { RegistryDoor } from './registry-door.ts'

const plain = 'text/plain; charset=utf-8'
const whoReadsSdl = 'Expected the subgraph’s own publisher, or the role operator.'

/** What can be read of the registry. */
export function serveRegistryReads(
  app: FastifyInstance,
  { store, key }: { readonly store: RegistryStore; readonly key: SigningKey },
  door: RegistryDoor,
): void {
  const browse = (request: FastifyRequest) =>
    door.allowed(request, mayBrowse, 'Expected the role publisher, operator or inspector.')
  const versionOf = async (name: string, version: number) => {
    const found = await store.version({ name, version })
    if (found === undefined) throw refusal(404, `Subgraph ${name} has no version ${version}.`)
    return found
  }

  app.get('/registry/supergraph', async (request, reply) => {
    if (!door.isFollower(request))
      await door.allowed(
        request,
        mayReadSupergraph,
        'Expected the role operator, or a follower’s token.',
      )
    const { variant = wholeVariant } = request.query as { variant?: unknown }
    const found = typeof variant === 'string' ? await store.supergraph(variant) : undefined
    if (found === undefined) throw refusal(404, 'Nothing is published in this variant.')
    const sha256 = digest(found.text)
    const etag = `"${sha256}"`
    void reply.headers({
      etag,
      'cache-control': 'private, no-cache',
      [signatureHeader]: found.jws,
      [currentHeader]: await signCurrent(key, { variant: found.variant, sha256 }, new Date()),
    })
    if (isKnown(request.headers['if-none-match'], etag)) return await reply.code(304).send()
    return await reply.type(plain).send(found.text)
  })

  app.get('/registry/subgraphs', async (request, reply) => {
    const caller = await browse(request)
    const { seq, subgraphs } = await store.live()
    const shown = subgraphs.map(({ sdl, url, ...one }) => ({
      ...one,
      ...(mayReadSdl(caller, one.name) ? { url } : {}),
      hash: digest(sdl),
    }))
    return await reply.send({ release: seq, subgraphs: shown })
  })

  app.get('/registry/releases', async (request, reply) => {
    await browse(request)
    const { limit, before } = shaped(pageQuery, request.query, 'Query')
    return await reply.send({ releases: await store.releases(limit, before) })
  })

  app.get('/registry/subgraphs/:name/versions', async (request, reply) => {
    const caller = await browse(request)
    const { limit, before } = shaped(pageQuery, request.query, 'Query')
    const { name } = request.params as { name: string }
    const versions = await store.versions(name, limit, before)
    const isOwn = mayReadSdl(caller, name)
    return await reply.send({
      versions: versions.map(({ url, ...one }) => (isOwn ? { ...one, url } : one)),
    })
  })

  app.get('/registry/subgraphs/:name/versions/:version/sdl', async (request, reply) => {
    await door.allowed(request, mayReadSdl, whoReadsSdl)
    const { name } = request.params as { name: string }
    const { sdl } = await versionOf(name, shaped(versionPath, request.params, 'Path').version)
    const { form } = request.query as { form?: unknown }
    return await reply.type(plain).send(form === 'federation' ? federationSdl(name, sdl) : sdl)
  })

  app.get('/registry/subgraphs/:name/diff', async (request, reply) => {
    await door.allowed(request, mayReadSdl, whoReadsSdl)
    const { name } = request.params as { name: string }
    const { from, to } = shaped(pairQuery, request.query, 'Query')
    const [before, after] = [await versionOf(name, from), await versionOf(name, to)]
    const diff = lineDiff(before.sdl, after.sdl, [`${name} ${from}`, `${name} ${to}`])
    return await reply.type(plain).send(diff)
  })
}
