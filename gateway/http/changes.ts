import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { bearer } from '../../auth/bearer.ts'
import { grantsOf } from '../../auth/grants-of.ts'
import type { Permission } from '../../auth/permission.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { type Changelog, type ChangelogEntry, openChangelog } from '../changes/changelog.ts'
import { changelogFeed, changelogPage } from '../changes/changelog-text.ts'
import type { RegistryService } from '../registry/registry-service.ts'

export interface ChangesRoutes {
  readonly service: RegistryService
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

/**
 * `GET /changes` (Markdown) and `GET /changes.atom`: what the last releases changed in the schema that the caller sees.
 * What the roles of the access token do not open is not told of.
 */
export function serveChanges(
  app: FastifyInstance,
  { service, verifyCaller, log }: ChangesRoutes,
): void {
  const changelog = openChangelog(service)
  const entriesFor = (request: FastifyRequest) =>
    entriesOf(request, { changelog, verifyCaller, log })
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const text = changelogPage(await entriesFor(request))
    return await sent(reply, 'text/markdown; charset=utf-8', text)
  }
  const feed = async (request: FastifyRequest, reply: FastifyReply) => {
    const entries = await entriesFor(request)
    const address = `${request.protocol}://${request.headers.host ?? 'localhost'}/changes.atom`
    return await sent(reply, 'application/atom+xml; charset=utf-8', changelogFeed(entries, address))
  }
  app.get('/changes', page)
  app.get('/changes.atom', feed)
}

async function entriesOf(
  { raw, id }: FastifyRequest,
  {
    changelog,
    verifyCaller,
    log,
  }: Omit<ChangesRoutes, 'service'> & { readonly changelog: Changelog },
): Promise<readonly ChangelogEntry[]> {
  const caller = await verifyCaller(bearer(raw.headersDistinct['authorization']), new Date())
  const permissions = (Object.keys(grantsOf(caller)) as Permission[]).sort()
  try {
    return await changelog(permissions)
  } catch (error) {
    log.error({ requestId: id, err: error }, 'changes: the registry failed')
    throw new CodedError('REGISTRY_UNAVAILABLE')
  }
}

async function sent(reply: FastifyReply, type: string, text: string): Promise<FastifyReply> {
  return await reply.header('cache-control', 'private, no-cache').type(type).send(text)
}
