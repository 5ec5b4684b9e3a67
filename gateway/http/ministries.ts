import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { CodedError } from '../../schema/errors.ts'
import { diffHunks } from '../../schema/registry/diff-hunks.ts'
import { lineDiff } from '../../schema/registry/line-diff.ts'
import { mayReadSdl } from '../registry/registry-rights.ts'
import type { RegistryStore } from '../registry/registry-store.ts'
import { ministryState, type StateParts } from '../state/gateway-state.ts'
import { type MinistryField, openMinistryFields } from '../state/ministry-fields.ts'
import { mayWatchMinistry } from '../state/state-rights.ts'
import type { Generation } from '../supergraph/generation.ts'
import type { Lifecycle } from '../supergraph/lifecycle.ts'
import { callerDoor } from './caller-door.ts'
import { refusal } from './refusal.ts'
import { pairQuery, shaped } from './registry-body.ts'

export interface MinistryRoutes {
  /** Of the whole supergraph. */
  readonly lifecycle: Lifecycle
  readonly state: Pick<StateParts, 'watch' | 'breakers' | 'queues'>
  /** Absent where no registry is in this process. */
  readonly store: Pick<RegistryStore, 'version'> | undefined
  readonly verifyCaller: VerifyCaller
  readonly log: Logger
}

const who = 'Expected the ministry’s own publisher, or the role operator.'

/**
 * What a ministry's own page shows beside the registry: `GET /console/ministries` (those that the caller may look at),
 * `GET /console/ministries/NAME` (how it does, and its fields with their classes of data) and
 * `GET /console/ministries/NAME/diff?from=&to=` (two versions, line by line). docs/console.md says what is in them.
 */
export function serveMinistries(app: FastifyInstance, routes: MinistryRoutes): void {
  const { lifecycle, state, store, verifyCaller, log } = routes
  const door = callerDoor({ verifyCaller, log }, 'ministries')
  const fields = new WeakMap<Generation, ReturnType<typeof openMinistryFields>>()
  const fieldsOf = (ministry: string): readonly MinistryField[] => {
    const lease = lifecycle.lease()
    lease.release()
    const { generation } = lease
    const known = fields.get(generation) ?? openMinistryFields(generation.supergraph)
    fields.set(generation, known)
    return known(ministry)
  }

  app.get('/console/ministries', async (request, reply) => {
    const caller = await door.allowed(request, mayWatchSome, who)
    const seen = lifecycle.status().ministries.filter((name) => mayWatchMinistry(caller, name))
    return await reply
      .header('cache-control', 'no-store')
      .send({ ministries: seen.map((name) => ministryState(state, name)) })
  })

  app.get('/console/ministries/:name', async (request, reply) => {
    await door.allowed(request, mayWatchMinistry, who)
    const { name } = request.params as { name: string }
    if (!lifecycle.status().ministries.includes(name))
      throw refusal(404, 'No ministry of this name is in the supergraph.')
    return await reply
      .header('cache-control', 'no-store')
      .send({ ...ministryState(state, name), fields: fieldsOf(name) })
  })

  app.get('/console/ministries/:name/diff', async (request, reply) => {
    await door.allowed(request, mayReadSdl, who)
    const { name } = request.params as { name: string }
    const { from, to } = shaped(pairQuery, request.query, 'Query')
    if (store === undefined) throw refusal(404, 'No registry is served here.')
    const versions = await Promise.all(
      [from, to].map((version) => versionOf(store, name, version, log)),
    )
    const [before, after] = versions
    if (before === undefined || after === undefined) throw refusal(404, 'No such version.')
    const diff = lineDiff(before.sdl, after.sdl, [`${name} ${from}`, `${name} ${to}`])
    const [shownBefore, shownAfter] = versions.map((one) => ({ ...one, sdl: undefined }))
    return await reply
      .header('cache-control', 'no-store')
      .send({ from: shownBefore, to: shownAfter, hunks: diffHunks(diff) })
  })
}

function mayWatchSome({ roles, agency }: Parameters<typeof mayWatchMinistry>[0]): boolean {
  return roles.includes('operator') || (roles.includes('publisher') && agency !== undefined)
}

async function versionOf(
  store: Pick<RegistryStore, 'version'>,
  name: string,
  version: number,
  log: Logger,
) {
  try {
    return await store.version({ name, version })
  } catch (error) {
    log.error({ err: error }, 'ministries: the registry failed')
    throw new CodedError('REGISTRY_UNAVAILABLE')
  }
}
