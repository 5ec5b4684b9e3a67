import type { FastifyInstance, FastifyReply } from 'fastify'
import { LRUCache } from 'lru-cache'
import { bearer } from '../../auth/bearer.ts'
import { permissionKey } from '../../auth/permission-key.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import type { GatewayConfig } from '../config.ts'
import { openapi } from '../data/openapi.ts'
import { identityOf } from '../identity-of.ts'
import type { Generation } from '../supergraph/generation.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { applicationOf } from '../trusted/application-of.ts'
import { documentIdOf } from '../trusted/document-id.ts'
import type { TrustedDocuments } from '../trusted/trusted-documents.ts'
import { dataPath } from './data-path.ts'
import { type Tagged, sendTagged, tagged } from './send-tagged.ts'

export interface DescriptionRoutes {
  readonly lifecycle: Lifecycle
  /** Absent where the gateway has no registry's database. */
  readonly trusted: TrustedDocuments | undefined
  readonly verifyCaller: VerifyCaller | undefined
  readonly access: GatewayConfig['access']
}

/** Characters of descriptions that are kept of a generation. */
const keptCharacters = 16 * 1024 * 1024

/**
 * `GET /data/openapi.json`: OpenAPI 3.1 of what the caller may ask there, by the documents of the caller's application and the
 * roles of the token. Kept by generation, rights and documents; `ETag` and `If-None-Match` say whether it changed.
 */
export function serveDataDescription(
  app: FastifyInstance,
  { lifecycle, trusted, verifyCaller, access }: DescriptionRoutes,
): void {
  if (trusted === undefined || verifyCaller === undefined || access === 'open') return
  const { issuer } = access
  const made = new WeakMap<Generation, LRUCache<string, Tagged>>()
  const keptFor = (generation: Generation): LRUCache<string, Tagged> => {
    const known =
      made.get(generation) ??
      new LRUCache<string, Tagged>({
        maxSize: keptCharacters,
        sizeCalculation: ({ text, etag }) => text.length + etag.length,
      })
    made.set(generation, known)
    return known
  }
  app.get(`${dataPath}/openapi.json`, async (request, reply): Promise<FastifyReply> => {
    const header = request.raw.headersDistinct['authorization']
    const caller = await verifyCaller(bearer(header), new Date())
    const application = applicationOf(caller)
    const documents = application === undefined ? [] : await trusted.named(application)
    const identity = identityOf(caller, undefined)
    const lease = lifecycle.lease()
    try {
      const { generation } = lease
      const kept = keptFor(generation)
      const ids = documents.map(({ text }) => documentIdOf(text))
      const rights = [permissionKey(identity.seen), ...[...caller.roles].sort()]
      const key = documentIdOf([...rights, ...ids].join(' '))
      const described =
        kept.get(key) ?? tagged(await openapi({ generation, identity, issuer }, documents))
      kept.set(key, described)
      const type = 'application/json; charset=utf-8'
      return await sendTagged(request, reply, { ...described, type })
    } finally {
      lease.release()
    }
  })
}
